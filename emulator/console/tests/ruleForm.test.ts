import { describe, expect, test } from "vitest";
import { EMPTY_RULE, type Rule } from "../src/calls/sampling";
import { errorsByMember, formOf, ruleOf } from "../src/views/sampling/ruleForm";

const BOOSTED: Rule = {
  ...EMPTY_RULE,
  name: "checkout",
  rate: 0.07,
  attributes: [["tier", "gold"]],
  boost: { maxRate: 0.29, cooldownMinutes: 5 },
};

describe("a rule in its form", () => {
  test.each([EMPTY_RULE, BOOSTED])("comes back as it was", (rule) => {
    expect(ruleOf(formOf(rule))).toEqual(rule);
  });

  test("shows rates as percents, without the noise of fractions", () => {
    expect(formOf(BOOSTED)).toMatchObject({ rate: "7", boostRate: "29" });
  });

  test.each([{ priority: "" }, { rate: "ten" }, { boostRate: "5", cooldown: "" }])(
    "is none while a number is missing: %o",
    (typed) => {
      expect(ruleOf({ ...formOf(EMPTY_RULE), ...typed })).toBeNull();
    },
  );

  test("leaves out attributes that have no name yet", () => {
    const typed = { ...formOf(EMPTY_RULE), attributes: [{ key: "", value: "x" }] };

    expect(ruleOf(typed)?.attributes).toEqual([]);
  });
});

test("a refusal is shown at the fields it names", () => {
  const message =
    "2 validation errors detected: Value '2' at 'samplingRule.fixedRate' failed to satisfy constraint: Member must have value less than or equal to 1; Value '' at 'samplingRule.ruleName' failed to satisfy constraint: Member must have length greater than or equal to 1";

  expect(errorsByMember(message)).toEqual({
    fixedRate: "Must have value less than or equal to 1",
    ruleName: "Must have length greater than or equal to 1",
  });
  expect(errorsByMember("Sampling rule already exists")).toEqual({});
});
