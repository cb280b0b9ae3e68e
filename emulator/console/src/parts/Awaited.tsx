/** What was asked for, once it is there; until then that it comes, or why it does not. */
import Spinner from "@cloudscape-design/components/spinner";
import type { ReactNode } from "react";
import type { Answer } from "../query";
import { Problem } from "./Problem";

interface Props<Value> {
  answer: Answer<Value>;
  /** A later mistake is told above the last good answer. */
  children: (value: Value) => ReactNode;
}

export function Awaited<Value>({ answer, children }: Props<Value>) {
  const { value, error, refresh } = answer;
  return (
    <>
      {error && <Problem error={error} onRetry={refresh} />}
      {value !== null
        ? children(value)
        : !error && (
            <div key="awaited" className="centred">
              <Spinner size="large" />
            </div>
          )}
    </>
  );
}
