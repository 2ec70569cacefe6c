import { describe, expect, it } from "vitest";
import { MemoryError, NumericalError } from "../../../src/base/errors.ts";
import { sharedDoubles } from "../../../src/base/thread-memory.ts";
import { resolveSpec } from "../../../src/metrics/resolve.ts";
import { sayingWhatFits } from "../../../src/run/pairs/fits/what-fits.ts";
import { Session } from "../../../src/run/pairs/session.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import { loadModule } from "../../../src/wasm/load.ts";
import { pairOfWaves, representationOf } from "../../support/waves.ts";

const source = (name: string, stimuli: number, units: number) => ({ name, stimuli, units });
const limit = 2 ** 32;

const refusing = (error: Error) => () => {
  throw error;
};

describe("what does not fit", () => {
  it("is said with names, and in stimuli and units", async () => {
    const work = refusing(new MemoryError("inside", { needed: 1.5 * limit, limit }));
    const sources = () => [source("vgg", 120_000, 2048), source("alexnet", 120_000, 4096)];
    await expect(sayingWhatFits("compare", sources, work)).rejects.toThrow(
      "Cannot compare vgg (120,000 stimuli × 2,048 units) and alexnet (120,000 stimuli × 4,096 units): that takes 6 GiB or more at once, " +
        "and one thread (a WebAssembly instance) has 4 GiB. What would fit: about 80,000 stimuli of 4,096 units, or about 2,700 units for 120,000 stimuli.",
    );
  });

  it("knows work on all pairs of stimuli, or of units, by how much it takes", async () => {
    const work = refusing(new MemoryError("inside", { needed: 4 * limit, limit }));
    await expect(sayingWhatFits("prepare", () => [source("x", 50_000, 2048)], work)).rejects.toThrow(
      /What would fit: about 25,000 stimuli\.$/,
    );
    await expect(sayingWhatFits("prepare", () => [source("x", 100, 90_000)], work)).rejects.toThrow(
      /What would fit: about 45,000 units\.$/,
    );
  });

  it("keeps the words of a host that has less than that, and counts networks from the third on", async () => {
    const work = refusing(new MemoryError("the host refused.", { needed: limit / 2, limit }));
    const sources = () => ["a", "b", "c", "d"].map((name) => source(name, 10, 3));
    await expect(sayingWhatFits("compare", sources, work)).rejects.toThrow(
      "Cannot compare a (10 stimuli × 3 units) and b (10 stimuli × 3 units) and 2 more. the host refused.",
    );
  });

  it("is the only error that is said anew", async () => {
    const error = new NumericalError("nothing varies");
    await expect(sayingWhatFits("prepare", () => [], refusing(error))).rejects.toThrow(error);
    const three = sayingWhatFits(
      "prepare",
      () => [],
      () => 3,
    );
    await expect(three).resolves.toBe(3);
  });

  it("is a MemoryError also in ordinary memory", () => {
    expect(() => sharedDoubles(2 ** 52)).toThrow(
      expect.objectContaining({
        name: "MemoryError",
        message: expect.stringMatching(/^The host has no memory for 4,503,/),
      }),
    );
  });
});

describe("a session whose memory is taken", () => {
  // Blocks that nothing was written to take no memory.
  async function crowded(free: number): Promise<Session> {
    const kernels = await createKernels(await loadModule("simd"));
    kernels.uninitialized(1, Math.floor((65_535 * 65_536 - kernels.usage.used - free) / 64) * 8);
    return new Session(kernels, await resolveSpec({ metric: "svcca" }), 2 ** 27);
  }

  const [x, y] = pairOfWaves(1000, 50).map((one, k) => representationOf("xy"[k]!, one)) as [never, never];

  it("names the network that it cannot prepare", async () => {
    const session = await crowded(500_000);
    await expect(session.prepare(x)).rejects.toThrow(
      expect.objectContaining({
        name: "MemoryError",
        message: expect.stringMatching(
          /^Cannot prepare x \(1,000 stimuli × 50 units\): that takes 4 GiB or more at once, and one thread .* What would fit: about 990 stimuli\.$/,
        ),
      }),
    );
  });

  it("names the networks that it cannot compare", async () => {
    const roomy = await crowded(100_000_000);
    const prepared = await Promise.all([x, y].map((one) => roomy.prepare(one)));
    const pairs = {
      rows: { start: 0, end: 1 },
      cols: { start: 1, end: 2 },
      triangle: false,
      diagonal: false,
    };
    const session = await crowded(500_000);
    await expect(session.run({ kind: "pairs", tile: pairs, pairs }, prepared)).rejects.toThrow(
      /^Cannot compare x \(1,000 stimuli × 50 units\) and y \(1,000 stimuli × 50 units\): that takes/,
    );
  });
});
