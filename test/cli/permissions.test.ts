import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { describeError } from "../../src/cli/errors.ts";
import { main, temporaryFolder, writeResponses } from "../support/repgeom.ts";

const folder = temporaryFolder();
const files = [1, 2].map((seed) => writeResponses(folder, `net-${seed}`, 12, 5, seed));
const out = join(folder, "D.csv");

/** Runs the command line in a Node that may do only what is said. */
function restricted(allowed: readonly string[], ...words: readonly string[]) {
  const [major] = process.versions.node.split(".");
  const model = Number(major) < 23 ? "--experimental-permission" : "--permission";
  const line = ["--no-warnings", model, ...allowed, main, ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, line, { encoding: "utf8" });
  return { status, stdout, stderr };
}

const lineAbout = (what: RegExp) =>
  expect.stringMatching(new RegExp(`^repgeom: [^\n]*${what.source}[^\n]*\n$`)) as string;

afterEach(() => vi.unstubAllGlobals());

it("where the environment may not be read, as in Deno, an error is still said", () => {
  const env = new Proxy(
    {},
    {
      get: () => {
        throw new Error('Requires env access to "REPGEOM_DEBUG"');
      },
    },
  );
  vi.stubGlobal("process", { ...process, env });
  expect(describeError(new TypeError("x is undefined"))).toMatch(
    /^repgeom: internal error: x is undefined\n/,
  );
});

it.each(["NotCapable", "Error"])("a missing permission is a line with the flag, and no bug (%s)", (name) => {
  const error = new Error('Requires read access to "A.npy",\nrun again with the --allow-read flag');
  error.name = name;
  expect(describeError(error)).toBe(
    'repgeom: Requires read access to "A.npy", run again with the --allow-read flag.\n',
  );
});

it("a process that may start no thread says so", () => {
  const got = restricted(["--allow-fs-read=*"], "compare", ...files, "--metric", "cka");
  expect(got).toEqual({ status: 1, stdout: "", stderr: lineAbout(/WorkerThreads|--allow-worker/) });
});

it("one that may not write says so where it writes, and reads and computes without that", () => {
  const allowed = ["--allow-fs-read=*", "--allow-worker"];
  const got = restricted(allowed, "compare", ...files, "--metric", "cka");
  expect(got).toEqual({ status: 0, stdout: expect.stringMatching(/^0\.\d+\n$/) as string, stderr: "" });
  const denied = restricted(allowed, "pairwise", ...files, "--metric", "cka", "--out", out);
  expect(denied).toEqual({ status: 1, stdout: "", stderr: lineAbout(/FileSystemWrite|--allow-fs-write/) });
  expect(existsSync(out)).toBe(false);
});

/** Deno without `--allow-env` refuses every name; Node itself reads some, so here it is those of colours. */
const noColors = `data:text/javascript,${encodeURIComponent(`
  const get = (all, name) => {
    if (/COLOR/.test(String(name))) throw new Error("Requires env access to " + name);
    return all[name];
  };
  process.env = new Proxy({ ...process.env }, { get });
`)}`;

it.each([[["--help"]], [["compare", "--help"]], [[]]])("help reads no environment: %j", (words) => {
  const line = ["--no-warnings", "--import", noColors, main, ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, line, { encoding: "utf8" });
  expect(stdout + stderr).toMatch(/^Usage: repgeom/);
  expect(status).toBe(words.length === 0 ? 2 : 0);
});
