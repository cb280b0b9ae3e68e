/** A rule as it is typed, and back; pure. Limits are the server's business. */
import type { Rule } from "../../calls/sampling";

export interface RuleForm {
  name: string;
  priority: string;
  reservoir: string;
  /** Percent. */
  rate: string;
  service: string;
  type: string;
  host: string;
  method: string;
  path: string;
  arn: string;
  attributes: { key: string; value: string }[];
  /** Percent; empty without a boost. */
  boostRate: string;
  cooldown: string;
}

export function formOf(rule: Rule): RuleForm {
  return {
    name: rule.name,
    priority: String(rule.priority),
    reservoir: String(rule.reservoir),
    rate: percent(rule.rate),
    service: rule.service,
    type: rule.type,
    host: rule.host,
    method: rule.method,
    path: rule.path,
    arn: rule.arn,
    attributes: rule.attributes.map(([key, value]) => ({ key, value })),
    boostRate: rule.boost ? percent(rule.boost.maxRate) : "",
    cooldown: rule.boost ? String(rule.boost.cooldownMinutes) : "10",
  };
}

/** Null while a number is not one. */
export function ruleOf(form: RuleForm): Rule | null {
  const numbers = [form.priority, form.reservoir, form.rate];
  const boosted = form.boostRate.trim() !== "";
  if (boosted) numbers.push(form.boostRate, form.cooldown);
  if (!numbers.every(isNumber)) return null;
  return {
    name: form.name.trim(),
    priority: Number(form.priority),
    reservoir: Number(form.reservoir),
    rate: fraction(form.rate),
    service: form.service,
    type: form.type,
    host: form.host,
    method: form.method,
    path: form.path,
    arn: form.arn,
    attributes: form.attributes
      .filter(({ key }) => key !== "")
      .map(({ key, value }) => [key, value]),
    boost: boosted
      ? { maxRate: fraction(form.boostRate), cooldownMinutes: Number(form.cooldown) }
      : null,
  };
}

export function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}

/**
 * X-Ray's refusal by member: `2 validation errors detected: Value '2' at
 * 'samplingRule.fixedRate' failed to satisfy constraint: Member must …; Value …`.
 */
export function errorsByMember(message: string): Record<string, string> {
  const found: Record<string, string> = {};
  const breach =
    /at 'samplingRule(?:Update)?\.(\w+)[^']*' failed to satisfy constraint: (.*?)(?=; Value |$)/g;
  for (const [, member, constraint] of message.matchAll(breach)) {
    found[member!] ??= constraint!.replace(/^Member must /, "Must ");
  }
  return found;
}

/** 0.05 is 5, and 0.07 is 7, not 7.000000000000001. */
function percent(share: number): string {
  return String(Number((share * 100).toPrecision(12)));
}

function fraction(text: string): number {
  return Number((Number(text) / 100).toPrecision(12));
}
