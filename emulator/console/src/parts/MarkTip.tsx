/** What marks of a chart are, in a box above the page, near their sign. */
import { createPortal } from "react-dom";
import { time } from "../format";
import { MARK_WORDS, type Mark } from "./marks";

const WIDTH = 280;
const MARGIN = 8;
/** More would cover the page. */
const MOST = 8;

interface Props {
  marks: readonly Mark[];
  /** Where their sign is in the browser's window. */
  at: DOMRect;
}

export function MarkTip({ marks, at }: Props) {
  const room = document.documentElement.clientWidth - WIDTH - MARGIN;
  const left = Math.max(MARGIN, Math.min(at.x + at.width / 2 - WIDTH / 2, room));
  const others = marks.length - MOST;
  return createPortal(
    <ul className="mark-tip" style={{ left, top: at.bottom + 4, width: WIDTH }}>
      {marks.slice(0, MOST).map(({ id, kind, text, at: moment }) => (
        <li key={id}>
          <span className={`mark-kind ${kind}`}>{MARK_WORDS[kind]}</span>
          <span className="faint">{time(moment)}</span>
          <p>{text}</p>
        </li>
      ))}
      {others > 0 && <li className="faint">and {others} more</li>}
    </ul>,
    document.body,
  );
}
