import { OptionError } from "../../base/errors.ts";
import { shown } from "../../base/options.ts";
import { questionOf } from "../../base/suggest.ts";
import { quoted } from "../../base/text.ts";
import { isMetricName } from "../registry.ts";
import type { AnyDefinition } from "./definition.ts";

/** Every member that a definition may have, and the types of those that are given. */
const members: Readonly<Record<string, string>> = {
  form: "text",
  name: "text",
  module: "address",
  title: "text",
  summary: "text",
  source: "text",
  family: "text",
  cost: "object",
  blindTo: "text",
  accepts: "texts",
  sharedAxes: "axes",
  options: "object",
  testedWith: "list",
  kind: "text",
  symmetric: "boolean",
  range: "list",
  invariantTo: "list",
  self: "number",
  toDistance: "text",
  pseudo: "boolean",
  properties: "function",
  setup: "function",
  prepare: "function",
  missing: "function",
  operations: "function",
  smooth: "function",
  compare: "function",
  heldOut: "object",
  blocks: "function",
  features: "function",
  finish: "function",
};

const checks: Readonly<Record<string, (value: unknown) => boolean>> = {
  text: (value) => typeof value === "string",
  address: (value) => typeof value === "string" || value instanceof URL,
  object: (value) => typeof value === "object" && value !== null,
  texts: (value) => [value].flat().every((one) => typeof one === "string"),
  axes: (value) => typeof value === "function" || Array.isArray(value),
  list: Array.isArray,
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number" && !Number.isNaN(value),
  function: (value) => typeof value === "function",
};

const kinds = ["distance", "dissimilarity", "similarity"];
const invariances =
  "permutation orthogonal isotropic-scaling translation invertible-linear circular-shift".split(" ");
const inputs = "matrix images repeats gaussians trajectories".split(" ");

/**
 * Checks the form of a definition, not what it computes: that is what `checkMetric` does.
 * @throws {OptionError} naming the metric, what is wrong with it and what is accepted.
 */
export function assertDefinition(given: AnyDefinition): void {
  if (!checks["object"]!(given) || Array.isArray(given))
    throw new OptionError(
      `defineMetric: got ${shown(given)}; expected { name: "mine", compare(x, y) { … } }.`,
    );
  assertName(given.name);
  for (const [member, value] of Object.entries(given))
    if (value !== undefined) assertMember(given, member, value);
  assertForm(given);
  assertPromises(given.name, given);
}

function assertName(name: unknown): void {
  if (typeof name !== "string" || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 60)
    throw new OptionError(
      `defineMetric: name is ${shown(name)}; expected lower-case letters, digits and hyphens, such as "my-metric", at most 60 of them.`,
    );
  if (isMetricName(name))
    throw new OptionError(
      `defineMetric: ${quoted(name)} is the name of a metric of this library; take another one, so that results say which was measured.`,
    );
}

function assertMember({ name }: AnyDefinition, member: string, value: unknown): void {
  const type = Object.hasOwn(members, member) ? members[member]! : undefined;
  if (type === undefined)
    throw new OptionError(
      `The metric ${name} has a member ${quoted(member)}, which is none.${questionOf(member, Object.keys(members))} Options that a caller may choose stand in options: { ${member}: … }.`,
    );
  if (checks[type]!(value)) return;
  const wanted = { address: "an address, such as import.meta.url", axes: "a list of axes, or a function that gives it", texts: "a text or a list of texts" }; // prettier-ignore
  throw new OptionError(
    `The metric ${name}: ${member} is ${shown(value)}; expected ${wanted[type as keyof typeof wanted] ?? `a ${type}`}.`,
  );
}

/** The functions that its form needs, and none of the other form. */
function assertForm({ name, ...given }: AnyDefinition): void {
  const { form = "pair" } = given;
  if (form !== "pair" && form !== "inner-product")
    throw new OptionError(`The metric ${name}: form is ${shown(form)}; accepted: "pair", "inner-product".`);
  const has = (member: string) => (given as Readonly<Record<string, unknown>>)[member] !== undefined;
  const needed = { pair: ["compare"], "inner-product": ["blocks", "features", "finish"] } as const;
  const missing = needed[form].find((member) => !has(member));
  if (missing)
    throw new OptionError(
      form === "pair"
        ? `The metric ${name} has no compare(x, y), which gives the value of a pair.`
        : `The metric ${name} has no ${missing}, which the form "inner-product" needs: blocks, features and finish.`,
    );
  const foreign = (form === "pair" ? ["blocks", "features", "finish"] : ["compare", "heldOut"]).find(has);
  if (foreign)
    throw new OptionError(
      `The metric ${name} has the form ${quoted(form)}, to which ${foreign} does not belong.`,
    );
  if (form === "pair" && has("heldOut")) assertHeldOut(name, (given as { heldOut: object }).heldOut);
}

function assertHeldOut(name: string, heldOut: object): void {
  const { prepare, compare, properties, ...more } = heldOut as Readonly<Record<string, unknown>>;
  const [unknown] = Object.keys(more);
  const wrong = [compare, properties].some((one) => one !== undefined && typeof one !== "function");
  if (typeof prepare === "function" && unknown === undefined && !wrong) return;
  throw new OptionError(
    `The metric ${name}: heldOut ${unknown === undefined ? "needs the function prepare(train, test), and may have the functions compare and properties" : `has a member ${quoted(unknown)}; its members are prepare, compare, properties`}.`,
  );
}

/** Checks what a metric promises, where it says it. @throws as `assertDefinition` */
export function assertPromises(name: string, given: object): void {
  const { kind, range, invariantTo, toDistance, accepts } = given as Readonly<Record<string, unknown>>;
  const oneOf = (member: string, value: unknown, choices: readonly string[]) => {
    for (const one of [value ?? []].flat())
      if (!choices.includes(one as string))
        throw new OptionError(
          `The metric ${name}: ${member} is ${shown(one)}; accepted: ${choices.map(quoted).join(", ")}.`,
        );
  };
  oneOf("kind", kind, kinds);
  oneOf("invariantTo", invariantTo, invariances);
  oneOf("toDistance", toDistance, ["arccos", "one-minus"]);
  oneOf("accepts", accepts, inputs);
  if (range === undefined) return;
  const [least, most, ...more] = range as readonly unknown[];
  if (typeof least === "number" && typeof most === "number" && least <= most && more.length === 0) return;
  throw new OptionError(
    `The metric ${name}: range is ${shown(range)}; expected the smallest and the largest possible value, such as [0, 1] or [0, Infinity].`,
  );
}
