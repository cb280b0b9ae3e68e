import { chooseZone, useZone } from "../zone";

/** All times of the console, local or UTC. */
export function ZoneSwitch() {
  const zone = useZone();
  const other = zone === "UTC" ? "local" : "UTC";
  return (
    <button
      type="button"
      className="icon-button zone-switch"
      onClick={() => chooseZone(other)}
      aria-label={`Show times in ${other === "UTC" ? "UTC" : "local time"}`}
      title={`Times are ${zone === "UTC" ? "UTC" : "local"}: show them in ${other === "UTC" ? "UTC" : "local time"}`}
    >
      {zone === "UTC" ? "UTC" : "Local time"}
    </button>
  );
}
