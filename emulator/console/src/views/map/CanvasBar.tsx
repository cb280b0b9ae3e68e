/** Below the map, so that it never covers a service: zoom, and what the colours mean. */
import { OUTCOMES } from "../../model";
import type { Camera } from "./camera";
import "./canvas-bar.css";

const MEANING = {
  ok: "OK",
  error: "Error 4xx",
  throttle: "Throttle 429",
  fault: "Fault 5xx",
};

interface Props {
  camera: Camera;
  legend: boolean;
  /** Lays the map out anew; null where it is as it was laid out. */
  onTidy: (() => void) | null;
}

export function CanvasBar({ camera, legend, onTidy }: Props) {
  return (
    <div className="canvas-bar">
      <div className="zoom" role="group" aria-label="Zoom">
        <ZoomButton label="Zoom in" onClick={() => camera.zoom(1.3)}>
          +
        </ZoomButton>
        <ZoomButton label="Zoom out" onClick={() => camera.zoom(1 / 1.3)}>
          −
        </ZoomButton>
        <ZoomButton label="Fit to window" onClick={() => camera.fit()}>
          Fit
        </ZoomButton>
        {onTidy && (
          <ZoomButton
            label="Tidy up: arrange all services anew, with those that came since"
            onClick={onTidy}
          >
            Tidy
          </ZoomButton>
        )}
      </div>
      {legend && <Legend />}
    </div>
  );
}

function ZoomButton({
  label,
  onClick,
  children,
}: {
  label: string;
  onClick: () => void;
  children: string;
}) {
  return (
    <button type="button" onClick={onClick} aria-label={label} title={label}>
      {children}
    </button>
  );
}

function Legend() {
  return (
    <ul className="legend" aria-label="Legend">
      {OUTCOMES.map((outcome) => (
        <li key={outcome}>
          <svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true">
            <circle className={`ring ${outcome}`} r="5" fill="none" strokeWidth="3" />
          </svg>
          {MEANING[outcome]}
        </li>
      ))}
      <li title="Mean response time at least three times the median of the services of the same name but another number">
        <svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true">
          <circle className="slow-disk" r="6" />
        </svg>
        Slow among its siblings
      </li>
      <li title="An arrow says who calls whom; a dashed one that a message was taken up by another trace">
        <svg width="26" height="10" viewBox="0 0 26 10" aria-hidden="true">
          <path className="arrow link" d="M1 5H25" />
        </svg>
        Linked trace
      </li>
      <li title="An insight of X-Ray names this service">
        <svg width="14" height="14" viewBox="-9 -9 18 18" aria-hidden="true">
          <g className="insight-mark">
            <circle r="8" />
            <path d="M0-4.5v5M0 3.4v.1" />
          </g>
        </svg>
        Insight
      </li>
    </ul>
  );
}
