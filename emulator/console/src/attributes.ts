/** What the panel can break traces down by; the names are the API's. */

export const ATTRIBUTES: { name: string; label: string }[] = [
  { name: "service", label: "Service" },
  { name: "type", label: "Type of service" },
  { name: "entry", label: "Entry point" },
  { name: "outcome", label: "Outcome" },
  { name: "http.status", label: "Status code" },
  { name: "http.url", label: "URL" },
  { name: "http.method", label: "Method" },
  { name: "user", label: "User" },
  { name: "http.clientip", label: "Client IP" },
  { name: "http.useragent", label: "User agent" },
  { name: "rootcause.responsetime.service", label: "Root cause of response time" },
  { name: "rootcause.responsetime.path", label: "Path to root cause of response time" },
  { name: "rootcause.fault.service", label: "Root cause of fault" },
  { name: "rootcause.fault.path", label: "Path to root cause of fault" },
  { name: "rootcause.fault.message", label: "Message of fault" },
  { name: "rootcause.error.service", label: "Root cause of error" },
  { name: "rootcause.error.path", label: "Path to root cause of error" },
  { name: "rootcause.error.message", label: "Message of error" },
  { name: "resource.arn", label: "Resource ARN" },
  { name: "instance.id", label: "Instance" },
  { name: "availabilityzone", label: "Availability zone" },
];

export const ANNOTATION = "annotation.";

export function labelOf(attribute: string): string {
  const known = ATTRIBUTES.find(({ name }) => name === attribute);
  return known?.label ?? attribute;
}
