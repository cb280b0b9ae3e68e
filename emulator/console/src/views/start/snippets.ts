/** What to type to send the first trace here. */
import type { WireStatus } from "../../wire";

/** Where every X-Ray SDK looks for the daemon unless it is told otherwise. */
const SDK_DEFAULT = "127.0.0.1:2000";

export interface Snippet {
  title: string;
  note: string;
  text: string;
}

/** `now` in epoch seconds and `id` in 24 hex digits make the trace a fresh one. */
export function snippets(status: WireStatus, now: number, id: string): Snippet[] {
  return [
    {
      title: "A program that uses an X-Ray SDK",
      note:
        status.DaemonAddress === SDK_DEFAULT
          ? "Needs nothing: the SDKs send here by default. To say so explicitly:"
          : "Set in its environment:",
      text: `export AWS_XRAY_DAEMON_ADDRESS=${status.DaemonAddress}`,
    },
    {
      title: "The AWS command line",
      note: "One segment of half a second; the keys may be anything.",
      text: awsCli(status, now, id),
    },
    {
      title: "Python",
      note: "pip install aws-xray-sdk, then:",
      text: python(status),
    },
  ];
}

function awsCli({ Endpoint, Region }: WireStatus, now: number, id: string): string {
  const start = Math.floor(now);
  const document = JSON.stringify({
    name: "hello",
    id: id.slice(0, 16),
    trace_id: `1-${start.toString(16).padStart(8, "0")}-${id}`,
    start_time: start,
    end_time: start + 0.5,
    http: {
      request: { method: "GET", url: "http://hello.example/" },
      response: { status: 200 },
    },
  });
  return [
    `AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local \\`,
    `aws xray put-trace-segments --region ${Region} \\`,
    `  --endpoint-url ${Endpoint} \\`,
    `  --trace-segment-documents '${document}'`,
  ].join("\n");
}

function python({ DaemonAddress }: WireStatus): string {
  return [
    "from aws_xray_sdk.core import xray_recorder",
    "",
    `xray_recorder.configure(daemon_address="${DaemonAddress}", sampling=False)`,
    'with xray_recorder.in_segment("hello"):',
    '    with xray_recorder.in_subsegment("work") as work:',
    '        work.put_annotation("customer", "example")',
  ].join("\n");
}
