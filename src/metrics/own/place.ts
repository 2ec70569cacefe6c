import { MetricError } from "../../base/errors.ts";
import type { AnyDefinition } from "./definition.ts";
import type { OwnPlace } from "./known.ts";
import { thrownIn } from "./guard.ts";

/** Under this key a metric has what it was defined by; all versions of the library share it. */
export const origin: unique symbol = Symbol.for("repgeom: definition of a metric") as never;

/** How many metrics without a module there are. */
let count = 0;

/** Where a metric is: that of a module is known by the same words on every thread. */
export function placeOf(definition: AnyDefinition): OwnPlace {
  const { name, module } = definition;
  let done: Promise<void> | undefined;
  const ready = () => (done ??= setUp(definition));
  if (module === undefined) return { id: `${name}, ${++count} of the calling thread`, ready };
  return { id: `${name} of ${addressOf(name, module)}`, module: String(module), ready };
}

async function setUp(definition: AnyDefinition): Promise<void> {
  try {
    await definition.setup?.();
  } catch (error) {
    throw thrownIn(definition.name, "setup", error);
  }
}

/** @throws {MetricError} for a path: every thread would look for it from another place. */
function addressOf(name: string, module: string | { readonly href: string }): string {
  const address = String(module);
  if (/^[a-z][a-z0-9+.-]+:/i.test(address)) return address;
  throw new MetricError(
    `The metric ${name}: module is ${JSON.stringify(address)}; expected a whole address, such as import.meta.url of the module that exports it.`,
  );
}
