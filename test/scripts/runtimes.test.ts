import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
// @ts-expect-error a script without types
import { expectPlain, expected, plain } from "../../scripts/runtimes/asks/plain.mjs";
// @ts-expect-error a script without types
import { bits, expectBits, expectPool } from "../../scripts/runtimes/harness/bits.mjs";
// @ts-expect-error a script without types
import { Absent, Skipped } from "../../scripts/runtimes/harness/errors.mjs";
// @ts-expect-error a script without types
import { npy, serveFolder } from "../../scripts/runtimes/harness/files.mjs";
// @ts-expect-error a script without types
import { runMatrix } from "../../scripts/runtimes/harness/matrix.mjs";
// @ts-expect-error a script without types
import { run, serve } from "../../scripts/runtimes/harness/processes.mjs";
// @ts-expect-error a script without types
import { install } from "../../scripts/runtimes/harness/registry.mjs";
// @ts-expect-error a script without types
import { withTable } from "../../scripts/runtimes/harness/table.mjs";
// @ts-expect-error a script without types
import { rows } from "../../scripts/runtimes/rows.mjs";
import { compare, read } from "../../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "repgeom-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Row = Record<string, unknown>;
const row = (runtime: string, features: Row, more: Row = {}): Row => ({
  runtime,
  title: runtime.toUpperCase(),
  tools: [],
  versionOf: () => "1.2",
  features,
  ...more,
});
const no = (message: string) => () => Promise.reject(new Error(message));
const never = () => new Promise(() => {});

/** Runs the matrix of some rows on a host that only notes what happens. */
async function matrix(
  words: string[],
  of: Row[],
  tools: Record<string, () => Promise<string>> = {},
  installing?: () => Promise<never>,
) {
  const seen = { out: "", told: "", written: [] as { table: string; notes: string }[] };
  const tool = (name: string) => tools[name]?.() ?? Promise.resolve(name);
  const code = await runMatrix(words, of, {
    tool,
    install: installing ?? (async () => (_row: Row, signal: AbortSignal) => ({ tool, signal })),
    print: (text: string) => (seen.out += text),
    tell: (text: string) => (seen.told += text),
    write: async (table: { table: string; notes: string }) => seen.written.push(table),
  });
  return { code, ...seen };
}

