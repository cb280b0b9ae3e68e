import { OUTCOMES } from "../../model";

const MEANING = {
  ok: "OK",
  error: "Error 4xx",
  throttle: "Throttle 429",
  fault: "Fault 5xx",
};

export function Legend() {
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
    </ul>
  );
}
