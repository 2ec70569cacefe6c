import { beforeAll, describe, expect, it } from "vitest";
import { MemoryError } from "../../src/base/errors.ts";
import { assertFits } from "../../src/base/forecast.ts";
import { createEngine, type Engine } from "../../src/index.ts";
import { createRandom } from "../../src/base/random.ts";
import { representation, gaussian } from "../support/data.ts";
import { noisy, points, rdmOf } from "../studies/rsa/simulated.ts";

const random = createRandom(6);
const nets = (count: number, rows: number, cols: number) =>
  Array.from({ length: count }, (_, k) => representation(`n${k}`, gaussian(random, rows, cols)));

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

it("a forecast lets pass what fits in 2 GiB, and says how many would", () => {
  expect(() => assertFits("f", "samples", 2 ** 21, 1024)).not.toThrow();
  expect(() => assertFits("f", "samples", 2 ** 21 + 1, 1024)).toThrow(MemoryError);
  expect(() => assertFits("f", "samples", 2 ** 22, 1024)).toThrow(
    "f: samples is 4194304; with these data that takes about 4.0 GiB, and at most 2 GiB are allowed. What would fit: samples up to 2097152, or fewer data at a time.",
  );
});

const networks = nets(12, 30, 3);
const places = points(random, 8, 4);
const rdms = Array.from({ length: 8 }, (_, k) => rdmOf(`r${k}`, noisy(random, places, 0.5)));
const million = 1_000_000;

/** Each asks for more than fits, with the name of what there is too much of. */
const tooMuch: Record<string, [name: string, call: () => Promise<unknown>]> = {
  isc: ["samples", () => engine.isc(networks, { null: "phase-shift", samples: million })],
  "isc of pairs": [
    "samples",
    () => engine.isc(networks, { method: "pairwise", null: "bootstrap", samples: million }),
  ],
  "isc with its distribution": [
    "samples",
    () => engine.isc(nets(3, 10, 2000), { null: "permutation", samples: 900_000, distribution: true }),
  ],
  rsa: [
    "samples",
    () =>
      engine.rsa({
        data: rdms.slice(0, 4),
        models: rdms.slice(4),
        bootstrap: ["stimuli"],
        samples: million,
        crossvalidation: { repeats: 100 },
      } as never),
  ],
  "permutations of rsa": [
    "permutations",
    () =>
      engine.rsa({
        data: rdms.slice(0, 1),
        models: Array.from({ length: 150 }, (_, k) => ({ ...rdms[k % 8]!, name: `m${k}` })),
        test: "permutation",
        permutations: million,
      }),
  ],
  predictivity: [
    "splits",
    () => {
      const voxels = 20_000;
      const data = Float64Array.from({ length: 6 * 2 * voxels }, (_, k) => Math.sin(k));
      const y = { name: "y", shape: [6, 2, voxels], data };
      return engine.predictivity(nets(1, 6, 2)[0]!, y, { splits: 10_000, folds: 3 });
    },
  ],
  barycenter: ["restarts", () => engine.barycenter(nets(2, 200, 200), { restarts: 10_000 })],
  kmeans: ["restarts", () => engine.kmeans(nets(4, 100, 100), { clusters: 4, restarts: 10_000 })],
};

describe("too many for memory are refused before anything is computed", () => {
  it.each(Object.entries(tooMuch))("%s", async (_, [name, call]) => {
    const error = await call().then(
      () => undefined,
      (reason: unknown) => reason as Error,
    );
    expect(error).toBeInstanceOf(MemoryError);
    const [, asked, fit] = new RegExp(`${name} is (\\d+);.*What would fit: ${name} up to (\\d+)`).exec(
      error!.message,
    )!;
    expect(Number(fit)).toBeLessThan(Number(asked));
    expect(Number(fit)).toBeGreaterThan(0);
  });

  it("and as many as would fit begin", async () => {
    const signal = AbortSignal.timeout(50);
    const call = engine.barycenter(nets(2, 200, 200), { restarts: 6000 }, { signal });
    await expect(call).rejects.not.toBeInstanceOf(MemoryError);
  });
});
