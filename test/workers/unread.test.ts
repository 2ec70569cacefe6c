import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
// A worker starts from built files only.
import { createEngine, read, readLazily, type Engine, type MetricSpec } from "repgeom";
import { createRandom } from "../../src/base/random.ts";
import { shareOf } from "../../src/run/pairs/memory-plan.ts";
import { encodeNpy } from "../data/formats/encode.ts";

const random = createRandom(8);
const [stimuli, units, networks] = [200, 150, 9];
/** Of two networks, which may be larger than their responses. */
const gram = 2 * 8 * stimuli ** 2;
let folder: string;
let files: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "repgeom-unread-"));
  files = Array.from({ length: networks }, (_, k) => join(folder, `${k}.npy`));
  for (const [k, file] of files.entries()) {
    const shape = [stimuli, units - k];
    const values = Array.from({ length: shape[0]! * shape[1]! }, () => Math.fround(random.normal()));
    await writeFile(file, encodeNpy({ dtype: "f4", shape, values }));
  }
});
afterAll(() => rm(folder, { recursive: true }));

let engine: Engine | undefined;
afterEach(() => engine?.close());

const specs: MetricSpec[] = [
  { metric: "procrustes" },
  { metric: "cka" },
  { metric: "cka", ground: "angular", debiased: true },
  { metric: "rsa", dissimilarity: "euclidean" },
];

/** The least bytes with which so many threads run, so that hardly anything fits beside what they need. */
async function tightest(threads: number): Promise<number> {
  const outlines = await readLazily(files);
  const fits = (maxMemory: number) => {
    try {
      return shareOf(outlines, { threads, budget: 2 ** 27, maxMemory }).lanes === threads;
    } catch {
      return false;
    }
  };
  let [low, high] = [1, 2 ** 40];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) high = middle;
    else low = middle;
  }
  return high;
}

describe("files that are read one by one on threads", () => {
  it.each([1, 2, 3])("give on %i the bits of files that were read before", async (threads) => {
    const inline = await createEngine({ threads: 0 });
    engine = await createEngine({ threads, maxMemory: (await tightest(threads)) + gram });
    const eager = await read(files);
    for (const spec of specs) {
      const expected = await inline.pairwise(eager, spec);
      const found = await engine.pairwise(await readLazily(files), spec);
      expect(found.values).toEqual(expected.values);
      expect({ ...found.toJSON() }).toEqual({ ...expected.toJSON() });
      const rectangle = await engine.cross(
        await readLazily(files.slice(0, 4)),
        await readLazily(files.slice(4)),
        spec,
      );
      expect(rectangle.values).toEqual((await inline.cross(eager.slice(0, 4), eager.slice(4), spec)).values);
    }
    inline.close();
  });

  it("give the same with statistics, for which all are read", async () => {
    engine = await createEngine({ threads: 2 });
    const options = { metric: "procrustes", folds: 3 } as const;
    const expected = await engine.pairwise(await read(files), options);
    expect((await engine.pairwise(await readLazily(files), options)).values).toEqual(expected.values);
  });

  it("are refused by shape before any number is read, and by a NaN naming its file", async () => {
    engine = await createEngine({ threads: 2 });
    const [other, hole] = [join(folder, "other.npy"), join(folder, "hole.npy")];
    await writeFile(other, encodeNpy({ dtype: "f4", shape: [2, 1], values: [1, 2] }));
    const unread = await readLazily([...files, other]);
    const untouched = unread.map((one) => ({ ...one, load: () => Promise.reject(new Error("was read")) }));
    await expect(engine.pairwise(untouched, { metric: "cka" })).rejects.toThrow(
      "0 is 200 × 150, other is 2 × 1; the number of stimuli (rows) must be the same.",
    );
    const values = Array.from({ length: stimuli * units }, (_, k) => (k === 350 ? NaN : 1 / (k + 1)));
    await writeFile(hole, encodeNpy({ dtype: "f4", shape: [stimuli, units], values }));
    await expect(engine.pairwise(await readLazily([...files, hole]), { metric: "cka" })).rejects.toThrow(
      "hole: the response of unit 50 to stimulus 2, counted from 0, is NaN",
    );
  });
});
