/** What to do about a document that was rejected, by X-Ray's reason. */

const HINTS: Record<string, string> = {
  MissingHeaderOrSegment:
    "A datagram is the daemon's header line, a line break, then one document.",
  InvalidHeader: 'The first line must be {"format": "json", "version": 1}.',
  ParseError:
    "Not whole JSON. Datagrams end at 64 KB: send large segments in parts, as subsegments of their own.",
  UnknownType: 'A document of its own has no type, or "subsegment".',
  MissingId: "Give the segment an id: 16 hex digits.",
  InvalidId: "An id is exactly 16 hex digits.",
  MissingName: "Give the segment a name.",
  MissingTraceId: "Give the document the trace_id of its trace.",
  InvalidTraceId:
    "A trace_id is 1-, 8 hex digits of epoch seconds, -, and 24 hex digits.",
  MissingStartTime: "Give it a start_time in epoch seconds.",
  MissingEndTime: 'Give it an end_time, or "in_progress": true while it runs.',
  InProgressSegmentHasEndTime: "Leave out end_time while in_progress is true.",
  InProgressSubsegmentHasEndTime: "Leave out end_time while in_progress is true.",
  MissingParentId: "A subsegment sent on its own needs a parent_id.",
  InvalidParentId: "A parent_id is exactly 16 hex digits.",
  SegmentTooLarge:
    "A document has at most 64 KB: send finished subsegments on their own, or less metadata.",
  InvalidStartTime: "start_time is in seconds, not in milliseconds.",
  InvalidEndTime: "end_time is in seconds, not in milliseconds.",
};

/** Empty for a reason that nobody has thought of. */
export function hint(code: string): string {
  return HINTS[code] ?? "";
}
