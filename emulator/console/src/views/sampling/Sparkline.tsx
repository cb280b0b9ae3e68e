/** Ten minutes of one rule as a small picture: what it matched, what was sampled. */
import type { Statistic } from "../../calls/sampling";
import { counted } from "../../format";

const SECONDS = 600;
const STEP = 10;
const WIDTH = 120;
const HEIGHT = 26;

export function Sparkline({ statistics }: { statistics: Statistic[] }) {
  const end = Date.now() / 1000;
  const recent = statistics.filter(({ at }) => at > end - SECONDS);
  if (recent.length === 0) return <span className="faint">no reports</span>;
  const highest = Math.max(1, ...recent.map(({ requests }) => requests));
  const total = recent.reduce((sum, { requests }) => sum + requests, 0);
  const sampled = recent.reduce((sum, each) => sum + each.sampled, 0);
  const wide = (WIDTH * STEP) / SECONDS;
  return (
    <svg
      className="sparkline"
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={`${counted(total, "request")} matched, ${sampled} sampled`}
    >
      <title>{`${counted(total, "request")} matched, ${sampled} sampled`}</title>
      {recent.map(({ at, requests, sampled: taken }) => {
        const x = ((at - (end - SECONDS)) / SECONDS) * WIDTH;
        const tall = (requests / highest) * HEIGHT;
        const dark = (Math.min(taken, requests) / highest) * HEIGHT;
        return (
          <g key={at}>
            <rect
              className="part unsampled"
              x={x}
              y={HEIGHT - tall}
              width={wide}
              height={Math.max(tall - dark, 0)}
            />
            <rect
              className="part sampled"
              x={x}
              y={HEIGHT - dark}
              width={wide}
              height={dark}
            />
          </g>
        );
      })}
    </svg>
  );
}
