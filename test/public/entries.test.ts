import { describe, expect, it } from "vitest";
import * as all from "repgeom";
import * as options from "repgeom/options";
import * as pairwise from "repgeom/pairwise";
import * as rdm from "repgeom/rdm";
import * as reporting from "repgeom/report";

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

describe("the entry of options", () => {
  const schemas = Object.entries(options).filter(
    ([name]) => name.endsWith("Options") && name !== "resolveOptions",
  );

  it("names each schema after a function", () => {
    const functions = { ...all, ...reporting } as Record<string, unknown>;
    const ofNone = schemas
      .map(([name]) => name.replace(/Options$/, ""))
      .filter((name) => !(name in functions));
    // Two are not of one function: of a part of `rsa`, and of all dissimilarities.
    expect(ofNone.sort()).toEqual(["crossvalidation", "dissimilarity"]);
    expect(schemas.length).toBeGreaterThan(40);
  });

  it("has those that the functions check", async () => {
    const x = [[1], [2], [4]];
    const asked: Record<string, () => unknown> = {
      rdm: () => all.rdm(x, { nonsense: 1 } as object),
      embed: () =>
        all.embed(
          [
            [0, 1],
            [1, 0],
          ],
          { nonsense: 1 } as object,
        ),
      pairwise: () => all.pairwise([x, x], { metric: "cka", folds: 1 }),
      cluster: () =>
        all.cluster(
          [
            [0, 1],
            [1, 0],
          ],
          { nonsense: 1 } as object,
        ),
      srm: () => all.srm([x, x], { nonsense: 1 } as object),
      isc: () => all.isc([x, x], { nonsense: 1 } as object),
      layerStudy: () => all.layerStudy({ networks: [], regions: [], nonsense: 1 } as never),
    };
    for (const [name, ask] of Object.entries(asked)) {
      const message = await Promise.resolve().then(ask).then(() => "", (error: Error) => error.message); // prettier-ignore
      const schema = (options as unknown as Record<string, options.AnySchemas>)[`${name}Options`]!;
      const known =
        name === "pairwise" ? options.acceptedValues(schema["folds"]!) : Object.keys(schema).join(", ");
      expect(message).toContain(known);
    }
  });

  it("writes options as flags, which a command line reads as they were", () => {
    const given = { folds: 5, bootstrap: "stimuli", confidence: 0.9, test: [[[1]]], seed: undefined };
    expect(options.flagsOf(options.pairwiseOptions, given)).toEqual([
      "--folds", "5", "--bootstrap", "stimuli", "--confidence", "0.9",
    ]); // prettier-ignore
    expect(options.flagsOf(options.rsaOptions, { dual: false, bootstrap: ["stimuli", "subjects"] })).toEqual([
      "--no-dual", "--bootstrap", "stimuli,subjects",
    ]); // prettier-ignore
    expect(options.flagsOf(options.iscOptions, { tolerateNans: false })).toEqual(["--tolerate-nans", "no"]);
  });
});
