import { describe, expect, it } from "vitest";
import { showP } from "../../src/report/numbers.ts";

describe("showP", () => {
  it.each([
    [1 / 201, "0.005"],
    [0.9845, "0.98"],
    [0.9996, "0.9996"],
    [0.99999, "0.99999"],
    [1, "1"],
    [0.0123, "0.012"],
    [1e-5, "0.00001"],
    [2.3e-9, "2.3e−9"],
  ])("shows %f as %s: neither 0 nor 1 unless it is", (p, text) => expect(showP(p)).toBe(text));
});
