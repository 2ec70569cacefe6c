// What Ostrow et al. (2023) show with trained networks, with attractors whose answer is known: dynamics are told from the
// geometry of the states that they run through.
import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../../src/index.ts";
import { createRandom } from "../../../src/base/random.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const units = 24;

/** A bump of activity at an angle, through a nonlinearity that bends the ring of states the more, the larger beta is. */
function bump(angle: number, beta: number): number[] {
  return Array.from({ length: units }, (_, i) => {
    const drive = Math.cos(angle - (2 * Math.PI * i) / units);
    return (2 / (1 + Math.exp(-beta * (drive - 0.3))) - 1) / Math.tanh(beta / 2);
  });
}

/** Trials in which a bump moves by the angles that `course` gives. */
function attractor(
  name: string,
  beta: number,
  course: (start: number, time: number) => number,
  seed: number,
) {
  const random = createRandom(seed);
  const [trials, times] = [8, 120];
  const data: number[] = [];
  for (let trial = 0; trial < trials; trial++) {
    for (let time = 0; time < times; time++)
      for (const value of bump(course((2 * Math.PI * trial) / trials, time), beta))
        data.push(value + 1e-3 * random.normal());
  }
  return { name, shape: [trials, 1, times, units], data: Float64Array.from(data) };
}

const ring = (start: number, time: number) => start + 0.17 * time;
/** To one angle, the shorter way. */
const point = (start: number, time: number) => (start - Math.PI) * Math.exp(-0.05 * time);

describe("attractors", () => {
  const betas = [1, 2, 4, 8];

  it("of one topology are alike however their geometry is bent, where Procrustes sees the bend", async () => {
    const nets = [
      ...betas.map((beta, k) => attractor(`ring ${beta}`, beta, ring, k)),
      ...betas.map((beta, k) => attractor(`point ${beta}`, beta, point, 10 + k)),
    ];
    const flat = nets.map(({ name, data }) => ({ name, shape: [960, units], data }));
    const dsa = await engine.pairwise(nets, { metric: "dsa", delays: 3, rank: 4, restarts: 6 });
    const shape = await engine.pairwise(flat, { metric: "procrustes" });
    const pairs = nets.flatMap((_, i) => nets.slice(0, i).map((_, j) => [i, j] as const));
    const of = (result: typeof dsa, isSame: boolean) =>
      pairs.filter(([i, j]) => (i < 4 === j < 4) === isSame).map(([i, j]) => result.at(i, j));
    const rings = (result: typeof dsa) => betas.slice(1).map((_, k) => result.at(0, k + 1));
    // Measured: at most 0.00003 between rings, which Procrustes sees 0.08, 0.21 and 0.33 apart.
    for (const value of rings(dsa)) expect(value).toBeLessThan(1e-3);
    const bends = rings(shape);
    expect(bends).toEqual(bends.toSorted((a, b) => a - b));
    expect(bends.at(-1)).toBeGreaterThan(0.3);
    // 0.027 and 0.087 radians.
    expect(Math.min(...of(dsa, false))).toBeGreaterThan(3 * Math.max(...of(dsa, true)));
  });

  it("that visit the same states at other speeds differ by the difference of the angles of one step", async () => {
    const circle = (name: string, stride: number) => ({
      name,
      shape: [1, 1, 61, 2],
      data: Float64Array.from({ length: 122 }, (_, k) => {
        const angle = (2 * Math.PI * stride * Math.floor(k / 2)) / 60;
        return k % 2 ? Math.sin(angle) : Math.cos(angle);
      }),
    });
    const [slow, fast, back] = [circle("slow", 1), circle("fast", 7), circle("back", -1)];
    expect(await engine.compare(slow, fast, { metric: "dsa" })).toBeCloseTo((2 * Math.PI * 6) / 60, 2);
    expect(await engine.compare(slow, back, { metric: "dsa" })).toBeLessThan(1e-7);
  });
});
