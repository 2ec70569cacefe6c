import { spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeNpy } from "../../src/data/write.ts";
import { main, repgeom, temporaryFolder, writeResponses } from "../support/repgeom.ts";

const folder = temporaryFolder();
const a = writeResponses(folder, "a", 6, 3, 1);
const b = writeResponses(folder, "b", 6, 3, 2);
const other = writeResponses(folder, "other", 7, 3, 3);
const pair = ["compare", a, b];

/** The command fails with this code, prints nothing on stdout, and says each of `words`, without a stack. */
async function fails(code: number, command: readonly string[], ...words: string[]) {
  const outcome = await repgeom(...command);
  expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code, stdout: "" });
  for (const word of words) expect(outcome.stderr).toContain(word);
  expect(outcome.stderr).not.toMatch(/^\s+at .*:\d+/m);
  return outcome.stderr;
}

describe("help", () => {
  it("goes to stderr with code 2 when nothing was asked", () => fails(2, [], "Usage: repgeom", "Examples:"));

  it.each([
    [],
    ["compare"],
    ["pairwise"],
    ["cross"],
    ["rdm"],
    ["align"],
    ["gradient"],
    ["embed"],
    ["cluster"],
    ["neighbors"],
    ["barycenter"],
    ["kmeans"],
    ["tangent"],
    ["predict"],
    ["mantel"],
    ["studio"],
    ["metrics"],
  ])("of %j goes to stdout with examples and code 0", async (...words) => {
    const { code, stdout, stderr } = await repgeom(...words.flat(), "--help");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("Examples:");
  });

  it("shows the options of the metric named beside it, in any order, and of no other", async () => {
    const named = [
      await repgeom("compare", "--help", "--metric", "procrustes"),
      await repgeom("compare", "--metric", "procrustes", "--help"),
    ];
    for (const { code, stdout } of named) {
      expect(code).toBe(0);
      expect(stdout).toMatch(/--alpha <number> +procrustes: Whitening/);
      expect(stdout).toMatch(/--center +procrustes: [\s\S]*--no-center/);
      expect(stdout).not.toContain("--bandwidth");
      expect(stdout).not.toContain("convolutional: ");
    }
    const { stdout } = await repgeom("compare", "--help");
    expect(stdout).not.toContain("--alpha <number>");
    expect(stdout.replace(/\s+/g, " ")).toContain("For the options of a metric: --metric");
  });

  it("prints the version of the package", async () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect((await repgeom("--version")).stdout).toBe(`${version}\n`);
  });
});

describe("a wrong command line has code 2 and says what was meant:", () => {
  const cases: [string, string[], string[]][] = [
    ["a command", ["pairwize"], ["repgeom: unknown command 'pairwize'", "Did you mean pairwise?"]],
    ["a flag", [...pair, "--metric", "cka", "--debiasd"], ["unknown option '--debiasd'", "--debiased"]],
    [
      "a metric",
      [...pair, "--metric", "procrustse"],
      ["Did you mean procrustes?", "Accepted: procrustes, ", ", cka"],
    ],
    ["no metric", pair, ["--metric is missing", "procrustes, ", ", cka"]],
    [
      "a flag for a file",
      ["cross", a, "--against", "--metric", "cka"],
      ["--against takes a file", "--metric"],
    ],
    ["a flag for an output", [...pair, "--metric", "cka", "--out", "--json"], ["--out takes a file"]],
    ["a metric to describe", ["metrics", "ckaa"], ["Did you mean cka?"]],
    ["a name that every object has", [...pair, "--metric", "constructor"], ['Unknown metric "constructor"']],
    [
      "a value",
      [...pair, "--metric", "procrustes", "--ground", "angulr"],
      ["--ground", "Did you mean angular?"],
    ],
    [
      "a number",
      [...pair, "--metric", "procrustes", "--alpha", "half"],
      ['--alpha takes a number from 0 to 1, got "half"'],
    ],
    ["an empty number", [...pair, "--metric", "procrustes", "--alpha", ""], ["--alpha takes a number"]],
    [
      "a number out of range",
      [...pair, "--metric", "procrustes", "--alpha", "-0.5"],
      ["alpha", "-0.5", "0 to 1"],
    ],
    [
      "another metric's flag",
      [...pair, "--metric", "cka", "--alpha", "1"],
      ["not an option of cka", "--debiased"],
    ],
    ["threads", [...pair, "--metric", "cka", "--threads", "-1"], ["--threads", "at least 0"]],
    ["memory", [...pair, "--metric", "cka", "--max-memory", "2XB"], ["--max-memory", "GiB"]],
    ["no file", ["rdm"], ["missing required argument"]],
    ["no columns", ["cross", a, "--metric", "cka"], ["--against"]],
    ["one representation for two", ["compare", a, "--metric", "cka"], ["two representations, got 1: a"]],
    ["three for two", [...pair, other, "--metric", "cka"], ["got 3: a, b, other", "use pairwise"]],
    ["a dissimilarity", ["rdm", a, "--dissimilarity", "euclidian"], ["Did you mean euclidean?"]],
    ["axes that are none", [...pair, "--metric", "cka", "--axes", "rows,cols"], ["stimuli", "rows, cols"]],
    ["an extension", [...pair, "--metric", "cka", "--out", "D.npx"], ["--out D.npx", "Did you mean .npy?"]],
    ["a report that is no page", ["pairwise", a, b, "--metric", "cka", "--report", "r.pdf"], [".html"]],
  ];
  it.each(cases)("%s", (_what, command, words) => fails(2, command, ...words).then(() => {}));

  it("tells which command's help to read", () => fails(2, ["rdm"], "repgeom rdm --help"));
});

