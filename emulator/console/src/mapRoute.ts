/** What the map's address says besides the node: which traces, what of them, drawn how. */

export interface MapChoices {
  /** The callee of the selected call, whose caller is `node`. */
  to?: string;
  toType?: string;
  group?: string;
  filter?: string;
  /** Patterns of names that are left out. */
  hide?: string;
  /** Only what leads to the selected node and what it leads to. */
  focus?: boolean;
  view?: "list";
  sizing?: "traffic" | "health";
  icons?: boolean;
  edgeFigures?: boolean;
  /** Live figures stand still. */
  paused?: boolean;
}

const TEXTS = ["to", "toType", "group", "filter", "hide"] as const;
const SWITCHES = ["focus", "icons", "edgeFigures", "paused"] as const;

export function readMapParams(params: URLSearchParams): MapChoices {
  const choices: MapChoices = {};
  for (const name of TEXTS) {
    const text = params.get(name);
    if (text) choices[name] = text;
  }
  for (const name of SWITCHES) if (params.get(name) === "1") choices[name] = true;
  const sizing = params.get("sizing");
  if (sizing === "traffic" || sizing === "health") choices.sizing = sizing;
  if (params.get("view") === "list") choices.view = "list";
  return choices;
}

export function mapParams(choices: MapChoices): Record<string, string | null> {
  return {
    ...Object.fromEntries(TEXTS.map((name) => [name, choices[name] ?? null])),
    ...Object.fromEntries(SWITCHES.map((name) => [name, choices[name] ? "1" : null])),
    sizing: choices.sizing ?? null,
    view: choices.view ?? null,
  };
}
