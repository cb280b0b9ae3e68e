/** Names and values, one pair a line. */
import { isValidElement, type ReactNode } from "react";
import "./pairs.css";

export type Pair = [string, unknown];

export function Pairs({ pairs }: { pairs: Pair[] }) {
  return (
    <dl className="pairs">
      {pairs.map(([key, value]) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd>{isValidElement(value) ? value : plain(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Section({ title, values }: { title: string; values: unknown }) {
  if (typeof values !== "object" || values === null) return null;
  const pairs = Object.entries(values);
  if (pairs.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <Pairs pairs={pairs} />
    </>
  );
}

export function Nothing({ children }: { children: ReactNode }) {
  return <p className="faint">{children}</p>;
}

export function plain(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "–");
}
