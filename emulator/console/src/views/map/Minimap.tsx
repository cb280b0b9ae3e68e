/**
 * The whole map in a corner, with the part that is in the window; drag to go there.
 *
 * What marks that part is a layer of its own, so that a drag paints no dot again.
 */
import { memo, useLayoutEffect, useRef } from "react";
import type { Placed } from "../../layout/placed";
import { worst, type Graph } from "../../model";
import type { Camera } from "./camera";
import { visibleArea } from "./viewport";
import "./minimap.css";

const LARGEST = { width: 200, height: 130 };

interface Props {
  graph: Graph;
  placed: Placed;
  camera: Camera;
  /** Width that a panel covers at the right. */
  obscured: number;
}

export const Minimap = memo(function Minimap({ graph, placed, camera, obscured }: Props) {
  const drawing = useRef<SVGSVGElement>(null);
  const shown = useRef<HTMLDivElement>(null);
  const scale = Math.min(LARGEST.width / placed.width, LARGEST.height / placed.height);
  useLayoutEffect(() => {
    const follow = () => {
      if (!shown.current || !camera.size) return;
      const { x, y, width, height } = visibleArea(camera.view, camera.size);
      const { style } = shown.current;
      style.width = `${width * scale}px`;
      style.height = `${height * scale}px`;
      style.transform = `translate(${x * scale}px,${y * scale}px)`;
    };
    follow();
    return camera.whenMoving(follow);
  }, [camera, scale]);
  const go = (press: React.PointerEvent) => {
    if (press.buttons !== 1) return;
    const box = drawing.current!.getBoundingClientRect();
    camera.centre(
      ((press.clientX - box.left) / box.width) * placed.width,
      ((press.clientY - box.top) / box.height) * placed.height,
    );
  };
  return (
    <div
      className="minimap"
      style={{ right: 12 + obscured }}
      // Everything in it can be reached on the map itself, too.
      aria-hidden="true"
      onPointerDown={(press) => {
        press.stopPropagation();
        press.currentTarget.setPointerCapture(press.pointerId);
        go(press);
      }}
      onPointerMove={go}
      onClick={(press) => press.stopPropagation()}
    >
      <svg
        ref={drawing}
        width={placed.width * scale}
        height={placed.height * scale}
        viewBox={`0 0 ${placed.width} ${placed.height}`}
      >
        {placed.groups.map(({ key, x, y, width, height }) => (
          <rect key={key} className="minimap-frame" {...{ x, y, width, height }} />
        ))}
        {graph.nodes.map((node) => {
          const place = placed.nodes.get(node.key);
          const outcome = node.statistics ? worst(node.statistics) : "none";
          return (
            place && (
              <circle
                key={node.key}
                className={`dot ${outcome}`}
                cx={place.x}
                cy={place.y}
                r={Math.max(place.radius, (outcome === "ok" ? 1.6 : 2.6) / scale)}
              />
            )
          );
        })}
      </svg>
      <div ref={shown} className="minimap-window" />
    </div>
  );
});
