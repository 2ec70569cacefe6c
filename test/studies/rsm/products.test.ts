import { expect, it } from "vitest";
import { matrix } from "../../../src/base/matrix.ts";
import { finish } from "../../../src/base/steps.ts";
import { createRandom } from "../../../src/base/random.ts";
import { ownProducts, productsOf, scoped } from "../../../src/studies/rsm/products.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import { chooseBuild, loadModule } from "../../../src/wasm/load.ts";
import { gaussian } from "../../support/data.ts";

const kernels = await createKernels(await loadModule(chooseBuild(false)));
const random = createRandom(4);
const rows = (count: number, length: number) => matrix(count, length, gaussian(random, count, length).data);

it("products in steps have the bits of one product", () => {
  // A step is 67 rows: two whole steps and a rest.
  const [x, y] = [rows(200, 10_000), rows(200, 10_000)];
  const steps = [...ownProducts(x, kernels)];
  expect(steps).toHaveLength(3);
  kernels.scope(() => {
    expect(finish(ownProducts(x, kernels)).data).toEqual(kernels.detach(kernels.syrk(x)).data);
    const whole = kernels.detach(kernels.gemm(x, y, { transB: true }));
    expect(finish(productsOf(x, y, kernels)).data).toEqual(whole.data);
  });
});

it("steps that are stopped give their memory back", () => {
  const before = kernels.usage.used;
  const steps = scoped(kernels, function* () {
    kernels.uninitialized(100, 100);
    yield;
  });
  steps.next();
  expect(kernels.usage.used).toBeGreaterThan(before);
  steps.return(undefined);
  expect(kernels.usage.used).toBe(before);
});
