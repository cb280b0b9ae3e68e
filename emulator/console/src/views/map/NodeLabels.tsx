/** A node's name and what is remarkable about it: beside, below, or from afar. */
import { clip, perMinute, serviceType } from "../../format";
import { LABEL_CHARACTER } from "../../layout/boxes";
import type { PlacedNode } from "../../layout/placed";
import type { GraphNode } from "../../model";
import { remarksOn, type Remark } from "../../remarks";
import "./node-labels.css";

interface Props {
  node: GraphNode;
  place: PlacedNode;
  radius: number;
  windowSeconds: number | null;
  slow: number | null;
}

/**
 * Two remarks take the second line's place: the panel has its figure too. Labels are
 * drawn around their own origin, from which the style sheet enlarges them.
 */
export function SideLabel({ node, place, radius, windowSeconds, slow }: Props) {
  const remarks = remarksOn(node.statistics, slow);
  const crowded = remarks.length > 1;
  const room = Math.floor(place.labelWidth / LABEL_CHARACTER);
  const name = node.client ? "Clients" : node.name;
  return (
    <g transform={`translate(${radius + 7},0)`}>
      <g className="label">
        <rect
          className="plate"
          x="-3"
          y="-13"
          width={Math.min(name.length, room) * 6.8 + 6}
          height="28"
          rx="5"
        />
        <text className="name" y={[-2, -9, -13][remarks.length]}>
          {clip(name, room)}
        </text>
        {!crowded && (
          <text className="minor" y={remarks.length === 1 ? 4 : 11}>
            {secondLine(node, windowSeconds, room)}
          </text>
        )}
        {remarks.map((remark, index) => (
          <Pill
            key={remark.kind}
            {...remark}
            x={-1}
            y={(crowded ? -10 : 8) + 17 * index}
          />
        ))}
      </g>
    </g>
  );
}

function secondLine(node: GraphNode, windowSeconds: number | null, room: number) {
  if (node.client) return `of ${clip(node.name, room - 3)}`;
  return node.statistics && windowSeconds !== null
    ? `${perMinute(node.statistics.total, windowSeconds)}/min`
    : clip(serviceType(node.type), room);
}

export function BelowLabel({ node, place, radius, slow }: Props) {
  const remarks = remarksOn(node.statistics, slow);
  const crowded = remarks.length > 1;
  const room = Math.floor(place.labelWidth / 6.4);
  return (
    <g transform={`translate(0,${radius + 6})`}>
      <g className="label" textAnchor="middle">
        <text className="name" y="12">
          {node.client ? "Clients" : clip(node.name, room)}
        </text>
        {!crowded && (
          <text className="minor" y="26">
            {node.client
              ? `of ${clip(node.name, room - 3)}`
              : clip(serviceType(node.type), room + 2)}
          </text>
        )}
        {remarks.map((remark, index) => (
          <Pill
            key={remark.kind}
            {...remark}
            x={-pillWidth(remark) / 2}
            y={(crowded ? 17 : 32) + 17 * index}
          />
        ))}
      </g>
    </g>
  );
}

function pillWidth({ text }: Remark): number {
  return text.length * 5.7 + 12;
}

function Pill({ x, y, ...remark }: Remark & { x: number; y: number }) {
  const width = pillWidth(remark);
  return (
    <g className={`pill ${remark.kind}`}>
      <rect x={x} y={y} width={width} height="16" rx="8" />
      <text x={x + width / 2} y={y + 11.5} textAnchor="middle">
        {remark.text}
      </text>
    </g>
  );
}
