// RDM files, and rows that carry labels.
import { describe, expect, it } from "vitest";
import {
  averageRows,
  labelsOf,
  rdmFrom,
  readRdms,
  selectRows,
  splitRows,
  stackRows,
  writeNpy,
} from "../../src/index.ts";

const file = (name: string, shape: readonly number[], values: readonly number[]) => ({
  name,
  bytes: writeNpy(shape, values),
});
const three = rdmFrom({
  name: "r",
  dissimilarity: "cosine",
  stimuli: ["a", "b", "c"],
  condensed: Float64Array.of(1, NaN, 3),
});

describe("readRdms", () => {
  it("reads condensed, square and stacked RDMs", async () => {
    const [condensed] = await readRdms(file("r.npy", [3], [1, 2, 3]));
    expect(condensed).toMatchObject({ name: "r", stimuli: ["0", "1", "2"] });
    expect([...condensed!.condensed]).toEqual([1, 2, 3]);
    const [square] = await readRdms(file("s.npy", [3, 3], [0, 1, 2, 1, 0, 3, 2, 3, 0]));
    expect([...square!.condensed]).toEqual([1, 2, 3]);
    const stack = await readRdms(file("t.npy", [2, 3], [1, 2, 3, 4, 5, 6]));
    expect(stack.map(({ name, condensed: values }) => [name, ...values])).toEqual([
      ["t:0", 1, 2, 3],
      ["t:1", 4, 5, 6],
    ]);
    const squares = await readRdms(file("u.npy", [2, 2, 2], [0, 7, 7, 0, 0, 8, 8, 0]));
    expect(squares.map(({ condensed: values }) => [...values])).toEqual([[7], [8]]);
  });

  it("reads what it writes, names and missing entries too", async () => {
    const [csv] = await readRdms(
      { name: "r.csv", bytes: new TextEncoder().encode(three.toCsv()) },
      { dissimilarity: "cosine" },
    );
    expect(csv).toMatchObject({ name: "r", dissimilarity: "cosine", stimuli: ["a", "b", "c"], missing: 1 });
    expect(csv!.condensed).toEqual(three.condensed);
    for (const square of [false, true]) {
      const [npy] = await readRdms({ name: "r.npy", bytes: three.toNpy({ square }) });
      expect(npy!.condensed).toEqual(three.condensed);
    }
  });

  it("takes a square that is not symmetric for a stack only where that fits", async () => {
    expect(await readRdms(file("t.npy", [3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]))).toHaveLength(3);
    await expect(readRdms(file("t.npy", [2, 2], [0, 1, 2, 0]))).rejects.toThrow(
      /t: entry \(1, 0\) is 2, entry \(0, 1\) is 1/,
    );
    await expect(
      readRdms(
        file(
          "t.npy",
          [4, 4],
          Array.from({ length: 16 }, () => 1),
        ),
      ),
    ).rejects.toThrow(/entry \(0, 0\) is 1/);
  });

  it("refuses lengths that no RDM has, infinities and responses", async () => {
    await expect(readRdms(file("r.npy", [4], [1, 2, 3, 4]))).rejects.toThrow(
      /r is 4; an RDM file is condensed .*3 for 3 stimuli, 6 for 4/,
    );
    await expect(readRdms(file("r.npy", [2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]))).rejects.toThrow(
      /r is 2 × 5.*Responses become RDMs by rdm/,
    );
    await expect(readRdms(file("r.npy", [3], [1, Infinity, 3]))).rejects.toThrow(/r: value 1 is Infinity/);
  });
});

describe("rows with labels", () => {
  const table = {
    columns: ["condition", "run", "region"],
    rows: [
      ["b", "10", "V1"],
      ["a", "9", "V1"],
      ["b", "9", "IT"],
      ["a", "10", "IT"],
    ],
  };
  const representation = { name: "X", shape: [4, 2], data: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8) };
  const given = { representation, labels: labelsOf(table, 4, "X") };

  it("are selected", () => {
    const { representation: part, labels } = selectRows(given, { region: ["V1"] });
    expect([part.shape, [...part.data]]).toEqual([
      [2, 2],
      [1, 2, 3, 4],
    ]);
    expect(labels["condition"]).toEqual(["b", "a"]);
    expect(selectRows(given, { region: ["V1", "IT"], condition: ["a"] }).representation.shape).toEqual([
      2, 2,
    ]);
  });
  it("are averaged, the values in order", () => {
    const { representation: means, labels } = averageRows(given, "condition");
    expect(means.stimuli).toEqual(["a", "b"]);
    expect([...means.data]).toEqual([5, 6, 3, 4]);
    // only what all rows of a mean share is known of it
    expect(Object.keys(labels)).toEqual(["condition"]);
  });
  it("are split, numbers by value", () => {
    const parts = splitRows(given, "run");
    expect(
      parts.map(({ value, part }) => [value, part.representation.name, ...part.representation.data]),
    ).toEqual([
      ["9", "X:9", 3, 4, 5, 6],
      ["10", "X:10", 1, 2, 7, 8],
    ]);
  });
  it("are stacked, named file:stimulus", () => {
    const other = { name: "Y", shape: [1, 2], data: Float64Array.of(9, 9), stimuli: ["face"] };
    const whole = stackRows([representation, other]);
    expect(whole.shape).toEqual([5, 2]);
    expect(whole.stimuli).toEqual(["X:0", "X:1", "X:2", "X:3", "Y:face"]);
    expect([...whole.data.subarray(8)]).toEqual([9, 9]);
  });
  it("refuse what does not fit", () => {
    expect(() => labelsOf(table, 5, "X")).toThrow(/X has 5 rows, the table of labels 4/);
    expect(() => labelsOf({ ...table, columns: ["a", "a", "b"] }, 4, "X")).toThrow(/two columns "a"/);
    expect(() => averageRows(given, "cond")).toThrow(
      /no column "cond"; its columns are condition, run, region/,
    );
    expect(() => selectRows(given, { region: ["V4"] })).toThrow(
      /No row has "V4" in column region; its values are IT, V1/,
    );
    expect(() => selectRows(given, { region: ["V1"], run: ["9"], condition: ["b"] })).toThrow(
      /X: no row has all the labels/,
    );
    const wide = { name: "Y", shape: [1, 3], data: Float64Array.of(9, 9, 9) };
    expect(() => stackRows([representation, wide])).toThrow(/X is 4 × 2, Y is 1 × 3; .* the same units/);
    expect(() => stackRows([])).toThrow(/no representations/);
  });
});
