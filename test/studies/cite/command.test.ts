import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { version } from "../../../src/base/version.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const [a, b] = [writeResponses(folder, "a", 8, 3, 1), writeResponses(folder, "b", 8, 3, 2)];
const inFolder = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

/** What it prints, where it goes well. */
async function prints(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await repgeom("cite", ...words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

/** What it says, where the command line is wrong. */
async function refuses(code: number, ...words: string[]): Promise<string> {
  const outcome = await repgeom("cite", ...words);
  expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code, stdout: "" });
  return outcome.stderr;
}

it("cites the library itself without arguments", async () => {
  const text = await prints();
  expect(text).toContain("The repgeom contributors (2026). repgeom:");
  expect(text).toContain(`We used repgeom ${version}.`);
});

it("cites several metrics and studies, each with its options", async () => {
  const text = await prints(
    "--metric",
    "cka,rsa:comparator=rho-a",
    "--debiased",
    "--study",
    "isc:null=phase-shift",
  );
  for (const words of ["Song, L.", "Schütt, H. H.", "Hasson, U.", "debiased true", "null phase-shift"])
    expect(text).toContain(words);
});

it("takes an option that is a file without reading it", async () => {
  expect(await prints("--metric", "cka", "--confound", "nowhere.npy")).toContain("Cui, T.");
});

it("prints BibTeX, CSL-JSON and everything as JSON", async () => {
  const bibtex = await prints("--metric", "bures", "--format", "bibtex");
  expect([...bibtex.matchAll(/^@\w+\{(.+),$/gm)].map(([, key]) => key)).toEqual([
    "bhatia2019",
    "harvey2023",
    "repgeom",
  ]);
  const csl = JSON.parse(await prints("--metric", "bures", "--format", "csl-json")) as { id: string }[];
  expect(csl.map(({ id }) => id)).toEqual(["bhatia2019", "harvey2023", "repgeom"]);
  const all = JSON.parse(await prints("--study", "reliability", "--json")) as {
    subjects: unknown[];
    version: string;
  };
  expect(all).toMatchObject({ version, subjects: [{ kind: "study", name: "reliability" }] });
});

describe("a file", () => {
  it("of a result says its metric and its options", async () => {
    const file = join(folder, "D.json");
    await repgeom("pairwise", a, b, "--metric", "procrustes", "--group", "rotation", "--out", file);
    const text = await prints(file);
    expect(text).toContain("Umeyama, S.");
    expect(text).toContain("metric procrustes; group rotation");
  });

  it.each([
    ["gradient", ["--metric", "cka"], "Kornblith"],
    ["explain", ["--metric", "linear-regression"], "Zuber"],
    ["rdm", ["--dissimilarity", "nan-euclidean"], "Dixon"],
    ["srm", ["--features", "2", "--method", "robust-srm"], "Turek"],
    ["describe", ["--samples", "0"], "Roy, O."],
    ["barycenter", [], "Gower"],
    ["tangent", [], "Fletcher"],
  ])("that %s --json printed says its study", async (command, words, author) => {
    const { stdout, code } = await repgeom(command, a, b, ...words, "--json");
    expect(code).toBe(0);
    expect(await prints(inFolder(`${command}.json`, stdout))).toContain(author);
  });

  it("without a version is cited with this one, and that is said", async () => {
    const file = inFolder(
      "old.json",
      JSON.stringify({ metric: "rv", options: { center: false }, values: [[1]] }),
    );
    expect(await prints(file)).toContain("note: The result does not say which version made it");
  });

  it("that is no result is refused", async () => {
    expect(await refuses(1, inFolder("x.json", '{"a": 1}'))).toContain(
      "x.json: expected a result that repgeom wrote",
    );
    expect(await refuses(1, inFolder("y.json", "{"))).toContain("y.json: expected JSON");
    expect(await refuses(1, join(folder, "nowhere.json"))).toContain("no such file");
    expect(await refuses(2, a)).toContain("cite reads the .json of a result");
  });
});

it("says what was probably meant", async () => {
  expect(await refuses(2, "--metric", "cak")).toContain("Did you mean cka?");
  expect(await refuses(2, "--study", "iscc")).toContain("Did you mean isc?");
  expect(await refuses(2, "--study", "isc:nul=bootstrap")).toContain("Did you mean null?");
  expect(await refuses(2, "--study", "isc:null=boot")).toContain("bootstrap");
  expect(await refuses(2, "--study", "hyperalign:x=1")).toContain("none of its options");
  expect(await refuses(2, "cka")).toContain("a metric is cited by --metric cka.");
  expect(await refuses(2, "isc")).toContain("a study is cited by --study isc.");
  expect(await refuses(2, "--debiased")).toContain("give --metric too");
  expect(await refuses(2, "--format", "bib")).toContain("bibtex");
});
