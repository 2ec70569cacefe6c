// The study shape-space: its headline figures follow from the committed activations, and the page says the same.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "../folders.ts";
import { pagesOf, runStudy, valueOf, type Answers } from "./study.ts";

interface Evidence {
  readonly r2: number;
  readonly p: number;
}

interface Numbers {
  readonly networks: readonly { readonly network: string; readonly accuracy: number }[];
  readonly triangles: {
    readonly found: readonly { readonly form: string; readonly count: number; readonly joined: number }[];
    readonly triples: number;
  };
  readonly shifts: {
    readonly ways: readonly {
      readonly name: string;
      readonly rolled: number[];
      readonly scrambled: number[];
    }[];
  };
  readonly embedding: readonly {
    readonly maps: readonly { readonly dimensions: number; readonly median: number }[];
  }[];
  readonly mean: { readonly flat: { readonly correlation: number } };
  readonly predicted: readonly ({
    readonly covariate: string;
    readonly test: string;
    readonly space: string;
  } & Evidence)[];
  readonly simulatedRegions: readonly {
    readonly hierarchy: boolean;
    readonly sessions: Evidence;
    readonly regions: Evidence;
  }[];
}

let study: Answers<Numbers>;
beforeAll(async () => {
  study = await runStudy<Numbers>("shape-space");
}, 1_800_000);

describe("the study shape-space", () => {
  it("says on its page what follows from the committed activations", async () => {
    const { is, wouldBe } = await pagesOf("shape-space", study.claims);
    expect(is).toBe(wouldBe);
  });

  it("has 96 networks whose accuracies differ", () => {
    const accuracies = study.numbers.networks.map(({ accuracy }) => accuracy);
    expect(accuracies).toHaveLength(96);
    expect([Math.min(...accuracies), Math.max(...accuracies)]).toEqual(
      [0.3999, 0.8959].map((x) => expect.closeTo(x, 3)),
    );
  });

  it("counts violations of the triangle inequality in plain forms alone", () => {
    const { found, triples } = study.numbers.triangles;
    expect(triples).toBe((96 * 95 * 94) / 2);
    for (const { form, count, joined } of found)
      expect([count > 0, joined]).toEqual(form === "plain" ? [true, 1] : [false, 0]);
  });

  it("tells a shift from scrambled places by the convolutional metric alone", () => {
    const [convolutional, unshifted, flattened] = study.numbers.shifts.ways;
    expect(Math.max(...convolutional!.rolled)).toBeLessThan(1e-9);
    expect(Math.min(...convolutional!.scrambled)).toBeGreaterThan(0.5);
    expect(Math.min(...unshifted!.rolled)).toBeGreaterThan(0.5);
    expect(Math.max(...flattened!.rolled, ...flattened!.scrambled)).toBeLessThan(1e-9);
  });

  it("loses less on maps of more dimensions", () => {
    for (const { maps } of study.numbers.embedding) {
      const medians = maps.map(({ median }) => median);
      expect(medians).toEqual(medians.toSorted((a, b) => b - a));
    }
    expect(
      valueOf(study.claims, "3", "median error of a distance in 20 dimensions, Procrustes"),
    ).toBeLessThan(0.05);
    expect(study.numbers.mean.flat.correlation).toBeGreaterThan(0.99);
  });

  it("predicts accuracy by what position tells of the plan, and depth beyond it", () => {
    const of = (covariate: string, test: string) =>
      study.numbers.predicted.find(
        (one) => one.covariate === covariate && one.test === test && one.space === "Procrustes",
      )!;
    const [held, partialled, planned] = ["configurations held out", "confounds partialled out", "the plan partialled out"].map((test) => of("accuracy", test)); // prettier-ignore
    expect(held!.r2).toBeGreaterThan(0.8);
    expect(partialled!.r2).toBeLessThan(held!.r2 / 2);
    expect(partialled!.p).toBeLessThan(0.01);
    expect(planned!.p).toBeGreaterThan(0.05);
    expect(of("depth", "the plan partialled out")).toMatchObject({ p: 0.001 });
  });

  it("finds a simulated hierarchy where there is one, if regions are held out", () => {
    const [ordered, unordered] = study.numbers.simulatedRegions;
    expect([ordered!.hierarchy, unordered!.hierarchy]).toEqual([true, false]);
    expect(ordered!.regions.p).toBeLessThan(0.05);
    expect(unordered!.regions.p).toBeGreaterThan(0.05);
    expect(unordered!.sessions.r2).toBeGreaterThan(0.5); // regions are recognised, not ordered
  });

  it("says that regions are simulated wherever they are shown", () => {
    const section = study.sections.find(({ heading }) => heading === "Simulated brain regions")!;
    expect(section.warnings!.join()).toContain("no brain was recorded");
    for (const figure of section.figures.flat())
      expect(figure).toMatchObject({ caption: expect.stringMatching(/^Simulated/) });
    expect(study.claims.at(-1)).toMatchObject({ id: "4c", answer: "cannot say" });
    expect(readFileSync(join(root, "docs/studies/shape-space.md"), "utf8")).toContain(
      "No brain was recorded",
    );
  });
});
