import type { CitedSubject } from "./facts.ts";

/** The sentence of a subject for a methods section: what it is from, version, name and options. */
export function methodsSentence(subject: CitedSubject, version: string): string {
  const { kind, name, title } = subject;
  if (kind === "library") return `We used repgeom ${version}.`;
  const sources = sourcesText(subject);
  const from = sources === "" ? "" : ` (${sources})`;
  const [verb, what] =
    kind === "metric" ? ["compared representations by", `metric ${name}`] : ["computed", name];
  return `We ${verb} ${title}${from} with repgeom ${version} (${what}; ${optionsText(subject)}).`;
}

function sourcesText({ sources }: CitedSubject): string {
  return sources.map(({ of, short }) => `${of === undefined ? "" : `${of}: `}${short.join("; ")}`).join("; ");
}

function optionsText({ options }: CitedSubject): string {
  const chosen = Object.entries(options).map(([name, value]) => `${name} ${valueText(value)}`);
  return chosen.length === 0
    ? "options at their defaults"
    : `${chosen.join(", ")}, other options at their defaults`;
}

/** Data are named by what they are, not by their numbers. */
function valueText(value: unknown): string {
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.join(" and ");
  return typeof value === "object" ? "given" : String(value);
}

export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
