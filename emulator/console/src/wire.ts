/**
 * The API's JSON, spelt as AWS spells it. The only file with CamelCase keys.
 *
 * Every member may be null or missing on the wire (the real service writes
 * explicit nulls), so only what an answer cannot do without is required.
 */

export interface WireStatistics {
  OkCount?: number | null;
  ErrorStatistics?: {
    ThrottleCount?: number | null;
    OtherCount?: number | null;
    TotalCount?: number | null;
  } | null;
  FaultStatistics?: { OtherCount?: number | null; TotalCount?: number | null } | null;
  TotalCount?: number | null;
  TotalResponseTime?: number | null;
}

export interface WireHistogramEntry {
  Value: number;
  Count: number;
}

export interface WireAlias {
  Name?: string | null;
  Names?: string[] | null;
  Type?: string | null;
}

export interface WireEdge {
  ReferenceId: number;
  SummaryStatistics?: WireStatistics | null;
  ResponseTimeHistogram?: WireHistogramEntry[] | null;
  ReceivedEventAgeHistogram?: WireHistogramEntry[] | null;
  EdgeType?: string | null;
  Aliases?: WireAlias[] | null;
}

export interface WireService {
  ReferenceId: number;
  Name?: string | null;
  Names?: string[] | null;
  Type?: string | null;
  State?: string | null;
  Root?: boolean | null;
  AccountId?: string | null;
  SummaryStatistics?: WireStatistics | null;
  ResponseTimeHistogram?: WireHistogramEntry[] | null;
  DurationHistogram?: WireHistogramEntry[] | null;
  Edges?: WireEdge[] | null;
}

export interface WireServiceGraph {
  Services?: WireService[] | null;
  StartTime?: number | null;
  EndTime?: number | null;
}

export interface WireServiceId {
  Name?: string | null;
  Type?: string | null;
}

export interface WireAnnotation {
  AnnotationValue?: {
    NumberValue?: number | null;
    BooleanValue?: boolean | null;
    StringValue?: string | null;
  } | null;
}

export interface WireTraceSummary {
  Id: string;
  StartTime?: number | null;
  Duration?: number | null;
  ResponseTime?: number | null;
  HasFault?: boolean | null;
  HasError?: boolean | null;
  HasThrottle?: boolean | null;
  IsPartial?: boolean | null;
  Http?: {
    HttpURL?: string | null;
    HttpStatus?: number | null;
    HttpMethod?: string | null;
    UserAgent?: string | null;
    ClientIp?: string | null;
  } | null;
  Annotations?: Record<string, WireAnnotation[] | null> | null;
  Users?: { UserName?: string | null }[] | null;
  EntryPoint?: WireServiceId | null;
}

export interface WireTraceSummaries {
  TraceSummaries?: WireTraceSummary[] | null;
  TracesProcessedCount?: number | null;
  NextToken?: string | null;
}

export interface WireCompletion {
  Kind: string;
  Insert: string;
  Detail: string;
}

/** Each may take the place of the characters from Start to End, offsets from 0. */
export interface WireCompletions {
  Start: number;
  End: number;
  Completions: WireCompletion[];
}

/** Part of a long look through a window; NextToken asks for the next part. */
export interface WireScanned {
  Scanned: number;
  /** In the first part: how many traces the window has. */
  Total: number | null;
  NextToken: string | null;
}

export interface WireCounts {
  Traces: number;
  Ok: number;
  Error: number;
  Throttle: number;
  Fault: number;
  Timed: number;
  TotalResponseTime: number;
}

export interface WireValue extends WireCounts {
  Value: string | number | boolean;
  Expression: string;
}

export interface WireBreakdown extends WireScanned, WireCounts {
  Columns: number;
  RowsPerDecade: number;
  /** Column, row, then how many are ok, error, throttle and fault. */
  Cells: [number, number, number, number, number, number][];
  Values: WireValue[];
  MoreValues: number;
  AnnotationKeys: { Key: string; Traces: number }[];
}

export interface WireRanking extends WireScanned {
  Matched: number;
  TraceSummaries: WireTraceSummary[];
}

