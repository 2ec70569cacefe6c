import { describe, expect, it } from "vitest";
import { fromJson, jsonOf, plainOf } from "../../../src/run/ledger/json.ts";

describe("plain data as JSON", () => {
  const odd = { list: [Infinity, -Infinity, NaN, -0, 0, 1.5], texts: ["Infinity", "-0"], none: null };

  it("comes back with the numbers that JSON does not have, to the bit", () => {
    expect(fromJson(jsonOf(odd))).toStrictEqual(odd); // which tells −0 from 0
  });

  it("leaves what only looks like such a number", () => {
    const like = [{ number: 3 }, { number: "three" }, { number: "Infinity of them" }, "Infinity"];
    expect(fromJson(jsonOf(like))).toStrictEqual(like);
  });

  it("has words for infinite numbers where people read it, and drops what is absent", () => {
    expect(plainOf({ scale: Infinity, absent: undefined })).toStrictEqual({ scale: "Infinity" });
  });
});
