/**
 * A made-up mesh for developing the console without a server: the word mesh
 * with adjective-4 slow and verb-6 failing half of its calls.
 */
export const CATEGORIES = ["adjective", "color", "descriptor", "noun", "verb"];
const HANDLERS = 10;

interface Call {
  name: string;
  start: number;
  end: number;
  status: number;
}

export interface MadeTrace {
  id: string;
  start: number;
  end: number;
  status: number;
  calls: Call[];
  table: Call | null;
  ip: string;
}

export function hex(length: number): string {
  let text = "";
  while (text.length < length) text += Math.floor(Math.random() * 16).toString(16);
  return text;
}

export function makeTrace(at: number): MadeTrace {
  const begin = at + 0.004 + Math.random() * 0.003;
  const calls = CATEGORIES.map((category) => {
    const name = `${category}-${1 + Math.floor(Math.random() * HANDLERS)}`;
    const took = 0.004 + Math.random() ** 3 * 0.03 + (name === "adjective-4" ? 2 : 0);
    const status = name === "verb-6" && Math.random() < 0.5 ? 400 : 200;
    return { name, start: begin, end: begin + took, status };
  });
  const failed = calls.find((call) => call.status !== 200);
  const last = Math.max(...calls.map((call) => call.end));
  const table = failed
    ? null
    : {
        name: "names",
        start: last,
        end: last + 0.003 + Math.random() * 0.01,
        status: 200,
      };
  return {
    id: `1-${Math.floor(at).toString(16)}-${hex(24)}`,
    start: at,
    end: (table?.end ?? last) + 0.003,
    status: failed?.status ?? 200,
    calls,
    table,
    ip: `192.0.2.${1 + Math.floor(Math.random() * 40)}`,
  };
}

export function documents(trace: MadeTrace): Record<string, unknown>[] {
  const { id: trace_id, start, end, status } = trace;
  const [gateway, upstream, names, table] = [hex(16), hex(16), hex(16), hex(16)];
  const flag = status >= 400 ? { error: true } : {};
  const http = (url: string, code: number) => ({
    request: {
      method: "GET",
      url,
      client_ip: trace.ip,
      user_agent: "python-requests/2.32",
    },
    response: { status: code, content_length: 142 },
  });
  const ids = trace.calls.map(() => hex(16));
  const remote = trace.calls.map((call, i) => ({
    id: ids[i],
    name: call.name,
    namespace: "remote",
    start_time: call.start,
    end_time: call.end,
    ...(call.status >= 400 ? { error: true } : {}),
    http: {
      request: { method: "GET", url: `http://${call.name}/` },
      response: { status: call.status },
    },
  }));
  const dynamo = trace.table && {
    name: "DynamoDB",
    start_time: trace.table.start,
    end_time: trace.table.end,
    http: { response: { status: 200 } },
    aws: {
      operation: "PutItem",
      table_name: "names",
      request_id: hex(20),
      region: "us-east-1",
    },
  };
  return [
    {
      id: gateway,
      name: "gateway",
      trace_id,
      start_time: start,
      end_time: end,
      ...flag,
      http: http("http://localhost:8080/", status),
      subsegments: [
        {
          id: upstream,
          name: "names",
          namespace: "remote",
          ...flag,
          start_time: start + 0.001,
          end_time: end - 0.0005,
          http: {
            request: { method: "GET", url: "http://names/" },
            response: { status },
          },
        },
      ],
    },
    {
      id: names,
      name: "names",
      trace_id,
      parent_id: upstream,
      ...flag,
      start_time: start + 0.002,
      end_time: end - 0.001,
      http: http("http://names/", status),
      annotations: { category: "names", attempt: 1 },
      metadata: { mesh: { words: trace.calls.map((c) => c.name) } },
      aws: { xray: { sdk: "X-Ray for Python", sdk_version: "2.14.0" } },
      service: { version: "0.1.0", runtime: "CPython" },
      subsegments: [
        ...remote,
        ...(dynamo ? [{ ...dynamo, id: table, namespace: "aws" }] : []),
      ],
    },
    ...trace.calls.map((call, i) => ({
      id: hex(16),
      name: call.name,
      trace_id,
      parent_id: ids[i],
      start_time: call.start + 0.001,
      end_time: call.end - 0.0005,
      http: http(`http://${call.name}/`, call.status),
      annotations: {
        category: call.name.split("-")[0],
        handler: call.name,
        ...(call.status >= 400 ? { fault: "status=400 rate=0.5" } : {}),
      },
      ...(call.status >= 400
        ? {
            error: true,
            cause: {
              working_directory: "/app",
              exceptions: [
                {
                  id: hex(16),
                  type: "werkzeug.exceptions.BadRequest",
                  message: "400 Bad Request: a fault is in force <b>not markup</b>",
                  stack: [
                    { path: "mesh/word.py", line: 48, label: "handle" },
                    { path: "flask/app.py", line: 1488, label: "wsgi_app" },
                  ],
                },
              ],
            },
          }
        : {}),
    })),
    ...(dynamo
      ? [
          {
            ...dynamo,
            id: hex(16),
            trace_id,
            parent_id: table,
            inferred: true,
            origin: "AWS::DynamoDB::Table",
            aws: { ...dynamo.aws, resource_names: ["names"] },
          },
        ]
      : []),
  ];
}