export interface WireTrace {
  Id: string;
  Duration?: number | null;
  LimitExceeded?: boolean | null;
  Segments?: { Id: string; Document: string }[] | null;
}

export interface WireTraces {
  Traces?: WireTrace[] | null;
}

export interface WireGroups {
  Groups?: { GroupName?: string | null; FilterExpression?: string | null }[] | null;
}

export interface WireInsight {
  InsightId?: string | null;
  State?: string | null;
  Summary?: string | null;
  RootCauseServiceId?: WireServiceId | null;
  TopAnomalousServices?: { ServiceId?: WireServiceId | null }[] | null;
}

export interface WireInsightSummaries {
  InsightSummaries?: WireInsight[] | null;
}

/** An error's body; the last five members are X-Ray Local's own. */
export interface WireError {
  __type?: string;
  Message?: string | null;
  message?: string | null;
  Position?: number | null;
  Length?: number | null;
  Expected?: string[] | null;
  Suggestion?: string | null;
  Parameter?: string | null;
}

export interface WireStatus {
  Version: string;
  Endpoint: string;
  DaemonAddress: string;
  Region: string;
  Store: {
    Traces: number;
    Documents: number;
    Bytes: number;
    Oldest: number | null;
    Newest: number | null;
  };
}

/** One trace as it came: `GET /api/trace`. */
export interface WireArrival {
  TraceId: string;
  Bytes: number;
  MostBytes: number;
  Documents: { At: number; Document: string }[];
  Orphans: { Id: string; Document: string }[];
}

export interface WireLinkedTrace {
  TraceId: string;
  StartTime: number | null;
  Duration: number | null;
  EntryPoint: WireServiceId | null;
}

/** `Count` is of all; the newest are told one by one. */
export interface WireLinkedSide {
  Count: number;
  Traces: WireLinkedTrace[];
}

/** `GET /api/links`: what caused a trace, and what it caused. */
export interface WireLinkedTraces {
  Causes: WireLinkedSide;
  Effects: WireLinkedSide;
}

export interface WireFinding {
  Code: string;
  Severity: "Problem" | "Warning" | "Note";
  Text: string;
}

export interface WireDoctor {
  Findings: WireFinding[];
}

export interface WireUnprocessed {
  UnprocessedTraceSegments?:
    { Id?: string | null; ErrorCode?: string | null; Message?: string | null }[] | null;
}

/** A segment document, which keeps the spelling of its sender. */
export interface WireDocument {
  id: string;
  name?: string;
  start_time?: number;
  end_time?: number;
  in_progress?: boolean;
  trace_id?: string;
  parent_id?: string;
  type?: string;
  origin?: string;
  namespace?: string;
  inferred?: boolean;
  error?: boolean;
  throttle?: boolean;
  fault?: boolean;
  user?: string;
  http?: {
    request?: Record<string, unknown>;
    response?: { status?: number; content_length?: number | string };
  };
  aws?: Record<string, unknown>;
  service?: Record<string, unknown>;
  sql?: Record<string, unknown>;
  resource_arn?: string;
  links?: WireLink[];
  annotations?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  cause?: string | WireCause;
  subsegments?: WireDocument[];
}

export interface WireLink {
  trace_id?: string;
  id?: string;
  attributes?: Record<string, unknown>;
}

export interface WireCause {
  id?: string;
  working_directory?: string;
  exceptions?: WireException[];
}

export interface WireException {
  id?: string;
  type?: string;
  message?: string;
  remote?: boolean;
  truncated?: number;
  skipped?: number;
  cause?: string;
  /** The API hands frames on as they were sent. */
  stack?: ({ path?: unknown; line?: unknown; label?: unknown } | null)[];
}

/** What GET /api/live tells: of what changed, and what began when. */
export interface WireChange {
  Matched: number;
  /** Changed as well, and may match: there was too much to tell. */
  LeftOut: number;
  Traces: WireTraceSummary[];
}

/** GET /api/scan, how far it has come. */
export interface WireProgress {
  Scanned: number;
  Traces: number;
  Matches: number;
  /** Where another scan goes on; null at the end of the window. */
  Next: string | null;
}
