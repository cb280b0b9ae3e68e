/** What became of every document, and what the doctor finds. */
import { request } from "../api";

export type Severity = "Problem" | "Warning" | "Note";

export interface Finding {
  code: string;
  severity: Severity;
  text: string;
}

export interface Counters {
  received: number;
  receivedBy: Record<string, number>;
  stored: number;
  rejected: number;
  rejectedBy: Record<string, number>;
  dropped: number;
  droppedBy: Record<string, number>;
  pending: number;
  unaccounted: number;
  droppedByKernel: number;
  refusedRequests: Record<string, number>;
}

/** What one process had counted when it told the others. */
export interface Account extends Counters {
  process: string;
  at: number;
}

/** Of all processes that share the store; there are `accounts` if others may. */
export interface Accounts extends Counters {
  accounts: Account[];
}

export interface Rejected {
  /** It has no id of its own that could be relied on. */
  key: string;
  at: number;
  sender: string;
  transport: string;
  code: string;
  message: string;
  segmentId: string | null;
  traceId: string | null;
  bytes: number;
  text: string;
}

interface WireFinding {
  Code: string;
  Severity: Severity;
  Text: string;
}

interface WireRejected {
  At: number;
  Sender: string;
  Transport: string;
  ErrorCode: string;
  Message: string;
  Id: string | null;
  TraceId: string | null;
  Bytes: number;
  Text: string;
}

interface WireCounters {
  Received: number;
  ReceivedBy: Record<string, number>;
  Stored: number;
  Rejected: number;
  RejectedBy: Record<string, number>;
  Dropped: number;
  DroppedBy: Record<string, number>;
  Pending: number;
  Unaccounted: number;
  DroppedByKernel: number;
  RefusedRequests: Record<string, number>;
}

interface WireAccounts extends WireCounters {
  Together?: WireCounters;
  Processes?: (WireCounters & { Process: string; At: number })[];
}

/** Of the whole process, or of one trace. */
export async function findings(trace: string, signal: AbortSignal): Promise<Finding[]> {
  const query = trace ? `?trace_id=${encodeURIComponent(trace)}` : "";
  const answer = await request<{ Findings: WireFinding[] }>(`api/doctor${query}`, {
    signal,
  });
  return answer.Findings.map(({ Code, Severity, Text }) => ({
    code: Code,
    severity: Severity,
    text: Text,
  }));
}

export async function rejected(signal: AbortSignal): Promise<Rejected[]> {
  const answer = await request<{ Rejected: WireRejected[] }>("api/rejected", {
    signal,
  });
  return answer.Rejected.map((each, index, all) => ({
    key: `${each.At} ${each.Sender} ${all.length - index}`,
    at: each.At,
    sender: each.Sender,
    transport: each.Transport,
    code: each.ErrorCode,
    message: each.Message,
    segmentId: each.Id,
    traceId: each.TraceId,
    bytes: each.Bytes,
    text: each.Text,
  }));
}

export async function counters(signal: AbortSignal): Promise<Accounts> {
  const answer = await request<WireAccounts>("api/counters", { signal });
  return {
    ...counted(answer.Together ?? answer),
    accounts: (answer.Processes ?? []).map((each) => ({
      ...counted(each),
      process: each.Process,
      at: each.At,
    })),
  };
}

function counted(wire: WireCounters): Counters {
  return {
    received: wire.Received,
    receivedBy: wire.ReceivedBy,
    stored: wire.Stored,
    rejected: wire.Rejected,
    rejectedBy: wire.RejectedBy,
    dropped: wire.Dropped,
    droppedBy: wire.DroppedBy,
    pending: wire.Pending,
    unaccounted: wire.Unaccounted,
    droppedByKernel: wire.DroppedByKernel,
    refusedRequests: wire.RefusedRequests,
  };
}
