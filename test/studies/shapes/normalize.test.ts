import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type Group } from "../../../src/index.ts";
import { matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import type { Representation } from "../../../src/data/representation.ts";
import { gaussian, multiply, orthogonal, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

/** Two pairs of alike networks, of 12 stimuli × 4 units; the last is `factor` times as large, and `wide` units wider. */
function networks(factor: number, wide = 0): Representation[] {
  const random = createRandom(5);
  const centres = [gaussian(random, 12, 4), gaussian(random, 12, 4)];
  return [0, 1, 2, 3].map((k) => {
    const noise = gaussian(random, 12, 4);
    const x = multiply(centres[k >> 1]!, orthogonal(random, 4));
    const width = k === 3 ? 4 + wide : 4;
    const out = matrix(12, width);
    for (let i = 0; i < 12; i++)
      for (let j = 0; j < width; j++)
        out.data[i * width + j] =
          (k === 3 ? factor : 1) * (j < 4 ? x.data[i * 4 + j]! + 0.1 * noise.data[i * 4 + j]! : 0);
    return representation(`net ${k}`, out);
  });
}

const unitNorm = ({ name, shape, data }: Representation) => ({
  name,
  shape,
  data: Float64Array.from(data, (value) => value / Math.hypot(...data)),
});
const shown = (values: ArrayLike<number>) => Array.from(values, (value) => value.toFixed(7));

describe.each<Group>(["orthogonal", "identity"])("under the group %s", (group) => {
  it("no network outweighs the others in the mean, by default", async () => {
    const equal = await engine.barycenter(networks(1), { group, normalize: "frobenius" });
    const unequal = await engine.barycenter(networks(1e6), { group });
    expect(shown(unequal.losses)).toEqual(shown(equal.losses));
    expect(unequal.loss).toBeLessThan(1);
    expect(unequal.warnings[0]).toMatch(/net 3 is \d+ times .* each network was divided by its norm/);
    const asked = await engine.barycenter(networks(1e6), { group, normalize: "frobenius" });
    expect(asked.warnings.join()).not.toMatch(/times as large/);
  });

  it("networks of like scale are taken as they are, by default", async () => {
    const nets = networks(3);
    const [found, asGiven] = [
      await engine.barycenter(nets, { group }),
      await engine.barycenter(nets, { group, normalize: "none" }),
    ];
    expect(found.losses).toEqual(asGiven.losses);
    expect(found.warnings).toEqual(asGiven.warnings);
    expect(found.normalize).toBe("none");
    const wide = await engine.barycenter(networks(1e3), { group });
    expect(wide.toJSON()).toMatchObject({ normalize: "frobenius" });
  });

  it("frobenius is the mean of networks divided by their norms", async () => {
    const nets = networks(30);
    const byHand = await engine.barycenter(nets.map(unitNorm), { group, normalize: "none" });
    expect(shown((await engine.barycenter(nets, { group })).losses)).toEqual(shown(byHand.losses));
  });

  it("says under none which network the mean is about", async () => {
    const found = await engine.barycenter(networks(100), { group, normalize: "none" });
    expect(found.warnings[0]).toMatch(/net 3 is \d+ times as large as net \d \(Frobenius norms\)/);
    expect((found.toJSON() as { warnings: string[] }).warnings).toEqual(found.warnings);
    const tangent = await engine.tangentSpace(networks(100), { group, normalize: "none" });
    expect(tangent.warnings[0]).toMatch(/times as large/);
    expect((await engine.barycenter(networks(5), { group, normalize: "none" })).warnings.join()).not.toMatch(
      /times/,
    );
  });
});

it("clusters are those of shape, not those of scale", async () => {
  const { labels } = await engine.kmeans(networks(1000), { clusters: 2 });
  expect(labels[0]).toBe(labels[1]);
  expect(labels[2]).toBe(labels[3]);
  expect(labels[0]).not.toBe(labels[2]);
  const none = await engine.kmeans(networks(1000), { clusters: 2, normalize: "none" });
  expect(none.labels[2]).not.toBe(none.labels[3]);
  expect(none.warnings[0]).toMatch(/times as large/);
});

it("keeps networks of tiny responses beside those of huge ones", async () => {
  const nets = networks(1).map((one, k) => ({
    ...one,
    data: one.data.map((x) => x * 10 ** (150 * (k % 3) - 150)),
  }));
  const expected = await engine.barycenter(networks(1), { normalize: "frobenius" });
  expect(shown((await engine.barycenter(nets)).losses)).toEqual(shown(expected.losses));
});

it("zscore divides units by their standard deviation, and leaves a constant one at 0", async () => {
  const values = [1, 5, 3, 5, 5, 5];
  const x = representation("x", matrix(3, 2, Float64Array.from(values)));
  const { mean } = await engine.barycenter([x], { normalize: "zscore", group: "identity" });
  const sd = Math.sqrt(8 / 3);
  expect(shown(mean.data)).toEqual(shown([-2 / sd, 0, 0, 0, 2 / sd, 0]));
});

it("a network of zeros has no scale", async () => {
  const zeros = representation("zeros", matrix(12, 4));
  const nets = [...networks(1), zeros];
  await expect(engine.barycenter(nets, { normalize: "frobenius" })).rejects.toThrow(
    /zeros: every response is 0.*normalize "none"/,
  );
  expect((await engine.barycenter(nets)).warnings.join()).not.toMatch(/times/);
});
