/** What a service is, drawn around (0, 0) and 24 wide. */
import type { ReactNode } from "react";

export type Kind =
  | "client"
  | "function"
  | "queue"
  | "topic"
  | "table"
  | "bucket"
  | "gateway"
  | "machine"
  | "container"
  | "remote"
  | "service";

const KINDS: [RegExp, Kind][] = [
  [/^client/i, "client"],
  [/lambda/i, "function"],
  [/sqs|kinesis|queue/i, "queue"],
  [/sns|eventbridge|events/i, "topic"],
  [/dynamodb|rds|database|sql|redis|elasticache/i, "table"],
  [/s3/i, "bucket"],
  [/apigateway|api ?gateway|appsync|elasticloadbalancing/i, "gateway"],
  [/ec2|beanstalk/i, "machine"],
  [/ecs|eks|container|fargate/i, "container"],
  [/^remote$/i, "remote"],
];

export function kindOf(type: string | null): Kind {
  return KINDS.find(([pattern]) => type !== null && pattern.test(type))?.[1] ?? "service";
}

const SHAPES: Record<Kind, ReactNode> = {
  client: (
    <>
      <circle cy="-5" r="5.5" />
      <path d="M-10 11a10 9 0 0 1 20 0Z" />
    </>
  ),
  function: <path d="M-8-9h5L7 9h3M-1-1-7 9" />,
  queue: <path d="M-11-6h22V6h-22ZM-4-6V6M4-6V6" />,
  topic: <path d="M-9-3h4l9-6V9l-9-6h-4ZM8-4a6 6 0 0 1 0 8" />,
  table: (
    <>
      <ellipse cy="-7" rx="9" ry="3.4" />
      <path d="M-9-7V7c0 1.9 4 3.4 9 3.4s9-1.5 9-3.4V-7M-9 0c0 1.9 4 3.4 9 3.4s9-1.5 9-3.4" />
    </>
  ),
  bucket: (
    <>
      <ellipse cy="-7" rx="10" ry="3" />
      <path d="M-10-7-7 9c0 1.2 3 2 7 2s7-.8 7-2l3-16" />
    </>
  ),
  gateway: <path d="M-4-10-10 0l6 10M4-10l6 10-6 10M2-7-2 7" />,
  machine: <path d="M-9-9H9V9H-9ZM-4-4h8v8h-8ZM-5-12v3M5-12v3M-5 9v3M5 9v3" />,
  container: <path d="M0-11 10-5.5V5.5L0 11-10 5.5V-5.5ZM-10-5.5 0 0 10-5.5M0 0V11" />,
  remote: (
    <>
      <circle r="10" />
      <path d="M-10 0h20M0-10c5 5 5 15 0 20c-5-5-5-15 0-20" />
    </>
  ),
  service: <path d="M-10-8H10V-1H-10ZM-10 2H10V9H-10ZM-6-4.5h1M-6 5.5h1" />,
};

export function Glyph({ type, scale = 1 }: { type: string | null; scale?: number }) {
  return (
    <g className="glyph-line" transform={`scale(${scale})`}>
      {SHAPES[kindOf(type)]}
    </g>
  );
}
