import { readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeNpy } from "../../src/data/write.ts";
import { repgeom, start, temporaryFolder, writeResponses } from "../support/repgeom.ts";

const folder = temporaryFolder();

/** Writes a file and gives its path. */
function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const rdm = (path: string, ...flags: string[]) =>
  repgeom("rdm", path, "--dissimilarity", "euclidean", ...flags);

/** This machine is shared, and each test starts several processes. */
const patient = { timeout: 60_000 };

describe("a table of text", patient, () => {
  it.each([
    ["NA", "NA,2,3\n4,5,7\n7,8,1\n1,0,2\n", 'the missing value "NA" in line 1, column 1'],
    ["a first row of NA", "NA,NA,NA\n4,5,7\n7,8,1\n", 'the missing value "NA" in line 1, column 1'],
    ["NA in the first row", "1,NA\n3,4\n5,6\n", 'the missing value "NA" in line 1, column 2'],
    ["a hexadecimal number", "0x10,2,3\n4,5,7\n7,8,1\n", '"0x10" in line 1, column 1'],
    ["a decimal comma", '"1,5",2,3\n4,5,7\n7,8,1\n', '"1,5" in line 1, column 1'],
    ["names and numbers", "face1,2,3\n2,5,7\nhouse,8,1\n", '"face1" in line 1 and "2" in line 2'],
  ])("with %s in its first cells is refused with the flags", async (_what, text, got) => {
    const { code, stdout, stderr } = await rdm(file("net.csv", text));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(got);
    expect(stderr).toMatch(/say (--header|--row-names) yes|Say --row-names yes .* or --row-names no/);
    expect(stderr).not.toMatch(/rowNames|header "/);
  });

  it("says what it took as names, once for files that are alike, and not with --quiet or a flag", async () => {
    const text = "stim,u1,u2\ncat,1,2\ndog,3,5\ncow,5,1\n";
    const paths = ["a.csv", "b.csv"].map((name) => file(name, text));
    const command = ["pairwise", ...paths, "--metric", "procrustes"];
    const { code, stderr } = await repgeom(...command);
    expect(code).toBe(0);
    expect(stderr).toContain(
      'repgeom: note: a, b: took the first row as a header ("u1", "u2") and the first column as names of ' +
        'the rows ("cat", "dog", "cow"). For numbers there: --header no --row-names no.\n',
    );
    expect((await repgeom(...command, "--quiet")).stderr).toBe("");
    const half = await repgeom(...command, "--header", "yes");
    expect(half.stderr).toContain("took the first column as names of the rows");
    expect(half.stderr).not.toContain("header");
    expect((await repgeom(...command, "--header", "yes", "--row-names", "yes")).stderr).toBe("");
  });

  it("is read as the flags say, on commands of responses, RDMs and distances", async () => {
    const path = file("numbers.csv", "0,1,2\n1,0,3\n2,3,0\n");
    expect((await rdm(path, "--header", "yes")).stdout.trim().split("\n")).toHaveLength(1);
    expect((await rdm(path, "--header", "no")).stdout.trim().split("\n")).toHaveLength(3);
    const square = file("square.csv", "7,8,9,6\n7,0,1,2\n8,1,0,3\n9,2,3,0\n");
    const both = ["--header", "yes", "--row-names", "yes"];
    const commands = [
      ["cluster", square, "--clusters", "2"],
      ["compare-rdms", square, square, "--comparator", "spearman"],
      ["compare-metrics", square, path, "--comparator", "cosine"],
      ["rsa", "--data", square, "--models", square, "--comparator", "cosine"],
    ];
    for (const [command, ...rest] of commands.slice(0, 2)) {
      expect(await repgeom(command!, ...rest, ...both)).toMatchObject({ code: 0 });
      expect(await repgeom(command!, ...rest)).toMatchObject({ code: command === "cluster" ? 2 : 1 });
    }
    for (const [command] of commands) {
      const { stdout } = await repgeom(command!, "--help");
      expect(stdout).toContain("--header <name>");
      expect(stdout).toContain("--row-names <name>");
    }
    const wrong = await rdm(path, "--header", "maybe");
    expect(wrong).toMatchObject({ code: 2 });
    expect(wrong.stderr).toContain('--header: Unknown value "maybe". Accepted: auto, yes, no.');
  });
});

describe("covariates", patient, () => {
  const distances = file("D.npy", writeNpy([4, 4], [0, 1, 2, 3, 1, 0, 1, 2, 2, 1, 0, 1, 3, 2, 1, 0]));
  const predict = (cells: string[]) => {
    const table = file("covariates.csv", `name,value\n${cells.map((cell, k) => `n${k},${cell}\n`).join("")}`);
    return repgeom("predict", distances, "--covariates", table, "--column", "value");
  };

  it.each([
    ["decimal commas", ['"1,5"', '"2,5"', '"3,5"', '"4,5"'], 'value of n0 is "1,5"'],
    ["hexadecimal numbers", ["0x10", "0x11", "0x12", "0x13"], 'value of n0 is "0x10"'],
    ["missing values", ["NA", "a", "b", "a"], 'value of n0 is "NA"'],
    ["a missing number", ["1", "2", "NA", "4"], 'value of n2 is "NA"'],
    ["an infinity", ["1", "2", "3", "inf"], 'value of n3 is "inf"'],
  ])("with %s are neither numbers nor classes", async (_what, cells, got) => {
    const { code, stderr } = await predict(cells);
    expect(code).toBe(2);
    expect(stderr).toContain(got);
  });
});

describe("long and hostile texts", patient, () => {
  const hostile = "\u001b]0;owned\u0007\u001b[31m\u009b2J\u202e";

  it("a cell of 300,000 digits ends soon and is not printed whole", async () => {
    const began = performance.now();
    const { code, stderr } = await rdm(file("long.csv", `1,2\n${"1".repeat(300_000)}x,4\n`));
    expect(code).toBe(1);
    expect(stderr.length).toBeLessThan(700);
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  it("values of flags, names of files and cells do nothing to the terminal", async () => {
    const name = `net${hostile}\n`;
    const paths = [file(`${name}.csv`, `${hostile},1\n${hostile}\n`), file(`${name}.npy`, "no array")];
    const long = hostile.repeat(2000);
    const commands = [
      ["rdm", paths[0]!],
      ["rdm", paths[1]!],
      ["rdm", join(folder, `${name}-absent.npy`)],
      ["compare", ...paths, "--metric", long],
      ["rdm", paths[1]!, `--${long}`],
      [long],
      ["pairwise", ...paths, "--metric", "cka", "--seed", long],
      ["pairwise", ...paths, "--metric", "cka", "--out", `${long}.npy`],
    ];
    for (const command of commands) {
      const { code, stderr, stdout } = await repgeom(...command);
      expect(code).toBeGreaterThan(0);
      expect(stdout).toBe("");
      expect(stderr.length).toBeLessThan(4000);
      // oxlint-disable-next-line no-control-regex
      expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
  });

  it("names are visible in tables and notes, exact in JSON, and no formula in .csv", async () => {
    const names = [`=1+2${hostile}`, `n\tm`];
    const paths = names.map((name, k) => {
      const path = writeResponses(folder, `plain-${k}`, 6, 3, k + 1);
      return file(`${name}.npy`, readFileSync(path));
    });
    const out = join(folder, "K.csv");
    const written = await repgeom("pairwise", ...paths, "--metric", "procrustes", "--out", out);
    expect(written).toMatchObject({ code: 0 });
    const [header, first] = readFileSync(out, "utf8").split("\n");
    expect(header).toBe(`,"'${names[0]}",${names[1]}`);
    expect(first!.startsWith(`"'=1+2`)).toBe(true);
    const nearest = ["neighbors", paths[0]!, "--among", ...paths, "--metric", "procrustes"];
    const table = await repgeom(...nearest);
    expect(table.stdout).toContain("=1+2\\u001b]0;owned\\u0007");
    expect(table.stdout).toContain("n\\tm");
    const json = await repgeom(...nearest, "--json");
    // oxlint-disable-next-line no-control-regex
    const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/;
    for (const { stdout, stderr } of [table, json]) expect(stdout + stderr).not.toMatch(obeyed);
    expect(JSON.stringify(JSON.parse(json.stdout))).toContain(JSON.stringify(names[0]));
    const clustered = await repgeom("cluster", out, "--json");
    expect(clustered.stdout).toContain(JSON.stringify(names[0]).slice(1, 20));
    expect(clustered.stderr).not.toMatch(obeyed);
  });
});

describe("reading", patient, () => {
  const row = `${Array.from({ length: 500 }, (_, k) => (k / 7).toString()).join(",")}\n`;

  // The open file is seen in /proc alone.
  it.runIf(process.platform === "linux").each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("of a large table is ended by %s with code %i", async (signal, code) => {
    const path = file("large.csv", row.repeat(8000));
    const child = start(["rdm", path]);
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const closed = new Promise((done) => child.on("close", done));
    while (!isOpen(child.pid!, path)) await new Promise((done) => setTimeout(done, 2));
    while (isOpen(child.pid!, path)) await new Promise((done) => setTimeout(done, 2));
    const sent = performance.now();
    child.kill(signal);
    expect(await closed).toBe(code);
    // Ten times what an idle machine takes; the table takes seconds.
    expect(performance.now() - sent).toBeLessThan(3000);
    expect(stderr).toBe("");
  });
});

function isOpen(pid: number, path: string): boolean {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).some((fd) => linkOf(join(folder, fd)) === path);
  } catch {
    return false;
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
