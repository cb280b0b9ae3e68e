/** What is read out of a trace's documents, and what goes in and out as a file. */
import { describe, expect, test } from "vitest";
import { annotationFilter } from "../src/filter";
import { referenceOf, thrownBy } from "../src/trace/exceptions";
import { pretty } from "../src/trace/pretty";
import { found } from "../src/trace/search";
import { exported, imported, NoTrace, traceIdsOf } from "../src/trace/transfer";
import { a, assembled, ids } from "./traces";

describe("exceptions", () => {
  const deep = { id: "e3", type: "Refused" };
  const inner = { id: "e2", type: "Timeout", cause: "e3" };
  const outer = { id: "e1", type: "Failed", cause: "e2" };
  const chains = (id: string, ...documents: Parameters<typeof assembled>) => {
    const trace = assembled(...documents);
    return thrownBy(trace.byId.get(id)!, trace).map(({ chain }) =>
      chain.map(({ exception, part }) => `${exception.type} in ${part.id}`),
    );
  };

  test("come with what caused them, wherever it was recorded", () => {
    const top = a("top", { cause: { exceptions: [inner, outer] } });
    const callee = a("callee", { parent_id: "top", cause: { exceptions: [deep] } });

    expect(chains("top", top, callee)).toEqual([
      ["Failed in top", "Timeout in top", "Refused in callee"],
    ]);
  });

  test("a cause that is an id leads to the exception", () => {
    const top = a("top", { cause: "e3" });
    const callee = a("callee", { parent_id: "top", cause: { exceptions: [deep] } });

    expect(chains("top", top, callee)).toEqual([["Refused in callee"]]);
  });

  test("of a cause that never came the id is left", () => {
    const trace = assembled(a("top", { cause: { id: "e9", exceptions: [] } }));

    expect(thrownBy(trace.root!, trace)).toEqual([]);
    expect(referenceOf(trace.root!)).toBe("e9");
  });

  test("that cause each other end somewhere", () => {
    const exceptions = [
      { id: "e1", type: "A", cause: "e2" },
      { id: "e2", type: "B", cause: "e1" },
    ];

    expect(chains("top", a("top", { cause: { exceptions } }))).toEqual([
      ["A in top", "B in top"],
    ]);
  });
});

describe("the search", () => {
  const trace = assembled(
    a("top", {
      http: { request: { url: "http://shop/Pay" } },
      annotations: { customer: "Zoë" },
      subsegments: [a("query", { sql: { sanitized_query: "SELECT 1" } })],
    }),
  );

  test.each([
    ["/pay", "top"],
    ["zoë", "top"],
    ["select 1", "query"],
    ["que", "query"], // and not the member "request"
    ["customer", "top"],
    [" ", ""],
    ["nobody", ""],
  ])("for %j finds %j", (text, expected) => {
    expect(ids(found(trace, text))).toBe(expected);
  });
});

describe("a trace as a file", () => {
  const document = '{"id":"a","trace_id":"1-x","name":"shop","n":12345678901234567890}';

  test("comes back as it was exported, to the last digit", () => {
    expect(imported(exported([document, "{}x"]))).toEqual([document, "{}x"]);
  });

  test("may be what BatchGetTraces printed; what is inferred is made anew", () => {
    const made = JSON.stringify({ id: "b", trace_id: "1-x", inferred: true });
    const printed = {
      Traces: [{ Id: "1-x", Segments: [{ Document: document }, { Document: made }] }],
    };

    expect(imported(JSON.stringify(printed))).toEqual([document]);
  });

  test("may be documents by themselves", () => {
    const one = { id: "a", trace_id: "1-x" };

    expect(imported(JSON.stringify(one))).toEqual([JSON.stringify(one)]);
    expect(imported(JSON.stringify([one, one]))).toHaveLength(2);
    expect(traceIdsOf([document, JSON.stringify(one), "no JSON"])).toEqual(["1-x"]);
  });

  test.each(["", "{", "[]", "{}", '{"name": "shop"}', "null", "7"])(
    "that holds none is refused: %j",
    (text) => {
      expect(() => imported(text)).toThrow(NoTrace);
    },
  );
});

describe("indented JSON", () => {
  test.each([
    ['{"a":[1,{"b":null}],"c":"x"}'],
    ['{"empty":{},"none":[],"text":"{\\"[,:]\\\\"}'],
    ["[[],[[]],{}]"],
    ['"text"'],
    ["7"],
  ])("reads as JSON.stringify would write it: %s", (text) => {
    expect(pretty(text)).toBe(JSON.stringify(JSON.parse(text), null, 2));
  });

  test("keeps every digit", () => {
    expect(pretty('{"n":12345678901234567890,"t":1.7E9}')).toBe(
      '{\n  "n": 12345678901234567890,\n  "t": 1.7E9\n}',
    );
  });
});

test("an annotation's value becomes a filter, where one can say it", () => {
  expect(annotationFilter("handler", 'a"b')).toBe('annotation[handler] = "a\\"b"');
  expect(annotationFilter("my.key", 29)).toBe("annotation[my.key] = 29");
  expect(annotationFilter("vip", true)).toBe("annotation[vip] = true");
  expect(annotationFilter("bad key", 1)).toBeNull();
  expect(annotationFilter("list", [1])).toBeNull();
});
