import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { ApiError, Unreachable } from "../api";

/** What went wrong, and a way to try again. */
export function Problem({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <Alert
      type="error"
      header={headerOf(error)}
      action={<Button onClick={onRetry}>Try again</Button>}
    >
      {error.message}
    </Alert>
  );
}

function headerOf(error: Error): string {
  if (error instanceof Unreachable) return "No connection";
  const failed = error instanceof ApiError && error.status >= 500;
  return failed ? "X-Ray Local cannot answer" : "X-Ray Local refused the request";
}
