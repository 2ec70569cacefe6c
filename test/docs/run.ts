import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { main } from "../support/repgeom.ts";
import { provide } from "./fixtures.ts";
import { blocksOf, root } from "./pages.ts";
import {
  endless,
  hasPlaceholder,
  inputsOf,
  outputsOf,
  partsOf,
  repgeomWords,
  wordsOf,
  type Session,
} from "./shell.ts";

/** A folder in which `repgeom` and `npx repgeom` are the built program. */
export function shims(): string {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-shims-"));
  const shim = (name: string, text: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  shim("repgeom", `exec "${process.execPath}" "${main}" "$@"`);
  shim("npx", `shift; exec "${process.execPath}" "${main}" "$@"`);
  return folder;
}

/** A folder of a reader: the package is installed, and the files that the page names by `js NAME.js` are there. */
export function readersFolder(page: string): string {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-docs-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules/repgeom"), "dir");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  for (const { words, code } of blocksOf(page))
    for (const word of words) if (/^[\w-]+\.\w+$/.test(word)) writeFileSync(join(folder, word), code);
  symlinkSync(join(root, "examples"), join(folder, "examples"), "dir");
  return folder;
}

const harmless = new Set([
  "cd",
  "cp",
  "mkdir",
  "ls",
  "cat",
  "echo",
  "head",
  "rm",
  "wc",
  "node",
  "diff",
  "cmp",
]);
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** Why a command of another program cannot be trusted; undefined if it can. */
function foreignFault(part: string): string | undefined {
  const [program = "", verb = "", name = ""] = wordsOf(part).filter((word) => !word.startsWith("-"));
  if (harmless.has(program) || program === "export" || /^\w+=/.test(program)) return undefined;
  if (program === "npm" && verb === "run")
    return Object.hasOwn(scripts, name) ? undefined : `no script ${name}`;
  if (program === "npm" && ["ci", "start", "test", "pack"].includes(verb)) return undefined;
  if (program === "npx" && existsSync(join(root, "node_modules/.bin", verb))) return undefined;
  return "is not run here: give the block the word no-run, and the reason";
}

/** Faults of the commands of other programs. */
export function foreignFaults({ place, lines }: Session): string[] {
  return lines.flatMap((line) =>
    partsOf(line)
      .filter((part) => !repgeomWords(part))
      .flatMap((part) => foreignFault(part) ?? [])
      .map((fault) => `${place}: ${line}: ${fault}`),
  );
}

/** Whether all of a line can be run to its end here. */
function isRunnable(line: string): boolean {
  return partsOf(line).every((part) => {
    const words = repgeomWords(part);
    if (words) return !endless.has(words[0] ?? "") && !hasPlaceholder(line);
    const [program = ""] = wordsOf(part);
    return harmless.has(program) && !(program === "node" && /scripts\//.test(part));
  });
}

/** Pieces 1 to n of a run, of which the page shows one before it merges all. */
function allShards(line: string): string[] {
  const [, shard, count] = /--shard (\d+)\/(\d+)/.exec(line) ?? [];
  if (!shard) return [line];
  const each = Array.from({ length: Number(count) }, (_, k) => String(k + 1));
  return each.map((k) =>
    line
      .replace(`--shard ${shard}/`, `--shard ${k}/`)
      .replace(`/${shard} `, `/${k} `)
      .replace(new RegExp(`/${shard}$`), `/${k}`),
  );
}

/** The lines of a session that are run here, each piece of a run that the page merges among them. */
export function runnable({ lines }: Session): string[] {
  const chosen = lines.filter(isRunnable);
  return lines.some((line) => line.includes(" merge ")) ? chosen.flatMap(allShards) : chosen;
}

/** Makes the files that lines read, where no line before has made them. */
export async function provideInputs(lines: readonly string[], folder: string): Promise<void> {
  const parts = lines.flatMap(partsOf).flatMap((part) => (repgeomWords(part) ? [repgeomWords(part)!] : []));
  const made = new Set<string>();
  for (const words of parts) {
    for (const path of inputsOf(words)) if (!made.has(path)) await provide(folder, path, words.join(" "));
    for (const path of outputsOf(words)) made.add(path);
  }
}

/** Runs lines of a shell in a folder, and stops at the first that fails. @returns what was said on stderr if one did */
export function runLines(
  lines: readonly string[],
  folder: string,
  first: string,
): Promise<string | undefined> {
  const env = { ...process.env, PATH: first + delimiter + process.env["PATH"] };
  const child = spawn("bash", ["-e", "-o", "pipefail", "-c", lines.join("\n")], {
    cwd: folder,
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  return new Promise((done) =>
    child.on("close", (code) => done(code === 0 ? undefined : `exit code ${code}\n${said}`)),
  );
}
