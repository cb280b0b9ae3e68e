/** Whether the page is told of what changes, and whether it really is. */
import Toggle from "@cloudscape-design/components/toggle";
import type { LiveState } from "../live";
import "./live-switch.css";

interface Props {
  on: boolean;
  /** A time range that ends in the past has nothing to be told. */
  disabled: boolean;
  state: LiveState;
  onChange: (on: boolean) => void;
}

const WORDS: Record<LiveState, string> = {
  off: "",
  connecting: "Connecting",
  live: "What changes is shown within two seconds",
  reconnecting: "The connection is lost; it is tried again",
};

export function LiveSwitch({ on, disabled, state, onChange }: Props) {
  return (
    <span className="live-switch" title={on && !disabled ? WORDS[state] : undefined}>
      <Toggle
        checked={on && !disabled}
        disabled={disabled}
        onChange={({ detail }) => onChange(detail.checked)}
      >
        Live
      </Toggle>
      <span className="unseen" role="status">
        {state === "reconnecting" ? WORDS.reconnecting : ""}
      </span>
      <span className={`live-dot ${on && !disabled ? state : "off"}`} aria-hidden />
    </span>
  );
}
