// Every command line of README and docs: the program has its commands and flags, and it ends well on files of the
// kinds that its names say (fixtures.ts). What serves until it is ended is checked for its flags alone.
import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { faultsOf } from "./flags.ts";
import { pagesWithCode } from "./pages.ts";
import { foreignFaults, provideInputs, readersFolder, runLines, runnable, shims } from "./run.ts";
import { linesOf, mentionsIn, sessionsOf, tableLinesOf } from "./shell.ts";

/** Pages whose lines another test runs, with what they need. */
const elsewhere = new Set(["docs/recipes.md"]);

/** Lines of tables, but those of pages whose tables are run by coming-from.test.ts, on the files that they name. */
const linesOfTables = (page: string) => (page.startsWith("docs/coming-from/") ? [] : tableLinesOf(page));

describe.each(pagesWithCode)("the commands of %s", (page) => {
  it("exist, with their flags", () => {
    const lines = [...sessionsOf(page), ...tableLinesOf(page)].flatMap((session) => session.lines);
    expect([...lines, ...mentionsIn(page)].flatMap(faultsOf)).toEqual([]);
  });

  it.skipIf(elsewhere.has(page))("are of programs that are there", () => {
    expect(sessionsOf(page).flatMap(foreignFaults)).toEqual([]);
  });
});

const path = shims();
const folders: string[] = [path];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const sessions = pagesWithCode
  .flatMap((page) => (elsewhere.has(page) ? [] : [...sessionsOf(page), ...linesOfTables(page)]))
  .map((session) => ({ ...session, lines: runnable(session) }))
  .filter(({ lines }) => lines.length > 0);

describe.concurrent("a reader who types", () => {
  it.each(sessions)("$place: $lines.0", { timeout: 120_000 }, async ({ page, lines }) => {
    const folder = readersFolder(page);
    folders.push(folder);
    await provideInputs(lines, folder);
    expect(await runLines(lines, folder, path)).toBeUndefined();
  });
});

describe("what is checked", () => {
  it("can fail: unknown commands, flags and programs, and lines that end badly", async () => {
    expect(faultsOf("repgeom pairwse a.npy")).toHaveLength(1);
    expect(faultsOf("npx repgeom compare a.npy b.npy --metrik cka | jq . && repgeom metrics")).toHaveLength(
      1,
    );
    const session = { page: "README.md", place: "README.md:1", lines: ["docker run x", "npm run none"] };
    expect(foreignFaults(session)).toHaveLength(2);
    const folder = readersFolder("README.md");
    folders.push(folder);
    expect(await runLines(["repgeom compare none.npy none.npy --metric cka"], folder, path)).toContain(
      "none.npy",
    );
  });

  it("is what a reader types: without prompts, comments and output", () => {
    expect(linesOf("$ repgeom a \\\n  b   # why\nan answer\n")).toEqual(["repgeom a b"]);
    expect(linesOf("# first\nrepgeom a\n\nrepgeom b\n")).toEqual(["repgeom a", "repgeom b"]);
  });
});
