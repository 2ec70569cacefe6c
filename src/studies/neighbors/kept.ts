/** What only an index takes that is kept: loaded when one is written, opened or grown. */
import { FormatError, OptionError } from "../../base/errors.ts";
import { isLazy, type Representation, toRepresentation } from "../../data/representation.ts";
import type { MetricSpecLike } from "../../metrics/registry.ts";
import { resolveSpec } from "../../metrics/resolve.ts";
import type { Control } from "../../run/lanes/control.ts";
import { contentDigest } from "./content-digest.ts";
import type { IndexedNetwork, LoadNetwork } from "./networks.ts";
import type { IndexParts } from "./parts.ts";
import { type IndexEntry, indexFromBytes, indexToBytes } from "./saved.ts";

/** An index from its bytes. @param name - of them, for messages */
export async function partsFrom(
  bytes: Uint8Array,
  load: LoadNetwork,
  control: Control,
  name: string,
): Promise<IndexParts> {
  const { metric, options, entries, table, computed } = indexFromBytes(bytes, name);
  const spec = { metric, ...options } as MetricSpecLike;
  const networks = entries.map((entry, k) => networkElsewhere(entry, k, load));
  return { networks, spec, resolved: await resolveSpec(spec), table, computed, control };
}

/**
 * The index with further networks: only their distances to the pivots are computed.
 * @param compare - distances from one of all networks to some, by their numbers
 */
export async function withFurther(
  { networks, table, computed, ...rest }: IndexParts,
  further: readonly IndexedNetwork[],
  compare: (from: number, to: readonly number[]) => Promise<ArrayLike<number>>,
): Promise<IndexParts> {
  const all = [...networks, ...further];
  assertNew(networks, further);
  const indices = further.map((_, k) => networks.length + k);
  const grown = new Map<number, Float64Array>();
  for (const [pivot, row] of table) {
    const values = indices.length > 0 ? await compare(pivot, indices) : new Float64Array();
    const whole = new Float64Array(all.length);
    whole.set(row);
    whole.set(values, row.length);
    grown.set(pivot, whole);
  }
  return { ...rest, networks: all, table: grown, computed: computed + table.size * further.length };
}

/** @throws {OptionError} for a name that two networks would have. */
function assertNew(before: readonly IndexedNetwork[], further: readonly IndexedNetwork[]): void {
  const names = new Set(before.map(({ name }) => name));
  for (const { name } of further) {
    if (names.has(name))
      throw new OptionError(
        `add: a network named ${name} is in the index already. Rename the new one, or make the index again without the old one.`,
      );
    names.add(name);
  }
}

export async function bytesOf(
  { networks, resolved, table, computed }: IndexParts,
  { signal }: Control,
  about: unknown,
): Promise<Uint8Array<ArrayBuffer>> {
  const { metric, options } = resolved;
  if (resolved.own)
    throw new OptionError(
      `toBytes: ${metric} is a metric of your own, which whoever opens the index would not have. Make the index where it is used.`,
    );
  const odd = Object.keys(options).find((name) => !isPlain(options[name]));
  if (odd)
    throw new OptionError(`toBytes: ${odd} of ${metric} is no number or text, and cannot be kept.`, odd);
  const entries = [];
  for (const { name, place, digest } of networks) {
    signal?.throwIfAborted();
    entries.push({ name, digest: await digest(signal), ...(place === undefined ? {} : { place }) });
  }
  return indexToBytes({
    metric,
    options,
    entries,
    table,
    computed,
    ...(about === undefined ? {} : { about }),
  });
}

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  return value === undefined || value === null || ["number", "string", "boolean"].includes(typeof value);
}

/** A network that is loaded each time when it is compared, and must be what it was. */
function networkElsewhere(entry: IndexEntry, index: number, load: LoadNetwork): IndexedNetwork {
  return {
    name: entry.name,
    place: entry.place,
    async input(signal) {
      const given = await load(entry, index, signal);
      const loaded = isLazy(given) ? await given.load(signal) : toRepresentation(given, entry.name);
      await assertSame(entry, loaded);
      return { ...loaded, name: entry.name };
    },
    digest: async () => entry.digest,
  };
}

/** @throws {FormatError} for other content. */
async function assertSame({ name, digest, place }: IndexEntry, loaded: Representation): Promise<void> {
  const now = await contentDigest(loaded);
  if (now === digest) return;
  const where = place === undefined || place === name ? name : `${name} (${place})`;
  throw new FormatError(
    { file: place ?? name, offset: 0, expected: `the content ${digest}`, got: now },
    `${where}: the index was made of other responses (digest ${digest.slice(0, 8)}, now ${now.slice(0, 8)}): the file was changed, ` +
      "or is read in another way. The distances that are kept no longer hold: restore it, or make the index again.",
  );
}
