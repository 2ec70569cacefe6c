import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const inFolder = (name: string) => join(folder, name);
const module = (name: string) =>
  fileURLToPath(new URL(`../../metrics/own/modules/${name}.mjs`, import.meta.url));
let files: string[];
const mine = inFolder("mine.mjs");
beforeAll(() => {
  files = [1, 2, 3, 4, 5, 6].map((seed) => writeResponses(folder, `net${seed}`, 20, 6, seed));
  copyFileSync(module("mean-gap"), mine);
});

describe("--metric ./mine.mjs", () => {
  it("measures, with its options as flags or behind a colon", async () => {
    const one = await repgeom("compare", files[0]!, files[1]!, "--metric", mine, "--power", "2");
    const other = await repgeom("compare", files[0]!, files[1]!, "--metric", `${mine}:power=2`);
    expect(one).toMatchObject({ code: 0, stderr: "" });
    expect(other.stdout).toBe(one.stdout);
    const several = await repgeom("compare", files[0]!, files[1]!, "--metric", `${mine}:power=2,cka`);
    expect(several.stdout).toMatch(/^mean-gap\t\S+\ncka\t\S+\n$/);
    expect(several.stdout).toContain(one.stdout.trim());
  });

  it("shows its options in help", async () => {
    const { stdout } = await repgeom("pairwise", "--metric", mine, "--help");
    expect(stdout.replace(/\s+/g, " ")).toContain(
      "--power <number> mean-gap: What the gap is multiplied by.",
    );
    expect(stdout.replace(/\s+/g, " ")).toContain("a metric of your own, ./mine.js, whose code is then run");
  });

  it("makes reports, intervals and explanations", async () => {
    const report = inFolder("report.html");
    const words = ["--bootstrap", "stimuli", "--samples", "20", "--json", "--report", report];
    const { code, stdout, stderr } = await repgeom("pairwise", ...files, "--metric", mine, ...words);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(JSON.parse(stdout)).toMatchObject({ metric: "mean-gap", own: { title: "Gap of means" } });
    expect(readFileSync(report, "utf8")).toContain("Gap of means");
    const why = await repgeom("explain", files[0]!, files[1]!, "--metric", mine, "--leave-out", "50");
    expect(why.code).toBe(0);
    const near = await repgeom("neighbors", files[0]!, "--among", ...files, "--metric", mine, "--k", "2");
    expect(near.stdout).toMatch(/net1/);
  });

  it("goes on from a checkpoint, in shards, and is refused when the file was changed", async () => {
    const run = (k: number) => ["pairwise", ...files, "--metric", mine, "--checkpoint", inFolder(`part${k}`), "--shard", `${k}/2`, "--quiet"]; // prettier-ignore
    for (const k of [1, 2]) expect(await repgeom(...run(k))).toMatchObject({ code: 0 });
    const merged = await repgeom("merge", inFolder("part1"), inFolder("part2"));
    const whole = await repgeom("pairwise", ...files, "--metric", mine);
    expect(merged.stdout).toBe(whole.stdout);
    const text = readFileSync(mine, "utf8");
    writeFileSync(mine, text.replace("power * sum", "2 * power * sum"));
    const changed = await repgeom(...run(1));
    writeFileSync(mine, text);
    expect(changed.code).toBe(1);
    expect(changed.stderr).toMatch(/is the checkpoint of another job: .*--metric.*mean-gap of mine\.mjs/);
  });

  it("has cache entries of its own content", async () => {
    const cached = ["pairwise", ...files, "--metric", mine, "--cache", inFolder("cache"), "--quiet"];
    const first = await repgeom(...cached);
    const text = readFileSync(mine, "utf8");
    writeFileSync(mine, text.replace("/ x.cols;", "/ x.cols + 1;"));
    const second = await repgeom(...cached);
    writeFileSync(mine, text);
    expect(second.stdout).not.toBe(first.stdout);
    const { stdout } = await repgeom("cache", inFolder("cache"), "--metric", "mean-gap");
    expect(stdout).toMatch(/mean-gap/);
  });

  it.each([
    ["that is not there", () => inFolder("none.js"), /no such file\. Names of metrics have no slash/],
    ["that is Python", () => "mine.py", /it is Python\. A metric of your own is a JavaScript module/],
    ["from the network", () => "https://example.org/mine.js", /code is not run from the network/],
    ["that throws", () => module("throws"), /cannot be imported: RangeError: not today/],
    ["without a metric", () => module("none"), /exports no metric/],
    ["with several", () => module("several"), /exports several metrics: .+ Say which: .+#NAME/],
  ])("refuses a file %s", async (_what, path, message) => {
    const { code, stderr } = await repgeom("compare", files[0]!, files[1]!, "--metric", path());
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
  });

  it("takes one of several metrics of a file by its name, and refuses two of one name", async () => {
    const one = await repgeom(
      "compare",
      files[0]!,
      files[1]!,
      "--metric",
      `${module("several")}#first-of-two`,
    );
    expect(one.code).toBe(0);
    const two = await repgeom("compare", files[0]!, files[1]!, "--metric", `${mine},${module("same-name")}`);
    expect(two).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("another file names its metric mean-gap"),
    });
  });

  it("is checked by check-metric, with an exit code", async () => {
    const good = await repgeom("check-metric", mine);
    expect(good).toMatchObject({ code: 0, stderr: "" });
    expect(good.stdout).toMatch(/ok +obeys the triangle inequality/);
    const bad = inFolder("bad.mjs");
    writeFileSync(bad, "export default { name: 'bad', range: [0, 1], compare: (x) => x.data[0] };");
    const found = await repgeom("check-metric", bad, "--json");
    expect(found).toMatchObject({ code: 1, stderr: expect.stringContaining("bad failed 1 of its checks") });
    expect(JSON.parse(found.stdout)).toMatchObject({ passed: false });
  });

  it("is code that serve does not run", async () => {
    const touched = inFolder("touched");
    writeFileSync(inFolder("touch.mjs"), `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(touched)}, "");`); // prettier-ignore
    const { code } = await repgeom("serve", "--metric", inFolder("touch.mjs"));
    expect(code).toBe(2);
    expect(() => readFileSync(touched)).toThrow("ENOENT");
  });
});
