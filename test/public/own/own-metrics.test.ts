// The code of docs/own-metrics.md and of examples/own-metric, run as a reader would.
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const folder = temporaryFolder();
const text = readFileSync(join(root, "docs/own-metrics.md"), "utf8");
const run = promisify(execFile);

beforeAll(() => {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules/repgeom"), "dir");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const [, name, code] of text.matchAll(/^```js (\S+)\n(.*?)^```/gms))
    writeFileSync(join(folder, name!), code!);
});

describe("the page on metrics of one's own", () => {
  it.each(["run.js", "check.js"])("has a program %s that prints what it says", async (name) => {
    const said = [...readFileSync(join(folder, name), "utf8").matchAll(/console\.log.* \/\/ (.*)$/gm)];
    const { stdout } = await run(process.execPath, [join(folder, name)]);
    for (const [, line] of said) expect(stdout).toContain(`${line}\n`);
  });

  it.each(["mean-gap.js", "cosine-gap.js"])("has a metric %s that keeps its promises", async (name) => {
    expect(await repgeom("check-metric", join(folder, name))).toMatchObject({ code: 0, stderr: "" });
  });

  it("names every member that a definition may have", async () => {
    const checked = readFileSync(join(root, "src/metrics/own/check-definition.ts"), "utf8");
    const members = /const members[^{]*\{(.*?)\};/s.exec(checked)![1]!.matchAll(/(\w+):/g);
    for (const [, member] of members) expect(text).toMatch(new RegExp(`\`${member}[\`(:]`));
  });
});

describe("the example", () => {
  it.each(["rank-gap.js", "wasm-gap.js"])("%s keeps its promises, on threads too", async (name) => {
    const found = await repgeom("check-metric", join(root, "examples/own-metric", name));
    expect(found).toMatchObject({ code: 0, stderr: "" });
    expect(found.stdout).toMatch(/ok +gives the same bits on worker threads/);
  });

  it("measures by wasm what the definition says", async () => {
    const files = [1, 2].map((seed) => writeResponses(folder, `n${seed}`, 12, 5, seed));
    const [wasm, plain] = await Promise.all(
      [join(root, "examples/own-metric/wasm-gap.js"), join(folder, "mean-gap.js")].map((metric) =>
        repgeom("compare", ...files, "--metric", metric),
      ),
    );
    expect(Number(wasm!.stdout)).toBeCloseTo(60 * Number(plain!.stdout), 10);
  });
});
