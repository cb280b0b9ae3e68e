/** Answers the API's operations from the made-up mesh, in the development server only. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import { documents, makeTrace, type MadeTrace } from "./mesh.ts";

const KEEP_SECONDS = 3600;
const PER_SECOND = Number(process.env["XRAY_FIXTURE_RATE"] ?? "2");

export function fixture(): Plugin {
  const traces: MadeTrace[] = [];
  const docs = new Map<string, string[]>();
  let reached = Date.now() / 1000 - (PER_SECOND > 0 ? 1200 : 0);
  const grow = () => {
    const now = Date.now() / 1000;
    while (PER_SECOND > 0 && reached < now - 3) {
      const made = makeTrace(reached);
      traces.push(made);
      docs.set(
        made.id,
        documents(made).map((d) => JSON.stringify(d)),
      );
      reached += (0.5 + Math.random()) / PER_SECOND;
    }
    while (traces[0] && traces[0].start < now - KEEP_SECONDS) traces.shift();
  };
  return {
    name: "xray-fixture",
    apply: "serve",
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = request.url?.split("?")[0] ?? "";
        if (
          !/^\/(ServiceGraph|TraceSummaries|Traces|TraceGraph|api\/(status|graph))$/.test(
            path,
          )
        ) {
          next();
          return;
        }
        grow();
        if (path === "/api/graph") {
          const query = new URL(request.url!, "http://fixture").searchParams;
          const [StartTime, EndTime] = ["start", "end"].map((n) => Number(query.get(n)));
          const within = traces.filter(
            (t) => t.start >= StartTime! && t.start < EndTime!,
          );
          reply(response, [200, graph(within)]);
          return;
        }
        void body(request).then((asked) =>
          reply(response, answer(path, asked, traces, docs)),
        );
      });
    },
  };
}

type Asked = {
  StartTime: number;
  EndTime: number;
  FilterExpression?: string;
  NextToken?: string;
  TraceIds: string[];
};

function answer(
  path: string,
  asked: Asked,
  traces: MadeTrace[],
  docs: Map<string, string[]>,
) {
  const within = traces.filter(
    (t) => t.start >= asked.StartTime && t.start < asked.EndTime,
  );
  switch (path) {
    case "/ServiceGraph":
      return [200, graph(within)];
    case "/TraceGraph":
      return [200, graph(traces.filter((t) => t.id === asked.TraceIds[0]))];
    case "/Traces":
      return [
        200,
        {
          Traces: traces
            .filter((t) => asked.TraceIds.includes(t.id))
            .map((t) => ({
              Id: t.id,
              Duration: t.end - t.start,
              LimitExceeded: false,
              Segments: docs
                .get(t.id)!
                .map((d) => ({ Id: (JSON.parse(d) as { id: string }).id, Document: d })),
            })),
        },
      ];
    case "/TraceSummaries":
      return summaries(within, asked);
    default:
      return [
        200,
        {
          Version: "0.1.0",
          Endpoint: "http://127.0.0.1:2000",
          DaemonAddress: "127.0.0.1:2000",
          Region: "us-east-1",
          Counters: {},
          Store: {
            Traces: traces.length,
            Documents: traces.length * 9,
            Bytes: traces.length * 4000,
            Oldest: traces[0]?.start ?? null,
            Newest: traces.at(-1)?.start ?? null,
          },
        },
      ];
  }
}

/** The one mistake it knows, and the few expressions used while developing. */
function summaries(within: MadeTrace[], asked: Asked) {
  const filter = asked.FilterExpression ?? "";
  const wrong = filter.indexOf("resposetime");
  if (wrong >= 0) {
    return [
      400,
      {
        __type: "InvalidRequestException",
        Position: wrong + 1,
        Length: 11,
        Message: `Error Location: line 1, position ${wrong + 1} : Invalid input symbol: 'respose'`,
        Expected: ["responsetime", "duration", "http.status"],
        Suggestion: "responsetime",
      },
    ];
  }
  const named = /service\("([^"]+)"\)/.exec(filter)?.[1];
  const slow = /responsetime >=? ([\d.]+)/.exec(filter)?.[1];
  const hits = within
    .filter(
      (t) =>
        (!named ||
          ["names", "gateway"].includes(named) ||
          t.calls.some((c) => c.name === named)) &&
        (!slow || t.end - t.start > Number(slow)) &&
        (filter !== "error" || t.status >= 400),
    )
    .reverse();
  const from = Number(asked.NextToken ?? 0);
  return [
    200,
    {
      TracesProcessedCount: within.length,
      NextToken: hits.length > from + 100 ? String(from + 100) : null,
      TraceSummaries: hits.slice(from, from + 100).map((t) => ({
        Id: t.id,
        StartTime: t.start,
        Duration: t.end - t.start,
        ResponseTime: t.end - t.start,
        HasError: t.status >= 400,
        HasFault: false,
        HasThrottle: false,
        IsPartial: false,
        Http: {
          HttpURL: "http://localhost:8080/",
          HttpStatus: t.status,
          HttpMethod: "GET",
          ClientIp: t.ip,
        },
        Annotations: { category: [], handler: [], attempt: [] },
        EntryPoint: { Name: "gateway" },
      })),
    },
  ];
}

