import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type RsmSimilarity } from "../../../src/index.ts";
import { matrix } from "../../../src/base/matrix.ts";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian, representation, streamFor } from "../../support/data.ts";
import { asMatrix, centred, pearson, rotatedCopies, row, worstGap } from "../shared-space/oracles.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const similarityOf = {
  correlation: pearson,
  cosine: (x: Float64Array, y: Float64Array) => {
    const inner = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, k) => sum + value * b[k]!, 0);
    return inner(x, y) / Math.sqrt(inner(x, x) * inner(y, y));
  },
};
const similarities: RsmSimilarity[] = ["correlation", "cosine"];

const random = streamFor("rsm");
const networks = [0, 1, 2].map((k) => representation(`n${k}`, gaussian(random, 7, 5)));
const responses = networks.map((one) => centred(asMatrix(one)));

describe.each(similarities)("by %s", (similarity) => {
  const of = similarityOf[similarity];

  it("wrsm is that of the centred rows of each network", async () => {
    const found = await engine.wrsm(networks, { similarity });
    responses.forEach((x, k) => {
      const rsm = found.of(k);
      for (let i = 0; i < 7; i++) {
        for (let j = 0; j < 7; j++) expect(rsm.data[i * 7 + j]).toBeCloseTo(of(row(x, i), row(x, j)), 13);
      }
    });
  });

  it("irsm has the others' mean as rows and the held-out network as columns", async () => {
    const found = await engine.irsm(networks, { similarity });
    responses.forEach((x, k) => {
      const others = matrix(7, 5);
      responses.forEach(({ data }, other) =>
        data.forEach((value, e) => (others.data[e]! += other === k ? 0 : value / 2)),
      );
      const rsm = found.of(k);
      for (let i = 0; i < 7; i++) {
        for (let j = 0; j < 7; j++)
          expect(rsm.data[i * 7 + j]).toBeCloseTo(of(row(others, i), row(x, j)), 13);
      }
    });
  });
});

describe("the poster's simulation: rotated copies of one network", () => {
  const copies = rotatedCopies(createRandom(5), 5, 20, 8);

  it.each(["probabilistic", "deterministic"] as const)(
    "%s: shared inter-network RSMs are the within-network ones, by the cosine",
    async (kind) => {
      const { aligned } = await engine.srm(copies, { kind, features: "all" });
      const [within, between, native] = await Promise.all([
        engine.wrsm(copies, { similarity: "cosine" }),
        engine.irsm(aligned, { similarity: "cosine" }),
        engine.irsm(copies, { similarity: "cosine" }),
      ]);
      for (let k = 0; k < copies.length; k++) {
        expect(worstGap(within.of(k), between.of(k))).toBeLessThan(1e-8);
        expect(worstGap(within.of(k), native.of(k))).toBeGreaterThan(0.1);
      }
      const names = aligned.map((_, k) => String(k));
      const anonymous = { ...within, names };
      expect((await engine.correlateRsms(anonymous, between)).value).toBeCloseTo(1, 12);
      expect((await engine.correlateRsms(within, native)).value).toBeLessThan(0.9);
    },
  );

  it("rotations keep the cosine and change the correlation", async () => {
    const at = async (similarity: RsmSimilarity) => {
      const found = await engine.wrsm(copies.slice(0, 2), { similarity });
      return worstGap(found.of(0), found.of(1));
    };
    expect(await at("cosine")).toBeLessThan(1e-12);
    expect(await at("correlation")).toBeGreaterThan(1e-3);
  });

  it("with noise, shared stays above native", async () => {
    const noisy = rotatedCopies(createRandom(6), 6, 30, 10, 0.5);
    const { aligned } = await engine.srm(noisy);
    const within = await engine.wrsm(noisy);
    const shared = await engine.irsm(aligned.map((one, k) => ({ ...one, name: noisy[k]!.name })));
    const [native, after] = [
      await engine.correlateRsms(within, await engine.irsm(noisy), { samples: 200 }),
      await engine.correlateRsms(within, shared, { samples: 200 }),
    ];
    expect(after.value).toBeGreaterThan(0.9);
    expect(after.lower).toBeGreaterThan(native.upper);
  });
});

