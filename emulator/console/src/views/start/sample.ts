/**
 * A trace to look at before there is a program: a shop that asks for the stock, which is
 * read from a table, and takes the money, which takes longest. Pure.
 */

export interface Sample {
  traceId: string;
  documents: object[];
}

/** Ends at `now`, epoch seconds; `hex` gives so many random hex digits. */
export function sampleTrace(now: number, hex: (digits: number) => string): Sample {
  const start = now - 0.8;
  const traceId = `1-${Math.floor(start).toString(16).padStart(8, "0")}-${hex(24)}`;
  const at = (from: number, to: number) => ({
    start_time: start + from,
    end_time: start + to,
  });
  const toStock = { id: hex(16), ...at(0.02, 0.14) };
  const toPayment = { id: hex(16), ...at(0.16, 0.76) };
  const answered = { response: { status: 200 } };
  const segment = (name: string, parent: string | null, from: number, to: number) => ({
    name,
    id: hex(16),
    trace_id: traceId,
    ...(parent ? { parent_id: parent } : {}),
    ...at(from, to),
    http: {
      request: { method: parent ? "GET" : "POST", url: `http://${name}.example/` },
      ...answered,
    },
  });
  const documents = [
    {
      ...segment("sample-shop", null, 0, 0.8),
      annotations: { customer: "example" },
      subsegments: [
        { ...toStock, name: "sample-stock", namespace: "remote", http: answered },
        { ...toPayment, name: "sample-payment", namespace: "remote", http: answered },
      ],
    },
    {
      ...segment("sample-stock", toStock.id, 0.03, 0.13),
      subsegments: [
        {
          id: hex(16),
          name: "DynamoDB",
          namespace: "aws",
          ...at(0.04, 0.12),
          aws: { operation: "GetItem", table_name: "sample-items" },
          http: answered,
        },
      ],
    },
    segment("sample-payment", toPayment.id, 0.18, 0.75),
  ];
  return { traceId, documents };
}
