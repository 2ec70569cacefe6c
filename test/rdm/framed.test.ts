// Reference patterns beside the stimuli.
import { describe, expect, it } from "vitest";
import { framed } from "../../src/rdm/derived/framed.ts";

const x = { name: "x", shape: [2, 2], data: Float64Array.of(3, 4, 0, 5) };

describe("framed", () => {
  it("adds the origin and a constant of the size of the responses", () => {
    const { shape, data, stimuli } = framed(x);
    const size = Math.sqrt((9 + 16 + 25) / 4);
    expect([shape, stimuli]).toEqual([
      [4, 2],
      ["0", "1", "origin", "constant"],
    ]);
    expect([...data]).toEqual([3, 4, 0, 5, 0, 0, expect.closeTo(size, 14), expect.closeTo(size, 14)]);
  });
  it("scales with the responses, however large or small", () => {
    for (const factor of [1e-200, 1e200]) {
      const { data } = framed({ ...x, data: x.data.map((value) => factor * value) });
      expect(data[7]! / factor).toBeCloseTo(framed(x).data[7]!, 12);
    }
  });
  it("takes a constant, names and repeats, and leaves missing responses out", () => {
    const { shape, data, stimuli } = framed(
      { name: "r", shape: [1, 2, 2], data: Float64Array.of(1, NaN, 1, 1) },
      { names: ["zero", "one"] },
    );
    expect([shape, stimuli]).toEqual([
      [3, 2, 2],
      ["0", "zero", "one"],
    ]);
    expect([...data.subarray(4)]).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    expect(framed(x, { constant: -2 }).data.at(-1)).toBe(-2);
  });
  it.each([
    [x, { constant: 0 }, "constant is 0"],
    [{ ...x, stimuli: ["origin", "b"] }, {}, 'has a stimulus "origin"'],
    [{ ...x, data: new Float64Array(4) }, {}, "all responses are 0"],
    [{ name: "v", shape: [4], data: new Float64Array(4) }, {}, "v is 4"],
  ])("refuses %#", (given, options, message) => {
    expect(() => framed(given, options)).toThrow(message);
  });
});
