import type { Part } from "../../../trace/part";
import { Nothing, Pairs, Section, type Pair } from "./Pairs";

const TITLES: Record<string, string> = {
  ec2: "EC2 instance",
  ecs: "ECS container",
  eks: "EKS container",
  elastic_beanstalk: "Elastic Beanstalk",
  xray: "X-Ray SDK",
};

/** Where it ran and what it called: `aws`, `service` and the resource's ARN. */
export function Resources({ part }: { part: Part }) {
  const { aws = {}, service = {}, resource_arn } = part.document;
  const entries = Object.entries(aws);
  const groups = entries.filter(([key, value]) => key in TITLES && isObject(value));
  const single: Pair[] = [
    ...(resource_arn ? [["resource_arn", resource_arn] as Pair] : []),
    ...entries.filter((entry) => !groups.includes(entry)),
  ];
  if (single.length + groups.length + Object.keys(service).length === 0) {
    return <Nothing>It does not say where it ran or what it called.</Nothing>;
  }
  return (
    <>
      {single.length > 0 && <Pairs pairs={single} />}
      {groups.map(([key, value]) => (
        <Section key={key} title={TITLES[key]!} values={value} />
      ))}
      <Section title="Service" values={service} />
    </>
  );
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
