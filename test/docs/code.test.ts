// Every block of TypeScript and JavaScript of README and docs: TypeScript is compiled, all at once, and what needs no
// page is run, all in one process.
import { spawn } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { transformWithOxc } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { networksOfSite } from "../../scripts/docs/data.mjs";
import { provide } from "./fixtures.ts";
import { blocksOf, pagesWithCode, placeOf, root } from "./pages.ts";
import { filesIn, globals, isCode, programsOf, type Program } from "./programs.ts";
import { readersFolder } from "./run.ts";
import { isShell } from "./shell.ts";

/** Pages whose code another test runs, with what it needs. */
const elsewhere = new Set(["docs/recipes.md"]);

const programs = pagesWithCode.filter((page) => !elsewhere.has(page)).flatMap(programsOf);
const folder = readersFolder("README.md");
const fileOf = (program: Program) => `p${programs.indexOf(program)}/main`;
const isRun = ({ inPage }: Program) => !inPage;

const options = {
  noEmit: true,
  strict: true,
  target: "es2022",
  module: "nodenext",
  lib: ["es2023", "dom", "dom.iterable"],
  types: ["node"],
  skipLibCheck: true,
};

/** What a program of Node says on both outputs. */
async function output(words: readonly string[], cwd: string): Promise<string> {
  const child = spawn(process.execPath, words, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  await new Promise((done) => child.on("close", done));
  return said;
}

/** Messages of the compiler, with the places of the pages. */
async function compile(): Promise<string> {
  const tsconfig = { compilerOptions: options, include: ["globals.d.ts", "p*/main.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
  writeFileSync(join(folder, "globals.d.ts"), globals);
  return output([join(root, "node_modules/typescript/bin/tsc"), "--pretty", "false"], folder);
}

/** Files that programs name, `nets/*.npy`, and the code as Node runs it. */
async function writeProgram(program: Program): Promise<void> {
  const file = join(folder, fileOf(program));
  mkdirSync(dirname(file), { recursive: true });
  const data = program.code.includes("data/")
    ? Object.keys(networksOfSite).map((name) => `data/${name}`)
    : [];
  for (const path of [...data, ...filesIn(program.code)])
    await provide(dirname(file), path, readerOf(program.code, path));
  const code = `${program.code}\nexport {};\n`;
  if (program.language === "ts") writeFileSync(`${file}.ts`, code);
  writeFileSync(`${file}.js`, program.language === "ts" ? await scriptOf(code) : code);
}

/** The command that reads a file as this line of a program does. */
function readerOf(code: string, path: string): string {
  const line = code.split("\n").find((one) => one.includes(path)) ?? "";
  return /readRdms\(/.test(line) ? "compare-rdms" : "";
}

/** The script of TypeScript. What cannot be parsed fails in its own test. */
async function scriptOf(code: string): Promise<string> {
  try {
    return (await transformWithOxc(code, "main.ts")).code;
  } catch (error) {
    return `throw new Error(${JSON.stringify(String(error))});`;
  }
}

/** What went wrong, by file. */
async function runAll(): Promise<Map<string, string | undefined>> {
  const files = programs.filter(isRun).map((program) => `${fileOf(program)}.js`);
  const said = await output([join(root, "test/docs/runner.mjs"), folder, ...files], folder);
  const answers = said
    .split("\n")
    .filter((line) => line.startsWith('{"file"'))
    .map((line) => JSON.parse(line) as { readonly file: string; readonly error?: string });
  return new Map(answers.map(({ file, error }) => [file.replace(/\.js$/, ""), error ?? ""]));
}

let compiled: string;
let ran: Map<string, string | undefined>;

beforeAll(async () => {
  symlinkSync(join(root, "node_modules/@types"), join(folder, "node_modules/@types"), "dir");
  await provide(folder, "nets/*.npy", "");
  for (const program of programs) await writeProgram(program);
  [compiled, ran] = await Promise.all([compile(), runAll()]);
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const typed = programs.filter(({ language }) => language === "ts");

it.each(typed)("the code at $place has the types of the library", (program) => {
  const own = compiled.split("\n").filter((line) => line.startsWith(`${fileOf(program)}.ts`));
  expect(own).toEqual([]);
});

it.each(programs.filter(isRun))("the code at $place runs", (program) => {
  expect(ran.get(fileOf(program))).toBe("");
});

describe("what is checked", () => {
  it("has no message of the compiler of another place", () => {
    const lines = compiled.split("\n").filter((line) => /error TS/.test(line));
    expect(lines.filter((line) => !/^p\d+\/main\.ts/.test(line))).toEqual([]);
  });

  it("has a reason wherever a block is not run", () => {
    const blocks = pagesWithCode.flatMap((page) => blocksOf(page));
    const ours = blocks.filter((block) => isShell(block) || isCode(block)); // no other language is run at all
    const silent = ours.filter(({ noRun }) => noRun !== undefined && !/\w+\W+\w+/.test(noRun));
    expect(silent.map(placeOf)).toEqual([]);
  });

  it("joins what goes on, and takes no other language", () => {
    const text =
      "```ts\nconst a = 1;\n```\n```ts goes-on\na;\n```\n```py\nb\n```\n```js no-run a b\nc\n```\n";
    expect(blocksOf("README.md", text).map(({ noRun }) => noRun)).toEqual([
      undefined,
      undefined,
      undefined,
      "a b",
    ]);
    expect(blocksOf("README.md", text)[1]).toMatchObject({ line: 4, words: ["goes-on"], code: "a;\n" });
  });
});
