/** A metric of a file: its code is run in the page and in its workers, from a `blob:` address. */
import { loadMetric, registerMetric } from "repgeom";
import { change } from "../session/store.ts";
import type { OwnSource } from "../session/types.ts";
import { analysis, onDeath } from "../worker/client.ts";
import { aboutOf, know } from "./metrics.ts";

/** Of each metric that was run: where its code is, for a worker that is started again. */
const addresses = new Map<string, string>();

onDeath(() => {
  for (const [name, address] of addresses)
    void analysis()
      .own(address, name)
      .catch(() => {});
});

/**
 * Runs the code of a file, and keeps its text in the session.
 * @returns the name of the metric
 * @throws {Error} in words
 */
export async function runOwn(file: string, text: string): Promise<string> {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    const metric = await loadMetric(address);
    await analysis().own(address, metric.name);
    registerMetric(metric);
    know(metric);
    addresses.set(metric.name, address);
    const source: OwnSource = { name: metric.name, file, text, about: aboutOf(metric) };
    change((one) => ({
      ...one,
      own: [...(one.own ?? []).filter(({ name }) => name !== metric.name), source],
    }));
    return metric.name;
  } catch (error) {
    throw new Error(inWords(file, address, error as Error), { cause: error });
  }
}

function inWords(file: string, address: string, { message }: Error): string {
  if (/fetch dynamically|Content Security|violat|blocked/i.test(message) && !addresses.size)
    return `${file} cannot be run: ${forbidden}`;
  return message.replaceAll(address, file);
}

const forbidden =
  "its code has a mistake that keeps it from being read, or the host of this page forbids code of files (its policy needs script-src blob:, as repgeom studio has it).";
