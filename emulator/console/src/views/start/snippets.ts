/** What to type to have a program send its traces here, by language. */
import type { WireStatus } from "../../wire";

/** Where every X-Ray SDK looks for the daemon unless it is told otherwise. */
const SDK_DEFAULT = "127.0.0.1:2000";

export interface Snippet {
  id: string;
  label: string;
  /** What has to be installed, or where the text goes. */
  note: string;
  text: string;
}

export function needsNothing({ DaemonAddress }: WireStatus): boolean {
  return DaemonAddress === SDK_DEFAULT;
}

/** For all of X-Ray's SDKs. */
export function environment({ DaemonAddress }: WireStatus): string {
  return `export AWS_XRAY_DAEMON_ADDRESS=${DaemonAddress}`;
}

/** A segment with an annotation in each language, and OpenTelemetry's way here. */
export function programs({ Endpoint, Region }: WireStatus): Snippet[] {
  return [
    {
      id: "python",
      label: "Python",
      note: "pip install aws-xray-sdk",
      text: `from aws_xray_sdk.core import xray_recorder

xray_recorder.configure(sampling=False)
with xray_recorder.in_segment("hello"):
    with xray_recorder.in_subsegment("work") as work:
        work.put_annotation("customer", "example")`,
    },
    {
      id: "node",
      label: "Node",
      note: "npm install aws-xray-sdk-core",
      text: `const xray = require("aws-xray-sdk-core");

const segment = new xray.Segment("hello");
segment.addAnnotation("customer", "example");
segment.close();`,
    },
    {
      id: "java",
      label: "Java",
      note: "com.amazonaws:aws-xray-recorder-sdk-core",
      text: `import com.amazonaws.xray.AWSXRay;

AWSXRay.beginSegment("hello").putAnnotation("customer", "example");
AWSXRay.endSegment();`,
    },
    {
      id: "go",
      label: "Go",
      note: "go get github.com/aws/aws-xray-sdk-go",
      text: `import (
	"context"

	"github.com/aws/aws-xray-sdk-go/xray"
)

ctx, segment := xray.BeginSegment(context.Background(), "hello")
xray.AddAnnotation(ctx, "customer", "example")
segment.Close(nil)`,
    },
    {
      id: "dotnet",
      label: ".NET",
      note: "dotnet add package AWSXRayRecorder.Core",
      text: `using Amazon.XRay.Recorder.Core;

var recorder = AWSXRayRecorder.Instance;
recorder.BeginSegment("hello");
recorder.AddAnnotation("customer", "example");
recorder.EndSegment();`,
    },
    {
      id: "ruby",
      label: "Ruby",
      note: "gem install aws-xray-sdk",
      text: `require "aws-xray-sdk"

segment = XRay.recorder.begin_segment "hello"
segment.annotations[:customer] = "example"
XRay.recorder.end_segment`,
    },
    {
      id: "opentelemetry",
      label: "OpenTelemetry",
      note: "A collector with the awsxray exporter (ADOT's or contrib); AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY may be anything",
      text: `receivers:
  otlp:
    protocols:
      grpc: { endpoint: 127.0.0.1:4317 }
      http: { endpoint: 127.0.0.1:4318 }
exporters:
  awsxray:
    endpoint: ${Endpoint}
    region: ${Region}
    local_mode: true
service:
  pipelines:
    traces: { receivers: [otlp], exporters: [awsxray] }`,
    },
    {
      id: "daemon",
      label: "Daemon",
      note: "The X-Ray daemon's configuration: xray -c daemon.yaml; AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY may be anything",
      text: `Version: 2
Endpoint: "${Endpoint}"
Region: "${Region}"
LocalMode: true
NoVerifySSL: true
Socket:
  UDPAddress: "127.0.0.1:3000"
  TCPAddress: "127.0.0.1:3000"`,
    },
  ];
}

/** `now` in epoch seconds and `id` in 24 hex digits make the trace a fresh one. */
export function awsCli(
  { Endpoint, Region }: WireStatus,
  now: number,
  id: string,
): string {
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
