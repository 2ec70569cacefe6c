import { OptionError } from "../../../base/errors.ts";
import { evenly } from "../../../report/reduce/numbers.ts";
import { roundingOf } from "../../../data/stored.ts";
import type { ResolvedSpec } from "../../../metrics/resolve.ts";
import type { Input } from "../../../run/pairs/store.ts";
import { eachBand } from "../../../data/bands/bands.ts";
import { plainOf } from "../../../run/ledger/json.ts";
import type { Ledger } from "../../../run/ledger/ledger.ts";
import { assertComplete, bandsOfKnown, type KnownTable } from "./known.ts";

/** Old networks whose pairs are computed again: the first, the last and some between. */
const mostChecked = 4;

/** What of the values may differ: machines differ in last digits, and searches in more. Of the largest value that is checked. */
const tolerance = 1e-9;

/**
 * Refuses what does not belong to these networks, as far as that is seen without computing.
 * @throws {OptionError} for other names, another metric or other options, and nothing to add.
 */
export function assertBelongs(known: KnownTable, inputs: readonly Input[], spec: ResolvedSpec): void {
  const { count, rowNames, metric, options } = known;
  if (count > inputs.length) throw complaint(`it is of ${count} networks, and there are ${inputs.length}.`);
  const names = inputs.map(({ name }) => name);
  const wrong = rowNames?.findIndex((name, k) => name !== names[k]) ?? -1;
  if (wrong >= 0)
    throw complaint(
      `its network ${wrong}, counted from 0, is ${rowNames![wrong]}, and the one that is given there ${names[wrong]}. Give the same networks in the same order, then the new ones.`,
    );
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined)
    throw complaint(`${twice} is there twice: no network is added that is there already.`);
  if (metric !== undefined && metric !== spec.metric)
    throw complaint(`it was made with ${metric}, and asked for is ${spec.metric}.`);
  const own = spec.options as Readonly<Record<string, unknown>>;
  const option = Object.keys(options ?? {}).find((name) => !isSame(options![name], own[name]));
  if (option !== undefined)
    throw complaint(
      `it was made with ${option} = ${JSON.stringify(options![option])}, and asked for is ${JSON.stringify(own[option])}.`,
    );
}

/**
 * Computes a few of the known pairs again.
 * @param values - gives K × K values of some networks
 * @throws {OptionError} naming the pair, where one is another now or there is none.
 */
export async function assertSameValues(
  known: KnownTable,
  inputs: readonly Input[],
  values: (some: readonly Input[]) => Promise<Float64Array>,
): Promise<void> {
  await assertComplete(known);
  const places = evenly(known.count, mostChecked);
  const found = await values(places.map((k) => inputs[k]!));
  const scale = found.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const rounding = known.stored ? roundingOf(known.stored).epsilon : 0;
  for (const [a, i] of places.entries()) {
    const row = await known.rows(i, i + 1);
    for (const [b, j] of places.entries()) {
      const [now, before] = [found[a * places.length + b]!, row[j]!];
      if (Math.abs(now - before) <= tolerance * scale + rounding * Math.abs(now)) continue;
      throw complaint(
        `${inputs[i]!.name} against ${inputs[j]!.name} is ${now}, and there it is ${before}. ` +
          "It was made with another metric, other options, other responses or in another order; make it again, or give what it was made with.",
      );
    }
  }
}

/** A job that goes on, and its shards, must be of the same known values. @throws {CheckpointError} if they are others. */
export async function noteKnown(known: KnownTable, ledger: Ledger): Promise<void> {
  const digests: string[] = [];
  for await (const { values } of eachBand(bandsOfKnown(known))) digests.push(ledger.digest(values));
  const facts = { networks: known.count, values: ledger.digest(digests) };
  await ledger.begin("extended", facts, () => ({ units: 0, plan: {} }));
}

/** Options that were read from a file have null for undefined, or are not there. */
function isSame(before: unknown, now: unknown): boolean {
  const plain = (value: unknown) => JSON.stringify(plainOf(value ?? null));
  return plain(before) === plain(now);
}

function complaint(text: string): OptionError {
  return new OptionError(`extend: ${text}`, "extend");
}
