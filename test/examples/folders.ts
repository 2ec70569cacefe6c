import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
export const examples = join(root, "examples");

/** One folder a place in which the library runs. */
export const names = [
  "edge-worker",
  "electron-like",
  "next-app",
  "node-service",
  "notebook",
  "static-page",
  "vite-app",
];

/** What the commands of a README make, and what is no code. */
const made = /^(node_modules|dist|out|\..*|.*\.min\.js|.*\.wasm|.*\.md|package(-lock)?\.json)$/;

/** The lines of code of an example: all of its files without blank lines and comments of whole lines. */
export function codeLines(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (made.test(entry.name)) return [];
    return entry.isDirectory() ? codeLines(path) : linesOf(readFileSync(path, "utf8"));
  });
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => !/^\s*(\/\/.*|\/\*\*.*\*\/)?$/.test(line));
}

/** A command of a README, and the folder in which it is said to be typed. */
export interface Command {
  readonly line: string;
  readonly from: string;
}

/** The indented lines of a README, without comments. Those after "In the root" are typed there, others beside it. */
export function commandsOf(readme: string, folder: string): Command[] {
  const commands: Command[] = [];
  let from = folder;
  for (const line of readme.split("\n")) {
    if (line.startsWith("    ")) commands.push({ line: line.trim().replace(/\s+#.*/, ""), from });
    else if (line !== "") from = line.startsWith("In the root") ? root : folder;
  }
  return commands;
}

/** Paths in a command: words with a slash that are no address, as they stand after `@` or a space. */
export function pathsIn(line: string): string[] {
  const words = line.split(/[\s"'=@()]+/).filter((word) => /^[\w.*-]+\//.test(word));
  return words.filter((word) => !word.startsWith("localhost"));
}

/** Whether there is such a file or folder; the last part may have one `*`. */
export function isThere(path: string): boolean {
  if (!path.includes("*")) return existsSync(path);
  const [before, after] = basename(path).split("*") as [string, string];
  const folder = dirname(path);
  return (
    existsSync(folder) && readdirSync(folder).some((name) => name.startsWith(before) && name.endsWith(after))
  );
}
