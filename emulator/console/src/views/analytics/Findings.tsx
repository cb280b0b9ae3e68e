/** What tells the sets apart, the strongest first; the API ranks and decides what counts. */
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { useState } from "react";
import { labelOf } from "../../attributes";
import type { Comparison, Finding, Row } from "../../calls/comparison";
import { count } from "../../format";
import type { Which } from "../../pair";
import { RowTable } from "./RowTable";
import { headline, moreIn, shown } from "./words";

interface Props {
  comparison: Comparison;
  onNarrow: (which: Which, row: Row) => void;
}

const FEW = 10;

export function Findings({ comparison, onNarrow }: Props) {
  const [wanted, setWanted] = useState<Which | null>(null);
  const [all, setAll] = useState(false);
  const { findings } = comparison;
  const [inA, inB] = [moreIn("a", findings), moreIn("b", findings)];
  const which = wanted ?? (inA.length > 0 || inB.length === 0 ? "a" : "b");
  const mine = which === "a" ? inA : inB;
  const best = mine[0];
  return (
    <section className="card findings" aria-labelledby="findings">
      <header>
        <h2 id="findings">What tells them apart</h2>
        <span className="grow" />
        <SegmentedControl
          label="More frequent in"
          selectedId={which}
          options={[
            { id: "a", text: `More in A (${count(inA.length)})` },
            { id: "b", text: `More in B (${count(inB.length)})` },
          ]}
          onChange={({ detail }) => setWanted(detail.selectedId as Which)}
        />
      </header>
      {best ? (
        <>
          <Headline comparison={comparison} finding={best} />
          <RowTable
            label="What tells them apart"
            rows={all ? mine : mine.slice(0, FEW)}
            comparison={comparison}
            detail={(row) => <Also finding={row as Finding} />}
            onNarrow={onNarrow}
          />
        </>
      ) : (
        <p className="lead">
          {findings.length > 0
            ? `Nothing is more frequent in ${which.toUpperCase()} than chance would have it.`
            : "The sets do not differ by more than chance."}{" "}
          {count(comparison.compared)} values were compared.
        </p>
      )}
      <footer className="findings-notes faint">
        {mine.length > FEW && (
          <button type="button" className="link" onClick={() => setAll(!all)}>
            {all ? "Show fewer" : `Show all ${count(mine.length)}`}
          </button>
        )}
        {comparison.askedFor.length > 0 && (
          <span>
            Not ranked, as a filter asks for it:{" "}
            {comparison.askedFor.map(labelOf).join(", ")}.
          </span>
        )}
        {comparison.inBoth > 0 && (
          <span>{count(comparison.inBoth)} traces are in both sets.</span>
        )}
      </footer>
    </section>
  );
}

function Headline({ comparison, finding }: { comparison: Comparison; finding: Finding }) {
  const { subject, label, value } = headline(comparison, finding);
  return (
    <p className="lead">
      {subject}: {label} <strong>{value}</strong>
    </p>
  );
}

/** True of exactly the same traces, so it is the same finding. */
function Also({ finding }: { finding: Finding }) {
  if (finding.also.length === 0) return null;
  return (
    <tr className="also">
      <td colSpan={6}>
        <span className="faint">the same traces: </span>
        {finding.also.map(({ attribute, value }) => (
          <span key={`${attribute} ${String(value)}`} className="chip">
            {attribute} = {shown(value)}
          </span>
        ))}
      </td>
    </tr>
  );
}
