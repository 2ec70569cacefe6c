// Means of dissimilarities within and between categories, against the definition.
import { describe, expect, it } from "vitest";
import { categoryMeans } from "../../src/rdm/derived/categories.ts";
import { rdmFrom } from "../../src/rdm/rdm.ts";

const stimuli = ["a", "b", "c", "d", "e"];
// (a,b) (a,c) (a,d) (a,e) (b,c) (b,d) (b,e) (c,d) (c,e) (d,e)
const values = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
const rdm = (condensed: number[], name = "one") =>
  rdmFrom({ name, dissimilarity: "given", stimuli, condensed: Float64Array.from(condensed) });
const labels = ["x", "y", "x", "10", "y"];

describe("categoryMeans", () => {
  it("takes the mean over the pairs of each two categories", () => {
    const { categories, sizes, means, within, between } = categoryMeans([rdm(values)], labels);
    expect(categories).toEqual(["10", "x", "y"]);
    expect(sizes).toEqual([1, 2, 2]);
    // within x: (a,c) = 2; within y: (b,e) = 64
    expect(within[0]).toBe(33);
    const x10 = (4 + 128) / 2;
    const xy = (1 + 8 + 16 + 256) / 4;
    const y10 = (32 + 512) / 2;
    expect([...means[0]!]).toEqual([NaN, x10, y10, x10, 2, xy, y10, xy, 64]);
    expect(between[0]).toBe((4 + 128 + 1 + 8 + 16 + 256 + 32 + 512) / 8);
  });

  it("leaves out missing pairs, of each RDM its own", () => {
    const gap = values.with(1, NaN).with(3, NaN);
    const { means, within } = categoryMeans([rdm(gap), rdm(values, "two")], labels);
    expect([...within]).toEqual([64, 33]);
    expect(means[0]![4]).toBeNaN();
    expect(means[0]![5]).toBe((1 + 16 + 256) / 3);
  });

  it("writes a row for each RDM", () => {
    const [header, row] = categoryMeans([rdm(values)], labels)
      .toCsv()
      .split("\n");
    expect(header).toBe(",within,between,10 | 10,10 | x,10 | y,x | x,x | y,y | y");
    expect(row).toMatch(/^one,33,119\.625,,?/);
  });

  it.each([
    [["x", "y"], "2 labels for 5 stimuli"],
    [["x", "x", "x", "x", "x"], "1 different labels"],
    [stimuli, "5 different labels"],
  ])("refuses %j", (given, message) => {
    expect(() => categoryMeans([rdm(values)], given)).toThrow(message);
  });
});
