import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "../examples/folders.ts";
import { temporaryFolder, type Outcome } from "../support/repgeom.ts";

const folder = temporaryFolder();
const studies = join(folder, "studies");
const page = join(folder, "docs/tiny.md");
const out = join(folder, "out");

/** The runner with studies of this test, as scripts/example.mjs starts it. */
const entry = join(folder, "entry.mjs");
const entryCode = `
  import { runInterruptibly } from ${JSON.stringify(pathToFileURL(join(root, "dist/src/cli/thread/interrupt.js")).href)};
  await runInterruptibly(import.meta.url, async (words, signal) => {
    const { example } = await import(${JSON.stringify(pathToFileURL(join(root, "scripts/example/example.mjs")).href)});
    return example(words, signal, { studies: ${JSON.stringify(studies)}, docs: ${JSON.stringify(join(folder, "docs"))} });
  });`;

/** A study of one claim, whose value is that of data/value.txt. */
const tiny = `
  import { readFileSync } from "node:fs";
  export const study = {
    name: "tiny",
    title: "A tiny study",
    question: "How large is it?",
    simulated: "all of it is made up.",
    training: { modules: ["os"] },
    flags: { more: { value: "FILE", doc: "adds what this file holds" } },
    async run({ control, log, flags }) {
      log("reads");
      const value = Number(readFileSync(new URL("data/value.txt", import.meta.url), "utf8"));
      const figures = [{ name: "size", value, interval: { lower: 0.1, upper: 0.5 }, p: 0.004, note: "of | one" }];
      const claims = [{ id: "1", claim: "It is <small>.", figures, answer: "partly", because: "0.25 is small." }];
      return { claims, sections: [], numbers: { hasEngine: control.engine !== undefined, value, ...flags } };
    },
  };`;
const slow = `export const study = { name: "slow", title: "", question: "", simulated: null,
  run: ({ control: { signal }, log }) => new Promise((_, fail) => {
    log("waits");
    signal.addEventListener("abort", () => fail(signal.reason));
    setTimeout(() => {}, 60_000);
  }) };`;

function addStudy(name: string, code: string): void {
  mkdirSync(join(studies, name, "data"), { recursive: true });
  writeFileSync(join(studies, name, "study.mjs"), code);
  writeFileSync(join(studies, name, "data/value.txt"), "0.25");
}

