/** Sends segment documents as a program does. */
import { post } from "../api";

/** Rejects with X-Ray's reason when one of them was refused. */
export async function putSegments(documents: object[], signal: AbortSignal) {
  const answer = await post<{
    UnprocessedTraceSegments: { ErrorCode?: string | null }[];
  }>(
    "TraceSegments",
    { TraceSegmentDocuments: documents.map((each) => JSON.stringify(each)) },
    signal,
  );
  const [refused] = answer.UnprocessedTraceSegments;
  if (refused) throw new Error(`X-Ray Local refused it: ${refused.ErrorCode ?? ""}`);
}
