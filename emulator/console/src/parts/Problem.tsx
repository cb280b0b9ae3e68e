import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { Unreachable } from "../api";

/** What went wrong, and a way to try again. */
export function Problem({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const header =
    error instanceof Unreachable ? "No connection" : "X-Ray Local refused the request";
  return (
    <Alert
      type="error"
      header={header}
      action={<Button onClick={onRetry}>Try again</Button>}
    >
      {error.message}
    </Alert>
  );
}
