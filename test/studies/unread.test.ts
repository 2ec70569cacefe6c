import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { sharedAsStored, sharedDoubles } from "../../src/base/thread-memory.ts";
import { stackUnread } from "../../src/data/labels.ts";
import { readLazily } from "../../src/data/read-lazily.ts";
import { read } from "../../src/data/read.ts";
import type { UnreadRepresentation } from "../../src/data/representation.ts";
import { hyperalign, irsm, isc, isfc, srm, stackRows, wrsm } from "../../src/index.ts";
import { subjectsOf } from "../../src/studies/isc/subjects.ts";
import { encodeNpy } from "../data/formats/encode.ts";

const random = createRandom(4);
const sources = ["a", "b", "c", "d"].map((name) => {
  const values = Array.from({ length: 30 * 6 }, () => Math.fround(random.normal()));
  return { name: `${name}.npy`, bytes: encodeNpy({ dtype: "f4", shape: [30, 6], values }) };
});

/** The files, which note when each is read, and into whose memory. */
async function noted() {
  const memories: (ArrayBuffer | undefined)[] = [];
  const reads: string[] = [];
  const unread = (await readLazily(sources)).map((one): UnreadRepresentation => ({
    ...one,
    load(signal, memory) {
      reads.push(one.name);
      memories.push(memory);
      return one.load(signal, memory);
    },
  }));
  return { unread, reads, memories };
}

describe("files that are read one by one", () => {
  const jobs: Record<string, (given: readonly UnreadRepresentation[]) => Promise<unknown>> = {
    isc: (given) => isc(given, { null: "phase-shift", samples: 20, seed: 1 }),
    "spatial isc": (given) => isc(given, { spatial: true }),
    isfc: (given) => isfc(given),
    srm: async (given) => (await srm(given, { features: 3 })).toJSON(),
    hyperalign: async (given) => (await hyperalign(given)).toJSON(),
    wrsm: (given) => wrsm(given),
    irsm: (given) => irsm(given),
    stack: (given) => stackUnread(given, undefined),
  };
  it.each(Object.keys(jobs))(
    "%s gives the same bits, and reads each into the memory of the one before",
    async (name) => {
      const work = jobs[name] as (given: readonly object[]) => Promise<unknown>;
      const { unread, reads, memories } = await noted();
      const eager = await read(sources);
      const expected = name === "stack" ? stackRows(eager) : await work(eager);
      expect(JSON.stringify(await work(unread))).toBe(JSON.stringify(expected));
      expect(reads.slice(0, 4)).toEqual(["a", "b", "c", "d"]);
      expect(memories[0]).toBeUndefined();
      expect(new Set(memories.slice(1, 4)).size).toBe(1);
      expect(memories[1]!.byteLength).toBe(4 * 30 * 6);
    },
  );

  it("are refused by shape before any is read", async () => {
    const { unread, reads } = await noted();
    const other = { ...unread[0]!, name: "other", shape: [30, 5] };
    await expect(isc([...unread, other])).rejects.toThrow("they have 6 and 5 units");
    const later = { ...unread[0]!, name: "later", shape: [31, 6] };
    await expect(srm([...unread, later])).rejects.toThrow("the number of stimuli (rows) must be the same");
    await expect(stackUnread([...unread, other], undefined)).rejects.toThrow("need the same units");
    expect(reads).toEqual([]);
  });
});

describe("numbers in memory that threads share", () => {
  it("keep their precision, and are not copied twice", async () => {
    const single = sharedAsStored(Float32Array.of(1, 2.5, 3));
    expect(single).toEqual(Float32Array.of(1, 2.5, 3));
    expect(single.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(sharedAsStored(single)).toBe(single);
    const doubles = sharedDoubles(2);
    expect(sharedAsStored(doubles)).toBe(doubles);
    const { courses } = await subjectsOf((await noted()).unread);
    for (const { data } of courses) expect(data).toBeInstanceOf(Float32Array);
  });
});
