import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compare, read } from "repgeom";
import { describe, expect, it } from "vitest";
import { repgeom, temporaryFolder, writeResponses } from "../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const files = Array.from({ length: 3 }, (_, k) => writeResponses(folder, `net-${k}`, 14, 4, k + 1));
const pixels = writeResponses(folder, "pixels", 14, 3, 9);
const run = (words: readonly string[]) => repgeom(...words);
const cka = ["--metric", "cka", "--confound", pixels];

describe("--confound", () => {
  it("is read by compare, and its file is in the result", async () => {
    const { stdout, stderr } = await run(["compare", files[0]!, files[1]!, ...cka, "--json"]);
    const { value, options, warnings } = JSON.parse(stdout) as {
      value: number;
      options: { confound: object };
      warnings: string[];
    };
    const [x, y, confound] = await read([files[0]!, files[1]!, pixels]);
    expect(value).toBe(await compare(x!, y!, { metric: "cka", confound: confound! }));
    expect(options.confound).toMatchObject({ name: pixels, shape: [14, 3], as: "responses" });
    expect(warnings.join()).toContain(`the similarity of the stimuli in ${pixels} explains was removed`);
    expect(stderr).toContain("explains was removed");
  });

  it("is read by pairwise and by cross, for the metric that has it", async () => {
    const all = await run(["pairwise", ...files, ...cka, "--json"]);
    const some = await run(["cross", files[0]!, "--against", files[1]!, files[2]!, ...cka, "--json"]);
    const values = (text: string) => (JSON.parse(text) as { values: number[][] }).values;
    expect(values(some.stdout)[0]).toEqual(values(all.stdout)[0]!.slice(1));
    const several = ["pairwise", ...files, "--metric", `cka,cka:confound=${pixels}`, "--json"];
    const { results } = JSON.parse((await run(several)).stdout) as { results: { values: number[][] }[] };
    expect(results[1]!.values).toEqual(values(all.stdout));
    expect(results[0]!.values).not.toEqual(results[1]!.values);
  });

  it("goes on from a checkpoint, and not with another confounder", async () => {
    const asked = ["pairwise", ...files, "--metric", "cka", "--checkpoint", at("kept"), "--json"];
    const first = await run([...asked, "--confound", pixels]);
    expect((await run([...asked, "--confound", pixels])).stdout).toBe(first.stdout);
    const other = await run([...asked, "--confound", files[2]!]);
    expect(other.code).not.toBe(0);
  });

  it("is refused by name where it is not read", async () => {
    const explained = await run(["explain", files[0]!, files[1]!, ...cka]);
    expect(explained.stderr).toContain("--confound is for compare, cross and pairwise");
    const missing = ["compare", files[0]!, files[1]!, "--metric", "cka", "--confound", at("missing.npy")];
    expect((await run(missing)).stderr).toMatch(/missing\.npy: no such file/);
    const before = readFileSync(pixels);
    const over = await run(["pairwise", ...files, ...cka, "--out", pixels]);
    expect(over.stderr).toContain("would overwrite the input");
    expect(readFileSync(pixels).equals(before)).toBe(true);
    writeFileSync(at("two.csv"), "1,2\n3,4\n");
    const short = await run([
      "compare",
      files[0]!,
      files[1]!,
      "--metric",
      "cka",
      "--confound",
      at("two.csv"),
    ]);
    expect(short.stderr).toMatch(/has 14 stimuli and the confounder .*two\.csv has 2/);
  });
});
