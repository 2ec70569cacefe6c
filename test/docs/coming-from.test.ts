import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import * as repgeom from "../../src/index.ts";
import { temporaryFolder } from "../support/repgeom.ts";
import { writeFiles } from "./peers/fixture.ts";
import { inputsOf, known } from "./peers/known.ts";
import { publicNames } from "./peers/names.ts";
import { pages, rowsOf, textOf } from "./peers/tables.ts";
import { valueOf, valuesOf } from "./peers/values.ts";

const rows = pages.flatMap(rowsOf);
const folder = temporaryFolder();
writeFiles(folder);
mkdirSync(join(folder, "out"), { recursive: true });

describe("each call in the tables of docs/coming-from", () => {
  let names: Record<string, unknown>;
  beforeAll(async () => {
    names = await valuesOf(folder);
  });
  it.each(rows.flatMap(({ page, there, code }) => code.map((one) => [page, there.join(), one])))(
    "%s: %s is %s",
    async (_page, _there, code) => {
      const value = await valueOf(code, names);
      expect(value).toBeDefined();
      expect(value).not.toBeNaN();
    },
  );
});

describe("docs/coming-from", () => {
  it.each(Object.entries(publicNames))("%s has every public name of the peer", (page, list) => {
    const code = [
      ...textOf(page)
        .replace(/```[^]*?```/g, "")
        .matchAll(/`([^`]+)`/g),
    ].map(([, span]) => span!);
    const missing = list
      .trim()
      .split(/\s+/)
      .filter((name) => !code.some((span) => wholeName(name).test(span)));
    expect(missing).toEqual([]);
  });
});

/** The name, and not a part of a longer one. */
function wholeName(name: string): RegExp {
  const literal = name.replace(/[/#.*+?^${}()|[\]\\-]/g, "\\$&");
  return new RegExp(`(?<![\\w-])${literal}(?![\\w-])`);
}

describe("a call in the tables, given what the peer was given", () => {
  it.each(known.map((one) => [one.page, one.code, one.id, one] as const))(
    "%s: %s gives the peer's value of %s",
    async (page, code, _id, one) => {
      expect(rows.filter((row) => row.page === page).flatMap((row) => row.code)).toContain(code);
      const { names, expected } = inputsOf(one);
      const value = one.numbers(await valueOf(code, { ...repgeom, ...names }));
      expect(value).toHaveLength(expected.numbers.length);
      for (const [k, number] of expected.numbers.entries())
        if (!Number.isNaN(number)) expect(Math.abs(value[k]! - number)).toBeLessThanOrEqual(expected.tol);
    },
  );
});

interface Left {
  readonly line: string;
  readonly code: number;
  readonly stderr: string;
}

describe("each command line in the tables of docs/coming-from", () => {
  const lines = [...new Set(rows.flatMap((row) => row.lines))];
  let left: Left[] = [];
  beforeAll(() => {
    const script = fileURLToPath(new URL("peers/run-lines.mjs", import.meta.url));
    const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
    const { stdout, stderr } = spawnSync(process.execPath, [script, dist], {
      cwd: folder,
      input: JSON.stringify(lines),
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    if (!stdout) throw new Error(stderr);
    left = JSON.parse(stdout) as Left[];
  }, 300_000);
  it.each(lines.map((line, k) => [line, k] as const))("%s", (line, k) => {
    expect(left[k]).toMatchObject({ line, code: 0 });
  });
});
