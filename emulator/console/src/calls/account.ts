/** What is set for a whole account: encryption, indexing, where segments go. */
import { post } from "../api";

export type Destination = "XRay" | "CloudWatchLogs";

export interface Account {
  /** The key's ARN; null where X-Ray's own is used. */
  key: string | null;
  destination: Destination;
  /** Percent of spans that would be indexed. */
  indexed: number;
}

interface WireIndexingRule {
  Name: string;
  Rule?: { Probabilistic?: { DesiredSamplingPercentage?: number | null } | null } | null;
}

export async function account(signal: AbortSignal): Promise<Account> {
  const [encryption, destination, indexing] = await Promise.all([
    post<{ EncryptionConfig: { KeyId?: string | null } }>("EncryptionConfig", {}, signal),
    post<{ Destination: Destination }>("GetTraceSegmentDestination", {}, signal),
    post<{ IndexingRules: WireIndexingRule[] }>("GetIndexingRules", {}, signal),
  ]);
  const rule = indexing.IndexingRules.find(({ Name }) => Name === "Default")?.Rule;
  return {
    key: encryption.EncryptionConfig.KeyId ?? null,
    destination: destination.Destination,
    indexed: rule?.Probabilistic?.DesiredSamplingPercentage ?? 100,
  };
}

export function putEncryption(key: string | null, signal: AbortSignal) {
  const body = key === null ? { Type: "NONE" } : { Type: "KMS", KeyId: key };
  return post<unknown>("PutEncryptionConfig", body, signal);
}

export function putDestination(destination: Destination, signal: AbortSignal) {
  return post<unknown>(
    "UpdateTraceSegmentDestination",
    { Destination: destination },
    signal,
  );
}

export function putIndexed(percentage: number, signal: AbortSignal) {
  const rule = { Probabilistic: { DesiredSamplingPercentage: percentage } };
  return post<unknown>("UpdateIndexingRule", { Name: "Default", Rule: rule }, signal);
}
