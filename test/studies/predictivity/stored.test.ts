import { describe, expect, it } from "vitest";
import type { Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import type { StoredType } from "../../../src/data/stored.ts";
import { regress } from "../../../src/studies/predictivity/regression.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import { chooseBuild, loadModule } from "../../../src/wasm/load.ts";
import { gaussian, multiply } from "../../support/data.ts";

const kernels = await createKernels(await loadModule(chooseBuild(true)));

describe.each(["ridge", "pls"] as const)("units of low rank stored as float32, with %s", (method) => {
  const random = createRandom(14);
  const [latent, mixing] = [gaussian(random, 60, 4), gaussian(random, 4, 30)];
  const units = multiply(latent, mixing);
  const stored = { ...units, data: Float64Array.from(Float32Array.from(units.data)) };
  const noisy = multiply(latent, gaussian(random, 4, 3));
  noisy.data.forEach((value, k) => (noisy.data[k] = value + 0.5 * random.normal()));
  const part = (a: Matrix, from: number, to: number) => ({
    rows: to - from,
    cols: a.cols,
    data: a.data.slice(from * a.cols, to * a.cols),
  });
  const predict = (x: Matrix, as?: StoredType) => {
    const regression = { method, ridges: [0], components: 20, stored: as };
    const fit = () =>
      kernels.detach(regress(part(x, 0, 40), part(noisy, 0, 40), part(x, 40, 60), regression, kernels));
    return kernels.scope(fit).data;
  };
  const largestGap = (a: Float64Array, b: Float64Array) =>
    Math.max(...a.map((value, k) => Math.abs(value - b[k]!)));

  it("predict as they did before they were stored", () => {
    const before = predict(units);
    expect(largestGap(predict(stored, "float32"), before)).toBeLessThan(1e-4);
    // Without the type, weights are fitted on what rounding left.
    expect(largestGap(predict(stored), before)).toBeGreaterThan(0.01);
  });
});
