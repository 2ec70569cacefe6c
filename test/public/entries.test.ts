import { expect, it } from "vitest";
import * as all from "repgeom";
import * as pairwise from "repgeom/pairwise";
import * as rdm from "repgeom/rdm";

it("the small entries have the functions of the large one", () => {
  for (const { createEngine, ...functions } of [pairwise, rdm]) {
    expect(all).toMatchObject(functions);
    expect(createEngine).toBeTypeOf("function");
  }
});

it("their engine is one to every function", async () => {
  const engine = await pairwise.createEngine({ threads: 0, deterministic: true });
  const network = [
    [1, 2, 4],
    [2, 1, 0],
    [0, 5, 1],
    [3, 3, 2],
  ];
  expect((await rdm.rdm(network, {}, { engine })).stimuli).toHaveLength(4);
  expect(await all.compare(network, network, { metric: "cka" }, { engine })).toBe(1);
  engine.close();
});
