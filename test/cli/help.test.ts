import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { beforeAll, expect, it } from "vitest";
import { createProgram } from "../../src/program.ts";

const { signal } = new AbortController();
const main = "dist/src/main.js";

/** Help as a terminal of that many columns shows it. */
function helpAt(program: Command, columns: number): string {
  return program.configureOutput({ getOutHelpWidth: () => columns }).helpInformation();
}

let whole: Command;
beforeAll(async () => {
  whole = await createProgram(signal);
});

it.each([50, 80, 140])(
  "the list of commands is that of the commands themselves, %i columns wide",
  async (columns) => {
    const listed = await createProgram(signal, []);
    expect(helpAt(listed, columns)).toBe(helpAt(whole, columns));
    expect(helpAt(whole, columns)).toMatch(/compare-rdms \[options\] <first> <second>/);
  },
);

it("texts of flags that may be repeated end their sentence before that is said", () => {
  const texts = whole.commands.flatMap(({ options }) => options.map(({ description }) => description));
  const repeated = texts.filter((text) => text.endsWith(" May be given several times."));
  expect(repeated.length).toBeGreaterThan(5);
  for (const text of repeated) expect(text).toMatch(/[.)] May be given several times\.$/);
});

it("the program says its help as the commands have it", () => {
  const said = (words: string[]) => spawnSync(process.execPath, [main, ...words], { encoding: "utf8" });
  const { status, stdout, stderr } = said(["--help"]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout.startsWith(helpAt(whole, 80))).toBe(true);
  const one = said(["srm", "-h"]);
  expect({ status: one.status, stderr: one.stderr }).toEqual({ status: 0, stderr: "" });
  expect(one.stdout).toContain("Usage: repgeom srm");
});

it("--help as the value of a flag asks for no help", () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [main, "compare", "a.npy", "b.npy", "--metric", "--help"],
    {
      encoding: "utf8",
    },
  );
  expect(status).toBe(2);
  expect(stderr).toContain("--help");
});

it("what the main thread and the list of commands read is small", () => {
  expect(bytesOf("main.js")).toBeLessThan(40_000);
  expect(bytesOf("program.js")).toBeLessThan(120_000);
});

/** Bytes of a file of the program, and of all that it imports at once. */
function bytesOf(entry: string): number {
  const known = new Map<string, number>();
  const add = (name: string) => {
    if (known.has(name)) return;
    const text = readFileSync(join(dirname(main), "program", name), "utf8");
    known.set(name, text.length);
    for (const [, next] of text.matchAll(/(?:from|import)"\.\/([^"]+)"/g)) add(next!);
  };
  add(entry);
  return [...known.values()].reduce((sum, bytes) => sum + bytes, 0);
}

it("--dry-run is a flag of every command that computes on threads, and ends by itself", () => {
  const lasting = new Set(["serve", "work"]); // until a signal comes: nobody knows what they will be asked
  const having = (flag: string) =>
    whole.commands
      .filter(({ options }) => options.some(({ long }) => long === flag))
      .map((one) => one.name())
      .filter((name) => !lasting.has(name));
  expect(having("--dry-run")).toEqual(having("--threads"));
  expect(having("--dry-run")).toEqual(
    expect.arrayContaining(["pairwise", "cross", "rsa", "isc", "srm", "neighbors"]),
  );
});