/** A program in place of Python: it is asked for modules by -c, and runs the script otherwise. */
function addPython(name: string, code: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${code}\n`);
  chmodSync(path, 0o755);
  return path;
}

beforeAll(() => {
  writeFileSync(entry, entryCode);
  addStudy("tiny", tiny);
  addStudy("slow", slow);
  mkdirSync(join(folder, "docs"));
});

interface Started {
  readonly environment?: Readonly<Record<string, string>>;
  /** Interrupts the run when stderr has this text. */
  readonly interruptAt?: string;
}

function example(words: readonly string[], { environment, interruptAt }: Started = {}): Promise<Outcome> {
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, [entry, ...words], { cwd: folder, env });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    if (interruptAt && stderr.includes(interruptAt)) child.kill("SIGINT");
  });
  return new Promise((done) => child.on("close", (code) => done({ code, stdout, stderr })));
}

describe("npm run example", () => {
  it.each([
    [[], "Which study? npm run example NAME, with one of: slow, tiny."],
    [["tini"], 'Unknown study "tini". Did you mean tiny? Accepted: slow, tiny.'],
    [["tiny", "slow"], "One study at a time, got 2: tiny, slow."],
    [["tiny", "--trian"], 'Unknown flag "--trian". Did you mean --train?'],
    [["tiny", "--train=no"], "--train takes no value, got no."],
    [["tiny", "--out"], "--out needs a folder."],
    [["tiny", "--more"], "--more needs a file."],
    [["slow", "--more", "x"], 'Unknown flag "--more".'],
    [["tiny", "--more", "x", "--docs"], "--docs writes what the committed data say; leave out --more."],
  ])("refuses %j with exit code 2", async (words, message) => {
    const { code, stdout, stderr } = await example(words);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining(message) as string,
    });
    expect(existsSync(out)).toBe(false);
  });

  it("prints claims, writes the report and the same summary twice", async () => {
    const { code, stdout } = await example(["tiny"]);
    expect(code).toBe(0);
    expect(stdout).toContain("size  0.25 (0.1 to 0.5), p = 0.004, of | one");
    expect(stdout).toContain("Simulated: all of it is made up.");
    const summary = () => readFileSync(join(out, "tiny/summary.json"), "utf8");
    const first = summary();
    expect(JSON.parse(first)).toMatchObject({
      name: "tiny",
      simulated: "all of it is made up.",
      claims: [{ id: "1", answer: "partly" }],
      numbers: { hasEngine: true, value: 0.25 },
    });
    const report = readFileSync(join(out, "tiny/report.html"), "utf8");
    expect(report).toContain("Simulated: all of it is made up.");
    await example(["tiny"]);
    expect(summary()).toBe(first);
  });

  it("gives a study the flags that it has itself, and lists them with --help", async () => {
    expect((await example(["tiny", "--more", "x.npy"])).code).toBe(0);
    const summary = JSON.parse(readFileSync(join(out, "tiny/summary.json"), "utf8")) as { numbers: object };
    expect(summary.numbers).toMatchObject({ more: "x.npy" });
    expect((await example(["tiny", "--help"])).stdout).toContain("--more FILE  adds what this file holds");
    expect((await example(["--help"])).stdout).not.toContain("--more");
  });

  it("writes into another folder, and says before the work that a file is none", async () => {
    const other = join(folder, "other");
    expect((await example(["tiny", "--out", other])).code).toBe(0);
    expect(readdirSync(other).sort()).toEqual(["report.html", "summary.json"]);
    const { code, stderr } = await example(["tiny", "--out", entry]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/expected a folder, this is a file/) as string]);
    expect(stderr).not.toContain("reads");
  });

  it("takes --docs from npm where -- was forgotten, and says that --out needs it", async () => {
    const npm = (flag: string) => ({ npm_lifecycle_event: "example", [`npm_config_${flag}`]: "true" });
    writeFileSync(page, "# Tiny\n\n<!-- claims -->\n\nold\n\n<!-- /claims -->\n\nAfter.\n");
    expect((await example(["tiny"], { environment: npm("docs") })).code).toBe(0);
    const text = readFileSync(page, "utf8");
    expect(text).toContain("size: 0.25 (0.1 to 0.5), p = 0.004, of \\| one");
    expect(text).toContain("It is &lt;small>.");
    expect(text).not.toContain("old");
    expect(text).toMatch(/<!-- \/claims -->\n\nAfter\.\n$/);
    const { code, stderr } = await example(["tiny", "there"], { environment: npm("out") });
    expect([code, stderr]).toEqual([2, expect.stringContaining("-- --out FOLDER") as string]);
  });

  it("leaves a page without its marks as it is", async () => {
    writeFileSync(page, "# Tiny\n\n<!-- /claims -->\n\n<!-- claims -->\n");
    const { code, stderr } = await example(["tiny", "--docs"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("expected <!-- claims -->") as string]);
    expect(readFileSync(page, "utf8")).toContain("<!-- /claims -->\n\n<!-- claims -->");
  });

  it("ends by Ctrl-C, and leaves nothing", async () => {
    const { code, stdout } = await example(["slow"], { interruptAt: "waits" });
    expect([code, stdout]).toEqual([130, ""]);
    expect(existsSync(join(out, "slow"))).toBe(false);
  });
});

describe("npm run example NAME -- --train", () => {
  const data = join(studies, "tiny/data");
  const value = () => readFileSync(join(data, "value.txt"), "utf8").trim();
  const files = () => readdirSync(join(studies, "tiny")).sort();
  const train = (PYTHON: string, interruptAt?: string) =>
    example(["tiny", "--train"], { environment: { PYTHON }, ...(interruptAt ? { interruptAt } : {}) });

  it("says that there is no Python, or a module missing, and what to do", async () => {
    const none = await train(join(folder, "none"));
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining("there is no ") as string]);
    const bare = addPython("bare", "echo \"ModuleNotFoundError: No module named 'os'\" >&2; exit 1");
    const { code, stderr } = await train(bare);
    expect(code).toBe(1);
    expect(stderr).toContain("--train needs Python 3 with os: ModuleNotFoundError: No module named 'os'.");
    expect(stderr).toContain("Without --train the study takes the committed data.");
  });

  it("puts complete data in the place of the old, and takes them", async () => {
    const python = addPython("good", '[ "$1" = -c ] || { echo trains; echo 0.5 > "$2/value.txt"; }');
    const { code, stdout, stderr } = await train(python);
    expect([code, stdout, stderr]).toEqual([
      0,
      expect.stringContaining("size  0.5") as string,
      expect.stringContaining("trains") as string,
    ]);
    expect(value()).toBe("0.5");
    expect(files()).toEqual(["data", "study.mjs"]);
  });

  it("changes no data where the script fails, writes nothing or is interrupted", async () => {
    const before = value();
    const bad = addPython("bad", '[ "$1" = -c ] || { echo 9 > "$2/value.txt"; exit 3; }');
    expect((await train(bad)).stderr).toContain("ended with code 3");
    const idle = addPython("idle", "exit 0");
    expect((await train(idle)).stderr).toContain("wrote nothing");
    const long = addPython(
      "long",
      '[ "$1" = -c ] || { echo 9 > "$2/value.txt"; echo begun; exec sleep 60; }',
    );
    expect((await train(long, "begun")).code).toBe(130);
    expect(value()).toBe(before);
    expect(files()).toEqual(["data", "study.mjs"]);
  });
});
