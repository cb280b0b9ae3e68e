/**
 * Indents JSON without reading it: a number of twenty digits keeps all of them, which
 * JSON.parse would round.
 */
export function pretty(json: string): string {
  const out: string[] = [];
  let level = 0;
  const newLine = () => out.push("\n", "  ".repeat(level));
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/gs)) {
    if (token === "}" || token === "]") {
      level -= 1;
      const opened = out.at(-1) === "  ".repeat(level + 1) && out.at(-2) === "\n";
      if (opened) out.splice(-2);
      if (!opened || out.at(-1) !== (token === "}" ? "{" : "[")) newLine();
      out.push(token);
    } else {
      out.push(token === ":" ? ": " : token);
      if (token === "{" || token === "[") {
        level += 1;
        newLine();
      } else if (token === ",") newLine();
    }
  }
  return out.join("");
}
