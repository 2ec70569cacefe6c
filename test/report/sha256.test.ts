import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../src/report/sha256.ts";

describe("sha256", () => {
  it.each(["", "abc", "é😀", ...[55, 56, 63, 64, 65, 100_000].map((length) => "x".repeat(length))])(
    "is that of Node: %#",
    (text) => {
      expect(sha256(text).replace(/=+$/, "")).toBe(createHash("sha256").update(text).digest("base64url"));
    },
  );
});