interface Seen {
  times: number[];
  statuses: number[];
}

function graph(traces: MadeTrace[]) {
  const seen = new Map<string, Seen>();
  const see = (key: string, time: number, status: number) => {
    const s = seen.get(key) ?? { times: [], statuses: [] };
    s.times.push(Math.round(time * 1000) / 1000);
    s.statuses.push(status);
    seen.set(key, s);
  };
  for (const t of traces) {
    see("gateway", t.end - t.start, t.status);
    see("names", t.end - t.start - 0.003, t.status);
    t.calls.forEach((c) => see(c.name, c.end - c.start - 0.0015, c.status));
    if (t.table) see("names AWS::DynamoDB::Table", t.table.end - t.table.start, 200);
  }
  const keys = [...seen.keys()];
  const edge = (key: string) => ({
    ReferenceId: keys.indexOf(key),
    ...figures(seen.get(key)!),
    EdgeType: null,
    Aliases: [],
  });
  const services = keys.map((key, ReferenceId) => {
    const [Name, Type = null] = key.split(" ");
    const below = key === "gateway" ? ["names"] : key === "names" ? keys.slice(2) : [];
    return {
      ReferenceId,
      Name,
      Names: [Name],
      Type,
      State: "active",
      Root: key === "gateway",
      AccountId: null,
      ...figures(seen.get(key)!),
      Edges: below.map(edge),
    };
  });
  const client = {
    ReferenceId: keys.length,
    Name: "gateway",
    Names: ["gateway"],
    Type: "client",
    State: "unknown",
    Edges: keys.includes("gateway") ? [edge("gateway")] : [],
  };
  return {
    Services: traces.length ? [...services, client] : [],
    StartTime: traces[0]?.start ?? null,
    EndTime: traces.at(-1)?.start ?? null,
  };
}

function figures({ times, statuses }: Seen) {
  const bins = new Map<number, number>();
  times.forEach((t) => bins.set(t, (bins.get(t) ?? 0) + 1));
  const errors = statuses.filter((s) => s >= 400).length;
  return {
    SummaryStatistics: {
      OkCount: times.length - errors,
      TotalCount: times.length,
      ErrorStatistics: { ThrottleCount: 0, OtherCount: errors, TotalCount: errors },
      FaultStatistics: { OtherCount: 0, TotalCount: 0 },
      TotalResponseTime: times.reduce((a, b) => a + b, 0),
    },
    ResponseTimeHistogram: [...bins].map(([Value, Count]) => ({ Value, Count })),
  };
}

async function body(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return (text ? JSON.parse(text) : {}) as Asked;
}

function reply(response: ServerResponse, [status, answered]: unknown[]) {
  response.writeHead(status as number, { "Content-Type": "application/json" });
  response.end(JSON.stringify(answered));
}
