/** An arrow to a frame stands for many calls: which one is meant is chosen from a list. */
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { counted, duration, perMinute } from "../../format";
import { meanTime, type GraphEdge, type GraphNode } from "../../model";
import { byConcern } from "./calls";
import { EdgeStatus } from "./EdgeStatus";
import "./call-choice.css";

interface Props {
  /** Where it was asked for, in the browser's window. */
  x: number;
  y: number;
  calls: GraphEdge[];
  nodes: GraphNode[];
  windowSeconds: number | null;
  onSelect: (edge: GraphEdge) => void;
  onClose: () => void;
}

const MARGIN = 8;

export function CallChoice({ x, y, calls, nodes, windowSeconds, ...props }: Props) {
  const { onSelect, onClose } = props;
  const list = useRef<HTMLDivElement>(null);
  const place = useRoom(list, x, y);
  useEffect(() => list.current?.querySelector("button")?.focus(), []);
  const names = new Map(nodes.map((n) => [n.key, n.client ? "Clients" : n.name]));
  const sorted = [...calls].sort(byConcern);
  return (
    <div
      ref={list}
      className="call-choice"
      role="dialog"
      aria-label="Which of these calls?"
      style={place}
      onKeyDown={(press) => {
        if (press.key === "Escape") onClose();
        else if (!steps(press)) return;
        press.preventDefault();
        press.stopPropagation();
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) onClose();
      }}
    >
      <p className="faint">{counted(calls.length, "call")} behind this arrow</p>
      <ul>
        {sorted.map((edge) => (
          <li key={edge.key}>
            <button type="button" onClick={() => onSelect(edge)}>
              <span className="ends">
                {names.get(edge.source)} → {names.get(edge.target)}
              </span>
              <EdgeStatus edge={edge} />
              <span className="number">
                {edge.statistics && duration(meanTime(edge.statistics))}
              </span>
              <span className="number faint">
                {edge.statistics &&
                  windowSeconds !== null &&
                  `${perMinute(edge.statistics.total, windowSeconds)}/min`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Arrow keys go up and down the list. */
function steps(press: React.KeyboardEvent<HTMLElement>): boolean {
  const by = press.key === "ArrowDown" ? 1 : press.key === "ArrowUp" ? -1 : 0;
  if (by === 0) return false;
  const buttons = [...press.currentTarget.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[Math.min(Math.max(at + by, 0), buttons.length - 1)]?.focus();
  return true;
}

/** At the point, but within the window. */
function useRoom(list: React.RefObject<HTMLElement | null>, x: number, y: number) {
  const [place, setPlace] = useState({ left: x, top: y });
  useLayoutEffect(() => {
    const { width, height } = list.current!.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    setPlace({
      left: Math.max(MARGIN, Math.min(x, clientWidth - width - MARGIN)),
      top: Math.max(MARGIN, Math.min(y, clientHeight - height - MARGIN)),
    });
  }, [list, x, y]);
  return place;
}
