/** The time range of a page: quick choices, or start and end of one's own. */
import DateRangePicker, {
  type DateRangePickerProps,
} from "@cloudscape-design/components/date-range-picker";
import type { Range } from "../range";
import { useZone } from "../zone";

const UNIT = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 };

const QUICK: DateRangePickerProps.RelativeOption[] = [
  { key: "5m", amount: 5, unit: "minute", type: "relative" },
  { key: "15m", amount: 15, unit: "minute", type: "relative" },
  { key: "30m", amount: 30, unit: "minute", type: "relative" },
  { key: "1h", amount: 1, unit: "hour", type: "relative" },
  { key: "3h", amount: 3, unit: "hour", type: "relative" },
  { key: "6h", amount: 6, unit: "hour", type: "relative" },
  { key: "1d", amount: 1, unit: "day", type: "relative" },
  { key: "1w", amount: 1, unit: "week", type: "relative" },
];

interface Props {
  range: Range;
  onChange: (range: Range) => void;
}

export function RangePicker({ range, onChange }: Props) {
  const zone = useZone();
  return (
    <DateRangePicker
      value={toPicker(range)}
      relativeOptions={QUICK}
      onChange={({ detail }) => detail.value && onChange(fromPicker(detail.value))}
      isValidRange={check}
      showClearButton={false}
      expandToViewport
      ariaLabel="Time range"
      placeholder="Time range"
      getTimeOffset={(date) => (zone === "UTC" ? 0 : -date.getTimezoneOffset())}
    />
  );
}

function toPicker(range: Range): DateRangePickerProps.Value {
  if (range.kind === "absolute") {
    return {
      type: "absolute",
      startDate: new Date(range.start * 1000).toISOString(),
      endDate: new Date(range.end * 1000).toISOString(),
    };
  }
  const { seconds } = range;
  const quick = QUICK.find(({ amount, unit }) => amount * secondsIn(unit) === seconds);
  if (quick) return quick;
  const unit = seconds % 3600 === 0 ? "hour" : seconds % 60 === 0 ? "minute" : "second";
  return { type: "relative", amount: seconds / UNIT[unit], unit };
}

function fromPicker(value: DateRangePickerProps.Value): Range {
  return value.type === "absolute"
    ? {
        kind: "absolute",
        start: Date.parse(value.startDate) / 1000,
        end: Date.parse(value.endDate) / 1000,
      }
    : { kind: "relative", seconds: value.amount * secondsIn(value.unit) };
}

function check(value: DateRangePickerProps.Value | null) {
  if (value === null) return refused("Choose a time range.");
  if (value.type === "relative") {
    return value.amount > 0
      ? { valid: true as const }
      : refused("Choose a positive time.");
  }
  const start = Date.parse(value.startDate);
  const end = Date.parse(value.endDate);
  if (Number.isNaN(start) || Number.isNaN(end)) return refused("Choose start and end.");
  return start < end
    ? { valid: true as const }
    : refused("The end comes before the start.");
}

function refused(errorMessage: string) {
  return { valid: false as const, errorMessage };
}

function secondsIn(unit: DateRangePickerProps.TimeUnit): number {
  // Months and years are in the picker's type; its custom form offers them too.
  const larger: Record<string, number> = { month: 30 * 86_400, year: 365 * 86_400 };
  return (UNIT as Record<string, number>)[unit] ?? larger[unit] ?? 60;
}
