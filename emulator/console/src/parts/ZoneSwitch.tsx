import { chooseZone, useZone } from "../zone";

/** All times of the console, local or UTC. */
export function ZoneSwitch() {
  const zone = useZone();
  const other = zone === "UTC" ? "local" : "UTC";
  const shown = zone === "UTC" ? "UTC" : "Local time";
  const offered = other === "UTC" ? "UTC" : "local time";
  return (
    <button
      type="button"
      className="icon-button zone-switch"
      onClick={() => chooseZone(other)}
      aria-label={`${shown}: show times in ${offered}`}
      title={`Times are ${zone === "UTC" ? "UTC" : "local"}: show them in ${offered}`}
    >
      {shown}
    </button>
  );
}