describe("statistics of RSMs", () => {
  it("correlate means over pairs of different stimuli", async () => {
    const [within, between] = [await engine.wrsm(networks), await engine.irsm(networks)];
    const [a, b] = [within.mean(), between.mean()];
    const places = [...a.data.keys()].filter((k) => Math.floor(k / 7) !== k % 7);
    const expected = pearson(
      places.map((k) => a.data[k]!),
      places.map((k) => b.data[k]!),
    );
    const { value, lower, upper } = await engine.correlateRsms(within, between);
    expect(value).toBeCloseTo(expected, 12);
    expect(lower).toBeLessThan(upper);
  });

  it("have intervals that the seed decides", async () => {
    const many = Array.from({ length: 8 }, (_, k) => representation(`m${k}`, gaussian(random, 6, 4)));
    const [within, between] = [await engine.wrsm(many), await engine.irsm(many)];
    const intervalOf = async (seed: number) => engine.correlateRsms(within, between, { samples: 50, seed });
    expect(await intervalOf(4)).toEqual(await intervalOf(4));
    expect(await intervalOf(4)).not.toEqual(await intervalOf(5));
  });

  it("draw networks: a resample of one network's weights is that network's own correlation", async () => {
    const two = networks.slice(0, 2);
    const [within, between] = [await engine.wrsm(two), await engine.irsm(two)];
    // of two networks a draw is the first twice, the second twice, or both
    const { lower, upper } = await engine.correlateRsms(within, between, { samples: 400, confidence: 0.999 });
    const alone = [0, 1].map((k) => {
      const off = (data: Float64Array) => data.filter((_, e) => Math.floor(e / 7) !== e % 7);
      return pearson(off(within.of(k).data), off(between.of(k).data));
    });
    const whole = (await engine.correlateRsms(within, between)).value;
    expect(lower).toBeCloseTo(Math.min(whole, ...alone), 12);
    expect(upper).toBeCloseTo(Math.max(whole, ...alone), 12);
  });

  it("have no interval of one pair of networks, which every draw repeats", async () => {
    const { value, lower, upper } = await engine.rsmAgreement(await engine.wrsm(networks.slice(0, 2)));
    expect([lower, upper]).toEqual([NaN, NaN]);
    expect(Math.abs(value)).toBeLessThan(1);
    const three = await engine.rsmAgreement(await engine.wrsm(networks));
    expect(three.lower).toBeLessThan(three.upper);
  });

  it("intervals are quantiles of the values of the draws", async () => {
    const many = Array.from({ length: 6 }, (_, k) => representation(`m${k}`, gaussian(random, 7, 4)));
    const [within, between] = [await engine.wrsm(many), await engine.irsm(many)];
    const off = (data: Float64Array) => data.filter((_, e) => Math.floor(e / 7) !== e % 7);
    const meanOf = (stack: typeof within, drawn: number[]) => {
      const sum = new Float64Array(49);
      for (const k of drawn) stack.of(k).data.forEach((value, e) => (sum[e]! += value));
      return off(sum);
    };
    const values = Array.from({ length: 21 }, (_, sample) => {
      const stream = createRandom(3, sample);
      const drawn = many.map(() => stream.below(6));
      return pearson(meanOf(within, drawn), meanOf(between, drawn));
    }).sort((a, b) => a - b);
    const options = { samples: 21, seed: 3, confidence: 0.8 };
    const { lower, upper } = await engine.correlateRsms(within, between, options);
    expect(lower).toBeCloseTo(values[2]!, 12); // a tenth of 20 gaps
    expect(upper).toBeCloseTo(values[18]!, 12);
  });

  it("agreement is Pearson's correlation of the upper triangles", async () => {
    const within = await engine.wrsm(networks);
    const upper = (k: number) => within.of(k).data.filter((_, e) => Math.floor(e / 7) < e % 7);
    const { correlations, value } = await engine.rsmAgreement(within);
    const pairs = [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const;
    const expected = pairs.map(([i, j]) => pearson(upper(i), upper(j)));
    pairs.forEach(([i, j], p) => expect(correlations.data[i * 3 + j]).toBeCloseTo(expected[p]!, 12));
    expect(value).toBeCloseTo((expected[0]! + expected[1]! + expected[2]!) / 3, 12);
  });

  it("rsmsAgainst correlates each with the reference", async () => {
    const within = await engine.wrsm(networks);
    const found = await engine.rsmsAgainst(within, within.of(2));
    expect(found[2]).toBeCloseTo(1, 12);
    expect(found[0]).toBeCloseTo((await engine.rsmAgreement(within)).correlations.data[2]!, 12);
  });
});

describe("mistakes", () => {
  it("inter-network RSMs need units that correspond", async () => {
    const wider = representation("wide", gaussian(random, 7, 6));
    await expect(engine.irsm([networks[0]!, wider])).rejects.toThrow(/n0 is 7 × 5, wide is 7 × 6.*units/);
    await expect(engine.irsm(networks.slice(0, 1))).rejects.toThrow(/compares a network with the others/);
  });

  it("name the stimulus that has no direction", async () => {
    const flat = matrix(3, 2, Float64Array.from([1, 1, 2, 2, 0, 5]));
    await expect(
      engine.wrsm([representation("flat", matrix(3, 2, Float64Array.from([1, 1, 2, 2, 3, 3])))]),
    ).rejects.toThrow(/flat: after centring, the response to stimulus 0/);
    await expect(engine.wrsm([flat], { similarity: "spearman" as never })).rejects.toThrow(
      /wrsm: similarity is "spearman"; accepted: "correlation", "cosine"/,
    );
  });

  it("refuse other networks, other references and bad options", async () => {
    const within = await engine.wrsm(networks);
    await expect(engine.correlateRsms(within, await engine.wrsm(networks.slice(1)))).rejects.toThrow(
      /of 3 networks and 7 stimuli, and of 2 and 7/,
    );
    await expect(engine.rsmsAgainst(within, matrix(3, 3))).rejects.toThrow(/3 × 3; the RSMs are 7 × 7/);
    expect(() => within.of(3)).toThrow(RangeError);
  });

  it.each([
    [{ samples: 0 }, /samples is 0; accepted: a whole number from 1/],
    [{ samples: 2.5 }, /samples is 2.5/],
    [{ seed: -1 }, /seed is -1; accepted: a whole number from 0/],
    [{ confidence: 1 }, /confidence is 1; accepted: a number between 0 and 1 \(default 0.95\)/],
    [{ sampls: 5 }, /has no option "sampls". Did you mean samples\?/],
  ])("in the bootstrap: %j", async (options: object, message) => {
    const within = await engine.wrsm(networks);
    await expect(engine.correlateRsms(within, within, options)).rejects.toThrow(message);
    await expect(engine.rsmAgreement(within, options)).rejects.toThrow(message);
  });

  it("in the name of an option", async () => {
    const options = { similarty: "cosine" } as object;
    for (const rsms of [engine.wrsm, engine.irsm])
      await expect(rsms(networks, options)).rejects.toThrow(/Did you mean similarity\?/);
  });
});

describe("files", () => {
  it("of a stack hold networks × stimuli × stimuli, with names in the table", async () => {
    const stack = await engine.irsm(networks);
    expect(parseNpy(stack.toNpy(), "stack")[0]).toMatchObject({ shape: [3, 7, 7], data: stack.data });
    const lines = stack.toCsv().trimEnd().split("\n");
    expect(lines).toHaveLength(1 + 3 * 7);
    expect(lines[8]).toMatch(/^"n1, 0",/);
    const { kind, values } = JSON.parse(stack.toJson()) as { kind: string; values: number[][][] };
    expect(kind).toBe("irsm");
    expect(values.flat(2)).toEqual([...stack.data]);
  });

  it("of an agreement hold the correlations of networks", async () => {
    const found = await engine.rsmAgreement(await engine.wrsm(networks));
    const { correlations, lower } = found;
    expect(parseNpy(found.toNpy(), "agreement")[0]).toMatchObject({ shape: [3, 3], data: correlations.data });
    expect(found.toCsv().split("\n")[0]).toBe(",n0,n1,n2");
    const told = JSON.parse(found.toJson()) as { lower: number; correlations: number[][] };
    expect([told.lower, told.correlations.flat()]).toEqual([lower, [...correlations.data]]);
  });
});
