/** The recipes of `docs/recipes.md`, and what they are run with. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { main } from "../../support/repgeom.ts";

/** A section of the page: what records activations, and the command that compares them. */
export interface Recipe {
  readonly title: string;
  readonly language: string;
  readonly code: string;
  /** The words behind `npx repgeom`. */
  readonly command: readonly string[];
}

const project = fileURLToPath(new URL("../../..", import.meta.url));

/** Every recipe of the page. */
export function recipesIn(page: string): Recipe[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [code, shell] = [...section.matchAll(/^```(\w+)\n([^]*?)^```/gm)];
      return {
        title: section.slice(0, section.indexOf("\n")),
        language: code![1]!,
        code: code![2]!,
        command: shell![2]!
          .trim()
          .replace(/^npx repgeom /, "")
          .split(/\s+/),
      };
    });
}

export const page = readFileSync(join(project, "docs/recipes.md"), "utf8");

/** What a program left: whether it ended well, and what it said. */
export interface Ran {
  readonly isDone: boolean;
  readonly said: string;
}

/** Runs a program in a folder. */
export function run(program: string, words: readonly string[], cwd: string): Promise<Ran> {
  return new Promise((done) => {
    execFile(program, words, { cwd, timeout: 60_000 }, (error, stdout, stderr) =>
      done({ isDone: !error, said: stdout + stderr }),
    );
  });
}

/** Runs `npx repgeom` with these words. */
export function repgeomIn(folder: string, words: readonly string[]): Promise<Ran> {
  return run(process.execPath, [main, ...words], folder);
}

/** A Python that has these modules, or none. */
export async function pythonWith(modules: readonly string[]): Promise<string | undefined> {
  const isThere =
    "import importlib.util as u, sys; sys.exit(any(u.find_spec(n) is None for n in sys.argv[1:]))";
  for (const python of ["python3", "/usr/bin/python3"])
    if ((await run(python, ["-c", isThere, ...modules], project)).isDone) return python;
  return undefined;
}

/**
 * Makes a folder one in which `import` finds repgeom and a package. Large packages are no dependencies of the project;
 * they are looked for in its `node_modules`, and in that of the folder REPGEOM_RECIPES.
 * @returns whether the package is there
 */
export function link(folder: string, name: string): boolean {
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  linkTo(folder, "repgeom", project);
  const places = [project, process.env["REPGEOM_RECIPES"]].filter((place) => place !== undefined);
  const found = places.map((place) => join(place, "node_modules", name)).find((place) => existsSync(place));
  if (found) linkTo(folder, name, found);
  return found !== undefined;
}

function linkTo(folder: string, name: string, target: string): void {
  const place = join(folder, "node_modules", name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(target, place);
}
