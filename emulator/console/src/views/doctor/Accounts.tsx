/** The counters as the sum that they are: nothing is lost uncounted. */
import Alert from "@cloudscape-design/components/alert";
import { Fragment, type ReactNode } from "react";
import type { Accounts as Counted } from "../../calls/doctor";
import { count, counted as number } from "../../format";
import { Processes } from "./Processes";

export function Accounts({ counted }: { counted: Counted }) {
  const refused = Object.values(counted.refusedRequests).reduce((a, b) => a + b, 0);
  return (
    <>
      <p className="lead">
        {counted.accounts.length > 1
          ? `Each document that arrived at any of the ${counted.accounts.length} processes that share the store, those that ended within a day among them,`
          : "Each document that arrived since the start"}{" "}
        is in exactly one of the four on the right.
      </p>
      <dl className="accounts">
        <Part
          name="Received"
          value={counted.received}
          by={{
            "by UDP": counted.receivedBy["Udp"] ?? 0,
            "by HTTP": counted.receivedBy["Http"] ?? 0,
          }}
        />
        <Part sign="=" name="Stored" value={counted.stored} />
        <Part
          sign="+"
          name="Rejected"
          value={counted.rejected}
          by={counted.rejectedBy}
          bad={counted.rejected > 0}
        />
        <Part
          sign="+"
          name="Dropped"
          value={counted.dropped}
          by={counted.droppedBy}
          bad={counted.dropped > 0}
        />
        <Part sign="+" name="Pending" value={counted.pending} />
      </dl>
      {counted.accounts.length > 1 && <Processes accounts={counted.accounts} />}
      {counted.unaccounted !== 0 && (
        <Alert type="error" header="The sum does not hold">
          {number(counted.unaccounted, "document")} unaccounted for: a mistake in X-Ray
          Local, please report it.
        </Alert>
      )}
      {(counted.droppedByKernel > 0 || refused > 0) && (
        <ul className="beside plain-list">
          {counted.droppedByKernel > 0 && (
            <li>
              Before that the kernel dropped {number(counted.droppedByKernel, "datagram")}
              : they came faster than they could be read.
            </li>
          )}
          {refused > 0 && (
            <li>
              {number(refused, "request")} to the API {refused === 1 ? "was" : "were"}{" "}
              refused: {listed(counted.refusedRequests)}.
            </li>
          )}
        </ul>
      )}
    </>
  );
}

function Part({
  sign,
  name,
  value,
  by = {},
  bad = false,
}: {
  sign?: string;
  name: string;
  value: number;
  by?: Record<string, number>;
  bad?: boolean;
}) {
  const reasons = Object.entries(by).filter(([, part]) => part > 0);
  return (
    <div className={bad ? "account bad" : "account"} data-sign={sign}>
      <dt>{name}</dt>
      <dd>
        <strong>{count(value)}</strong>
        {reasons.map(([reason, part]) => (
          <div key={reason} className="reason">
            {count(part)} {reason}
          </div>
        ))}
      </dd>
    </div>
  );
}

function listed(by: Record<string, number>): ReactNode {
  return Object.entries(by).map(([name, part], index) => (
    <Fragment key={name}>
      {index > 0 && ", "}
      {count(part)} {name}
    </Fragment>
  ));
}
