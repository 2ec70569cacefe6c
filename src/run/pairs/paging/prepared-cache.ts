import { sharedDoubles } from "../../../base/thread-memory.ts";
import type { ResolvedSpec } from "../../../metrics/resolve.ts";
import type { BlockCache } from "../../cache/cache.ts";
import { fromJson, jsonOf } from "../../ledger/json.ts";
import type { PrepareHow } from "../executor.ts";
import type { Packed } from "../packed.ts";

/** How a prepared representation is looked for. */
interface FindHow extends Pick<PrepareHow, "memory"> {
  /** Whether the run knows it already: it is not counted as another one. */
  readonly isAgain?: boolean;
}

/** The prepared representations of one metric with its options, by the digest of what they were made of. */
export interface PreparedCache {
  /** @param name - of the representation, which is no matter of its content */
  find(digest: string, name: string, how: FindHow): Promise<Packed | undefined>;
  /** @param isAgain - as above */
  keep(digest: string, packed: Packed, isAgain: boolean): Promise<void>;
}

/** What a run has beside its own memory. */
export interface Outside {
  /** A digest of plain data and typed arrays, by the bits of their numbers. */
  digest(value: unknown): string;
  /** Where prepared representations lie. */
  readonly cache?: PreparedCache | undefined;
}

/** The part of a cache that is for the prepared representations of a metric. */
export function preparedCache(cache: BlockCache, spec: ResolvedSpec): PreparedCache {
  const { metric, own, options, heldOut = false, way = "only" } = spec;
  const module = own?.digest; // undefined counts as absent
  const factsOf = (content: string) => ({
    block: "prepared",
    metric,
    module,
    options,
    heldOut,
    way,
    content,
  });
  const { counts } = cache;
  return {
    async find(digest, name, { memory, isAgain }) {
      const block = await cache.get(metric, factsOf(digest), (length) => roomFor(length, memory));
      if (!block) return undefined;
      counts[isAgain ? "again" : "found"]++;
      const { parts, numbers, source } = block.head as unknown as Kept;
      return {
        data: block.data,
        parts,
        numbers: fromJson(numbers) as Packed["numbers"],
        source: { ...source, name },
      };
    },
    async keep(digest, { data, parts, numbers, source: { stimuli, units } }, isAgain) {
      if (!isAgain) counts.made++;
      const kept: Kept = { parts, numbers: jsonOf(numbers), source: { stimuli, units } };
      await cache.put(metric, factsOf(digest), { head: { ...kept }, data });
    },
  };
}

/** What the store of a run works with, where there is anything: digests of the ledger or of the cache. */
export function beside(
  spec: ResolvedSpec,
  cache: BlockCache | undefined,
  ledger?: Pick<Outside, "digest">,
): Outside | undefined {
  const digests = ledger ?? cache;
  if (!digests) return undefined;
  // What cannot be told from another metric later is not kept for later.
  const kept = spec.own && spec.own.digest === undefined ? undefined : cache;
  return { digest: (value) => digests.digest(value), ...(kept && { cache: preparedCache(kept, spec) }) };
}

/** What is written of a prepared representation beside its matrices. */
interface Kept {
  readonly parts: Packed["parts"];
  /** By `jsonOf`. */
  readonly numbers: string;
  readonly source: Omit<Packed["source"], "name">;
}

function roomFor(length: number, memory: Float64Array | undefined): Float64Array {
  const fits = memory && memory.buffer.byteLength >= 8 * length;
  return fits ? new Float64Array(memory.buffer, 0, length) : sharedDoubles(length);
}