describe("a file that cannot be had has code 1:", () => {
  it("a missing input is named", () =>
    fails(1, ["compare", a, join(folder, "no.npy"), "--metric", "cka"], "no.npy: no such file"));

  it("a pattern that matched nothing is told as one", () =>
    fails(1, ["pairwise", join(folder, "no*.npy"), "--metric", "cka"], "no*.npy: no such file", "pattern"));

  it("a folder is not its files", () =>
    fails(1, ["pairwise", folder, a, "--metric", "cka"], `${folder} is a folder`, `${folder}/*.npy`));

  it("a folder is no output, which is said before any work", () => {
    mkdirSync(join(folder, "D.npy"));
    return fails(1, ["rdm", join(folder, "no.npy"), "--out", join(folder, "D.npy")], "D.npy is a folder");
  });

  it.runIf(existsSync("/dev/full"))("a full disk behind stdout is an error without a stack", () => {
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(process.execPath, [main, "rdm", a], {
      stdio: ["ignore", full, "pipe"],
      encoding: "utf8",
    });
    closeSync(full);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^repgeom: ENOSPC.*\n$/);
  });

  it("a broken input is named, with the place", async () => {
    const broken = join(folder, "broken.npy");
    writeFileSync(broken, readFileSync(a).subarray(0, 90));
    await fails(1, ["compare", a, broken, "--metric", "cka"], "broken.npy", "byte", "expected");
  });

  it("different stimuli are both counted", () =>
    fails(1, ["compare", a, other, "--metric", "cka"], "6", "7", "other"));

  it("a measure that is not defined is named, from a worker too", async () => {
    const constant = join(folder, "constant.npy");
    writeFileSync(constant, writeNpy([200, 60], new Float64Array(200 * 60)));
    const many = Array.from({ length: 6 }, (_, i) => writeResponses(folder, `many-${i}`, 200, 60, i + 5));
    await fails(1, ["pairwise", ...many, constant, "--metric", "procrustes", "--threads", "2"], "constant");
  });

  it("a folder that is not there is said before any work", () =>
    fails(
      1,
      ["rdm", join(folder, "no.npy"), "--out", join(folder, "none", "D.npy")],
      "there is no folder",
      "none",
    ));
});

describe("an output never destroys an input:", () => {
  it.each(["a.npy", "./a.npy", `../${basename(folder)}/a.npy`])("as %s", async (name) => {
    const before = readFileSync(a);
    await fails(2, [...pair, "--metric", "cka", "--out", `${folder}/${name}`], "would overwrite the input");
    expect(readFileSync(a).equals(before)).toBe(true);
  });

  it("through a link", async () => {
    symlinkSync(b, join(folder, "link.npy"));
    await fails(
      2,
      [...pair, "--metric", "cka", "--out", join(folder, "link.npy")],
      "would overwrite the input",
    );
  });

  it("as a column of cross", () =>
    fails(2, ["cross", a, "--against", b, "--metric", "cka", "--out", b], "would overwrite the input"));

  it("and a failed command leaves nothing", async () => {
    const out = join(folder, "never.npy");
    await fails(1, ["pairwise", a, other, "--metric", "cka", "--out", out]);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(dirname(out)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});
