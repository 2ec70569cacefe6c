import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { start, temporaryFolder, writeResponses } from "../support/repgeom.ts";

const folder = temporaryFolder();
// enough pairs of enough units that they take far longer than the test waits
const files = Array.from({ length: 40 }, (_, i) => writeResponses(folder, `net-${i}`, 300, 300, i + 1));

describe("an interrupt", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "by %s ends a long run within a second with code %i and leaves no file",
    async (signal, code) => {
      const out = join(folder, "D.npy");
      const child = start(["pairwise", ...files, "--metric", "procrustes", "--progress", "--out", out]);
      let stderr = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      while (!stderr.includes("comparing")) await once(child.stderr, "data");
      const sent = performance.now();
      child.kill(signal);
      const [ended] = (await once(child, "close")) as [number | null];
      expect(ended).toBe(code);
      expect(performance.now() - sent).toBeLessThan(1000);
      expect(stderr).not.toContain("repgeom:");
      expect(readdirSync(folder).filter((name) => !name.startsWith("net-"))).toEqual([]);
    },
  );
});

describe("a reader that goes away", () => {
  it("ends the command quietly", async () => {
    const child = start(["rdm", writeResponses(folder, "net-long", 500, 3, 1)]);
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    await once(child.stdout, "readable");
    child.stdout.destroy();
    const [code] = (await once(child, "close")) as [number | null];
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});
