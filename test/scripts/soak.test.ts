import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
// @ts-expect-error a script without types
import { grownBeyond } from "../../scripts/soak/held.mjs";

const soak = fileURLToPath(new URL("../../scripts/soak/run.mjs", import.meta.url));
const run = (...words: string[]) =>
  promisify(execFile)(process.execPath, ["--expose-gc", soak, ...words], { timeout: 300_000 });

describe("the soak", () => {
  it("in a few seconds prints one table, with what has grown beside its bound", async () => {
    const words = ["--minutes", "0.05", "--calls", "200", "--part", "engine", "--part", "small"];
    const { stdout } = await run(...words);
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toMatch(/part +after +calls +heap MiB +process MiB +grown +bound/);
    expect(lines.filter((line) => / (heap|process) /.test(line.slice(0, 20)))).toHaveLength(4);
    expect(stdout).not.toContain("BEYOND");
  }, 300_000);

  it("refuses no time and unknown parts", async () => {
    await expect(run("--minutes", "0")).rejects.toThrow("--minutes is 0; expected a number above 0.");
    await expect(run("--part", "moon")).rejects.toThrow(
      "--part is moon; expected one of engine, page, small",
    );
  });

  it("says when growth is beyond its bound", () => {
    const seen = [50, 70, 56.5].map((heap) => ({ heap, resident: NaN }));
    const found = { what: "heap", grown: 6.5, most: 6, isWorse: true };
    expect(grownBeyond(seen, { heap: 6, resident: 100 })).toEqual([found]);
    expect(grownBeyond(seen, { heap: 7, resident: 100 })[0].isWorse).toBe(false);
  });
});
