import { describe, expect, it } from "vitest";
import { mostDraws, mostStarts, resolveOptions, type AnySchemas } from "../../src/base/options.ts";
import { metrics } from "../../src/metrics/all.ts";

/** Every exported object of options, found in the sources, so that a new one cannot be forgotten. */
const modules = import.meta.glob<Record<string, unknown>>(
  ["../../src/**/*.ts", "!../../src/main.ts", "!../../src/report/**", "!../../src/platform/**"],
  { eager: true },
);

const types = new Set(["number", "whole", "boolean", "choice", "choices", "either", "data"]);

function isSchemas(value: unknown): value is AnySchemas {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const all = Object.values(value as object) as { doc?: unknown; type?: unknown; default?: unknown }[];
  return all.length > 0 && all.every((one) => typeof one?.doc === "string" && types.has(one.type as string));
}

const found = new Map<string, AnySchemas>();
for (const module of Object.values(modules))
  for (const [name, value] of Object.entries(module)) if (isSchemas(value)) found.set(name, value);
for (const [name, { options }] of Object.entries(metrics)) found.set(`metric ${name}`, options);

const options = [...found].flatMap(([owner, schemas]) =>
  Object.entries(schemas).map(([name, schema]) => ({ owner, name, schema, schemas })),
);
const numeric = options.filter(({ schema }) => schema.type === "number" || schema.type === "whole");
const refuses = (schemas: AnySchemas, name: string, value: unknown) =>
  expect(() => resolveOptions("it", schemas, { [name]: value }), `${name}: ${String(value)}`).toThrow(
    expect.objectContaining({ name: "OptionError", option: name }),
  );

it("finds the schemas of the library", () => {
  expect([...found.keys()]).toEqual(
    expect.arrayContaining(["engineOptions", "pairwiseOptions", "iscOptions", "rsaOptions", "metric cka"]),
  );
  expect(found.size).toBeGreaterThan(45);
  expect(numeric.length).toBeGreaterThan(80);
});

describe.each(numeric)("$owner: $name", ({ name, schema, schemas }) => {
  const { min, max } = schema as unknown as { min: number; max: number };
  const isOpen = (schema as { open?: boolean }).open === true;

  it("refuses what is not a number of its range", () => {
    for (const value of [NaN, "3", "", null, [3], {}, true, 3n]) refuses(schemas, name, value);
    refuses(schemas, name, -Infinity);
    if (max !== Infinity || isOpen || schema.type === "whole") refuses(schemas, name, Infinity);
    if (Number.isFinite(min))
      refuses(schemas, name, isOpen ? min : min === 0 ? -Number.MIN_VALUE : min - Math.abs(min));
    if (min >= 0) refuses(schemas, name, -1);
    if (min > 0) refuses(schemas, name, 0);
    if (max < 2 ** 52) refuses(schemas, name, isOpen ? max : max + 1);
  });

  it("takes whole numbers only, if it counts", () => {
    if (schema.type !== "whole") return;
    for (const value of [min + 0.5, 1.5, 2.0000001]) refuses(schemas, name, value);
  });
});

it("no count of resamples or starts is without a sensible bound", () => {
  const most: Record<string, number> = {
    samples: mostDraws,
    permutations: mostDraws,
    mantel: mostDraws,
    restarts: mostStarts,
    repeats: mostStarts,
    splits: mostStarts,
  };
  const counted = numeric.filter(({ name }) => name in most);
  expect(counted.length).toBeGreaterThan(12);
  for (const { owner, name, schema } of counted)
    expect((schema as unknown as { max: number }).max, `${owner}: ${name}`).toBeLessThanOrEqual(most[name]!);
});
