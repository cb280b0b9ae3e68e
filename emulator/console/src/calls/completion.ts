/** What may come next in a filter expression; the server alone knows the language. */
import { request } from "../api";

export interface Choice {
  kind: string;
  insert: string;
  detail: string | null;
}

export interface Completions {
  /** The characters from here to `end` may be replaced by a choice. */
  start: number;
  end: number;
  choices: Choice[];
}

interface WireCompletions {
  Start: number;
  End: number;
  Completions: { Kind: string; Insert: string; Detail: string | null }[];
}

export async function complete(
  expression: string,
  cursor: number,
  signal: AbortSignal,
): Promise<Completions> {
  const query = new URLSearchParams({ expression, cursor: String(cursor) });
  const answer = await request<WireCompletions>(`api/complete?${query}`, { signal });
  return {
    start: answer.Start,
    end: answer.End,
    choices: answer.Completions.map(({ Kind, Insert, Detail }) => ({
      kind: Kind,
      insert: Insert,
      detail: Detail,
    })),
  };
}