describe("a run of the matrix", () => {
  it("prints runtime by feature, tells the cells, and ends with 0 where all is yes", async () => {
    const of = [row("a", { one: () => {}, two: () => "on one thread" }), row("b", { two: () => {} })];
    const { code, out, told } = await matrix([], of);
    expect(code).toBe(0);
    expect(out).toBe("       one  two\nA 1.2  yes  yes\nB 1.2       yes\nyes: a, two: on one thread\n");
    expect(told).toBe("a, one: yes\na, two: yes: on one thread\nb, two: yes\n");
  });

  it("with --json prints one document and nothing else", async () => {
    const of = [row("a", { one: no("Other\n  bits.") }, { without: { two: "It has none." } })];
    const { code, out } = await matrix(["--json"], of);
    const cells = [{ runtime: "a", feature: "one", result: "no", why: "Other bits." }];
    expect(JSON.parse(out)).toEqual({ cells });
    expect(code).toBe(1);
  });

  it("ends with 1 where a cell was skipped, and says why", async () => {
    const skip = () => Promise.reject(new Skipped("The registry does not answer."));
    const { code, out } = await matrix([], [row("a", { one: () => {}, two: skip })]);
    expect(code).toBe(1);
    expect(out).toContain("A 1.2  yes  skipped\nskipped: a, two: The registry does not answer.\n");
  });

  it("has no cell for what cannot be had or does not apply, and says why", async () => {
    const absent = () => Promise.reject(new Absent("It lies elsewhere."));
    const of = [row("a", { one: () => {}, two: absent }, { without: { three: "It has no threads." } })];
    const { code, out } = await matrix([], of);
    expect(code).toBe(0);
    expect(out).toBe(
      "       one\nA 1.2  yes\nno cell: a, three: It has no threads.\nno cell: a, two: It lies elsewhere.\n",
    );
  });

  it("does not wait for a feature that never ends, and tries the next", async () => {
    const { code, out } = await matrix([], [row("a", { one: never, two: () => {} }, { seconds: 0.02 })]);
    expect(code).toBe(1);
    expect(out).toContain("A 1.2  no   yes\nno: a, one: It took more than 0.02 s.\n");
  });

  it("skips a row whose tool cannot be installed, and goes on", async () => {
    const tools = { moon: () => Promise.reject(new Skipped("No moon.")) };
    const of = [row("a", { one: () => {} }, { tools: ["moon"] }), row("b", { one: () => {} })];
    const { code, out } = await matrix([], of, tools);
    expect(code).toBe(1);
    expect(out).toContain("a      skipped\nB 1.2  yes\nskipped: a, one: No moon.\n");
  });

  it("skips all rows where the package cannot be installed because nobody answers, and says why once", async () => {
    const installing = () => Promise.reject(new Skipped("Nobody answers."));
    const { code, out } = await matrix([], [row("a", { one: () => {}, two: () => {} })], {}, installing);
    expect(code).toBe(1);
    expect(out).toBe("   one      two\na  skipped  skipped\nskipped: a, one two: Nobody answers.\n");
  });

  it("has the cells of a row that does not close", async () => {
    const start = () => ({ close: no("It has ended before.") });
    const { code, out } = await matrix([], [row("a", { one: () => {} }, { start })]);
    expect([code, out]).toEqual([0, "       one\nA 1.2  yes\n"]);
  });

  it("says no to all features of a row that does not start, and closes one that does", async () => {
    const closed: string[] = [];
    const start = () => ({ name: "started", close: () => closed.push("b") });
    const of = [
      row("a", { one: () => {}, two: () => {} }, { start: no("It is broken.") }),
      row("b", { one: (_at: unknown, { name }: { name: string }) => name }, { start }),
    ];
    const { out } = await matrix(["--json"], of);
    const results = JSON.parse(out).cells.map(({ result, why }: Row) => [result, why]);
    expect(results).toEqual([
      ["no", "It is broken."],
      ["no", "It is broken."],
      ["yes", "started"],
    ]);
    expect(closed).toEqual(["b"]);
  });

  it("runs the rows that are named, with --small their small part, and refuses others", async () => {
    const of = [row("a", { one: () => {}, two: () => {} }, { small: ["one"] }), row("b", { one: () => {} })];
    expect((await matrix(["b"], of)).told).toBe("b, one: yes\n");
    expect((await matrix(["--small"], of)).told).toBe("a, one: yes\n");
    await expect(matrix(["c"], of)).rejects.toThrow("c is no row of the matrix; expected one of a, b.");
  });

  it.each([[["moon"]], [["--jsn"]]])("ends with 2 and one message for a wrong command line: %j", (words) => {
    const script = fileURLToPath(new URL("../../scripts/runtimes/run.mjs", import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], { encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(words[0]);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it("names in a last column what few of many rows have", async () => {
    const of = ["a", "b", "c", "d"].map((name) => row(name, { one: () => {} }));
    of[1] = row("b", { one: () => {}, two: () => {}, three: no("Other bits.") });
    const { out } = await matrix([], of);
    expect(out).toContain("       one  yes as well\nA 1.2  yes\nB 1.2  yes  two, three: no\nC 1.2  yes\n");
  });

  it("writes the docs where all rows were run, or with --write", async () => {
    const of = [row("a", { one: () => {} }, { small: ["one"] }), row("b", { two: () => "by hand" })];
    const table = "|  | one | two |\n| --- | --- | --- |\n| A 1.2 | yes | – |\n| B 1.2 | – | yes |";
    expect((await matrix([], of)).written).toEqual([{ table, notes: "- B, two: yes. by hand" }]);
    for (const words of [["a"], ["--small"], ["--tarball", "x.tgz"]]) {
      expect((await matrix(words, of)).written).toEqual([]);
    }
    expect((await matrix(["a", "--write"], of)).written).toHaveLength(1);
  });
});

describe("the pages of the docs", () => {
  const [begin, end] = ["<!-- runtimes: written by npm run runtimes -->", "<!-- /runtimes -->"];

  it("take the table between two comments, again and again", () => {
    const page = `# Page\n\n${begin}\n\n${end}\n\nText.\n`;
    const once = withTable(page, "| old |");
    expect(once).toContain(`${begin}\n\n| old |\n\n${end}\n\nText.`);
    expect(withTable(once, "| new |")).toBe(once.replace("old", "new"));
  });

  it("are refused without them", () => {
    expect(() => withTable("# Page\n", "")).toThrow(
      `The page lacks the lines ${begin} and ${end}, in this order.`,
    );
  });
});

describe("processes of the matrix", () => {
  it("end with all that they started when their time is over", async () => {
    const mark = join(folder, "alive");
    const late = run("/bin/sh", ["-c", `(sleep 1; touch ${mark}) & echo here >&2; wait`], { seconds: 0.3 });
    await expect(late).rejects.toThrow("sh -c (sleep 1; touch");
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(existsSync(mark)).toBe(false);
  });

  it("tell the error that they printed, not the lines around it", async () => {
    const script = "echo 'throw new TypeError' >&2; echo 'TypeError: no moon' >&2; exit 3";
    await expect(run("/bin/sh", ["-c", script])).rejects.toThrow(/ended with 3\. TypeError: no moon$/);
  });

  it("of the registry's client that nobody answers are told from those that fail", async () => {
    const project = join(folder, "project");
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), "{}");
    writeFileSync(join(project, ".npmrc"), "registry=http://127.0.0.1:9/\n");
    const late = install(["install", "no-such-package-of-anybody", "--fetch-retries=0"], project);
    await expect(late).rejects.toBeInstanceOf(Skipped);
    const failed = install(["install", join(folder, "no.tgz")], project);
    await expect(failed).rejects.not.toBeInstanceOf(Skipped);
    // One that is slow is not asked again.
    await expect(install(["install", "a"], project, 0.01)).rejects.toThrow("took more than 0.01 s");
    await expect(install(["install", "b"], project)).rejects.toThrow("took more than 0.01 s");
  });

  it("that serve are ready when they say so, and are refused when they end before", async () => {
    const { match, close } = await serve("/bin/sh", ["-c", "echo port 1234; sleep 60"], {
      ready: /port (\d+)/,
    });
    close();
    expect(match[1]).toBe("1234");
    const ended = serve("/bin/sh", ["-c", "echo bad >&2; exit 1"], { ready: /port/ });
    await expect(ended).rejects.toThrow("ended with 1. bad");
  });
});

describe("what the rows check", () => {
  it("a comparison by the definition of linear CKA", async () => {
    expectPlain(await plain({ compare }));
    expect(() => expectPlain(expected() + 1e-9)).toThrow("Linear CKA without configuration: expected 0.");
    expect(() => expectPlain(NaN)).toThrow("got NaN");
  });

  it("the bits of every probe, and names those that differ", () => {
    const { probes, poolJob } = bits();
    const names = Object.keys(probes);
    expect(names.length).toBeGreaterThanOrEqual(65);
    expectBits(probes);
    const other = { ...probes, [names[3]!]: "0", [names[7]!]: "failed: No moon." };
    expect(() => expectBits(other)).toThrow(
      `2 of ${names.length} probes give other bits: ${names[3]}, ${names[7]}. ${names[7]} failed: No moon.`,
    );
    expect(() => expectBits({})).toThrow(`${names.length} of ${names.length} probes`);
    expect(() => expectPool({ hash: poolJob, threads: 1 })).toThrow("ran on 1 worker threads, not on 2");
    expect(() => expectPool({ hash: "0", threads: 2 })).toThrow("other bits");
  });

  it("files that the library reads, from a server on this machine", async () => {
    const data = Float64Array.of(1, 2, 3, 4, 5, 6);
    const [found] = await read({ name: "a.npy", bytes: npy({ shape: [2, 3], data }) });
    expect(found).toMatchObject({ shape: [2, 3], data });
    const { address, close } = await serveFolder(new URL("../../scripts", import.meta.url).pathname, {
      "x-a": "b",
    });
    const [there, absent] = await Promise.all(["/build.mjs", "/moon"].map((path) => fetch(address + path)));
    close();
    expect([there!.status, absent!.status, there!.headers.get("x-a")]).toEqual([200, 404, "b"]);
    expect(there!.headers.get("content-type")).toBe("text/javascript");
  });
});

it("the command refuses what is no row or flag in a line, and says how it is called", () => {
  const command = new URL("../../scripts/runtimes/run.mjs", import.meta.url).pathname;
  for (const [word, message] of [
    ["nodee20", "nodee20 is no row of the matrix; expected one of node20, "],
    ["--smal", "Unknown option '--smal'"],
  ] as const) {
    const { status, stderr } = spawnSync(process.execPath, [command, word], { encoding: "utf8" });
    expect([status, stderr.startsWith(message)]).toEqual([2, true]);
    expect(stderr).toContain("\nnpm run runtimes -- [ROW ...]");
    expect(stderr).not.toContain("    at ");
  }
});

it("each row has a name of its own, and its small part is of its features", () => {
  const names = rows.map(({ runtime }: Row) => runtime);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(
    expect.arrayContaining(["node20", "node22", "node24", "node26", "deno", "bun", "workerd"]),
  );
  for (const { features, small = [] } of rows)
    expect(Object.keys(features)).toEqual(expect.arrayContaining(small));
});
