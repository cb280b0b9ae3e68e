/** Status as icon and word; never colour alone. */
import type { Outcome } from "../model";

const WORDS: Record<Outcome, string> = {
  ok: "OK",
  error: "Error",
  throttle: "Throttle",
  fault: "Fault",
};

const SHAPES: Record<Outcome, string> = {
  ok: "M3.5 8.5l3 3 6-7",
  error: "M8 2 15 14H1ZM8 6.5v3.5M8 12v.1",
  throttle: "M4 2h8M4 14h8M5 2c0 4 6 4 6 12M11 2c0 4-6 4-6 12",
  fault: "M4 4l8 8M12 4l-8 8",
};

export function OutcomeMark({ outcome, word }: { outcome: Outcome; word?: string }) {
  return (
    <span className={`outcome ${outcome}`}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        <path
          d={SHAPES[outcome]}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      {word ?? WORDS[outcome]}
    </span>
  );
}

/** Every request was answered well, and yet something is to be seen. */
export function SlowMark({ word }: { word: string }) {
  return (
    <span className="outcome slow">
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        <circle cx="8" cy="8" r="6" fill="currentColor" />
      </svg>
      {word}
    </span>
  );
}

export function InProgressMark() {
  return (
    <span className="outcome in-progress">
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        <circle
          cx="8"
          cy="8"
          r="6"
          fill="none"
          stroke="currentColor"
          strokeDasharray="3 2.5"
          strokeWidth="1.8"
        />
      </svg>
      In progress
    </span>
  );
}
