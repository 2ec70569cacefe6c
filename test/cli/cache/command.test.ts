import { spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { main, repgeom, start, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const nets = Array.from({ length: 6 }, (_, k) => writeResponses(folder, `net-${k}`, 40, 8, k + 1));
const rsa = ["--metric", "rsa", "--comparator", "spearman"];
const root = dirname(dirname(dirname(main)));
let places = 0;
const newPlace = () => join(folder, `cache-${places++}`);

/** The matrix of a command, and what it said. */
async function pairwise(files: readonly string[], ...words: string[]) {
  const out = join(folder, `D-${places++}.npy`);
  const { code, stderr } = await repgeom("pairwise", ...files, ...rsa, "--out", out, ...words);
  return { code, notes: stderr.split("\n").filter((line) => line.includes("note: ")), bytes: code === 0 ? readFileSync(out) : undefined }; // prettier-ignore
}

const entriesIn = (cache: string) =>
  (readdirSync(cache, { recursive: true }) as string[]).filter((name) => name.endsWith(".block"));
const note = (made: number, found: number) =>
  `repgeom: note: Prepared ${made} of ${made + found}, ${found} from the cache.`;

describe("--cache", () => {
  it("gives the same bytes cold, warm, with other pairs, and after a file has changed", async () => {
    const cache = newPlace();
    const plain = await pairwise(nets);
    expect(plain.notes).toEqual([]);
    const cold = await pairwise(nets, "--cache", cache);
    expect(cold).toEqual({ ...plain, notes: [note(6, 0)] });
    const warm = await pairwise(nets, "--cache", cache, "--threads", "2");
    expect(warm).toEqual({ ...plain, notes: [note(0, 6)] });
    const changed = writeResponses(folder, "changed", 40, 8, 99);
    copyFileSync(changed, nets[5]!);
    const after = await pairwise(nets, "--cache", cache);
    expect(after).toEqual({ ...(await pairwise(nets)), notes: [note(1, 5)] });
    const { stderr } = await repgeom("cross", nets[0]!, "--against", nets[1]!, ...rsa, "--cache", cache, "--quiet"); // prettier-ignore
    expect(stderr).toBe("");
    expect(entriesIn(cache)).toHaveLength(7);
  });

  it("finds nothing that other code has made, in a checkout", async () => {
    const checkout = newPlace();
    for (const part of ["dist/src", "dist/wasm", "package.json"])
      cpSync(join(root, part), join(checkout, part), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
    const stamp = join(checkout, "dist/.stamps/library");
    mkdirSync(dirname(stamp));
    const made = (code: string) => {
      writeFileSync(stamp, code);
      const words = ["pairwise", nets[0]!, nets[1]!, ...rsa, "--cache", join(checkout, "cache")];
      const { stderr } = spawnSync(process.execPath, [join(checkout, "dist/src/main.js"), ...words], { encoding: "utf8" }); // prettier-ignore
      return stderr.trimEnd();
    };
    expect(["before", "before", "after"].map(made)).toEqual([note(2, 0), note(0, 2), note(2, 0)]);
  });

  it("is used by two processes at once", async () => {
    const cache = newPlace();
    const plain = await pairwise(nets);
    const both = await Promise.all([1, 2].map(() => pairwise(nets, "--cache", cache)));
    for (const { code, bytes } of both) expect({ code, bytes }).toEqual({ code: 0, bytes: plain.bytes });
    expect(entriesIn(cache)).toHaveLength(6);
    expect((await pairwise(nets, "--cache", cache)).notes).toEqual([note(0, 6)]);
  });

  it("is whole after kill -9 in the middle, and what it has is not prepared again", async () => {
    const cache = newPlace();
    const many = Array.from({ length: 40 }, (_, k) => writeResponses(folder, `many-${k}`, 120, 8, k + 50));
    const child = start(["pairwise", ...many, ...rsa, "--cache", cache]);
    const ended = new Promise((done) => child.on("close", done));
    while (!existsSync(cache) || entriesIn(cache).length < 3)
      await new Promise((done) => setTimeout(done, 1));
    child.kill("SIGKILL");
    await ended;
    const there = entriesIn(cache).length;
    const { notes, bytes } = await pairwise(many, "--cache", cache);
    expect(notes).toEqual([note(40 - there, there)]);
    expect(bytes).toEqual((await pairwise(many)).bytes);
  });

  it.runIf(process.platform === "linux")("goes on where nothing more can be written", async () => {
    const cache = newPlace();
    // A file may have 1 KiB: an entry is longer.
    const words = ["pairwise", ...nets, ...rsa, "--cache", cache];
    const child = spawn("bash", ["-c", 'ulimit -f 1; exec "$@"', "bash", process.execPath, main, ...words]);
    let [out, said] = ["", ""];
    child.stdout.on("data", (text: Buffer) => (out += text.toString()));
    child.stderr.on("data", (text: Buffer) => (said += text.toString()));
    const code = await new Promise((done) => child.on("close", done));
    expect({ code, out }).toEqual({ code: 0, out: (await repgeom("pairwise", ...nets, ...rsa)).stdout });
    expect(
      said.match(/The cache cannot be written, so this run goes on without keeping more: EFBIG/g),
    ).toHaveLength(1);
    expect(readdirSync(cache, { recursive: true }).filter((name) => /block|tmp/.test(String(name)))).toEqual(
      [],
    );
  });

  it("refuses a folder of other things before it computes", async () => {
    const { code, stderr } = await repgeom("pairwise", ...nets, ...rsa, "--cache", folder);
    expect(code).toBe(1);
    expect(stderr).toMatch(/is no cache of repgeom: it holds [^ ]+, but no repgeom-cache.json/);
    const size = await repgeom("pairwise", ...nets, ...rsa, "--cache-size", "5GB");
    expect(size).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("give its folder with --cache") as string,
    });
  });
});

describe("repgeom cache", () => {
  it("lists, bounds and clears what is its own, and nothing else", async () => {
    const cache = newPlace();
    await pairwise(nets.slice(0, 3), "--cache", cache);
    await repgeom("compare", nets[0]!, nets[1]!, "--metric", "cka", "--cache", cache);
    const mine = [
      join(cache, "notes.txt"),
      join(cache, "rsa", "notes.txt"),
      join(cache, "data", "ab", "x.npy"),
    ];
    mkdirSync(join(cache, "data", "ab"), { recursive: true });
    for (const path of mine) writeFileSync(path, "mine");
    const { stdout } = await repgeom("cache", cache, "--json");
    const all = JSON.parse(stdout) as { entries: number; bytes: number; metrics: Record<string, { entries: number; bytes: number; lastUsed: string }> }; // prettier-ignore
    expect(all).toMatchObject({
      folder: cache,
      entries: 5,
      metrics: { cka: { entries: 2 }, rsa: { entries: 3 } },
    });
    expect(all.bytes).toBe(all.metrics["cka"]!.bytes + all.metrics["rsa"]!.bytes);
    expect(Math.abs(Date.parse(all.metrics["rsa"]!.lastUsed) - Date.now())).toBeLessThan(60_000);
    expect((await repgeom("cache", cache)).stdout).toMatch(
      /: 5 entries, .*\nmetric  entries  size .*\ncka     2 .*\nrsa     3 /,
    );
    const one = all.metrics["rsa"]!.bytes / 3;
    const limited = await repgeom(
      "cache",
      cache,
      "--limit",
      String(Math.floor(all.bytes - one / 2)),
      "--json",
    );
    expect(JSON.parse(limited.stdout)).toMatchObject({
      entries: 4,
      metrics: { rsa: { entries: 2 } },
      removed: { entries: 1 },
    });
    expect((await repgeom("cache", cache, "--clear", "--metric", "rsa")).stdout).toMatch(
      /^removed 2 entries/,
    );
    expect(JSON.parse((await repgeom("cache", cache, "--clear", "--json")).stdout)).toMatchObject({ entries: 0, bytes: 0, removed: { entries: 2 } }); // prettier-ignore
    for (const path of mine) expect(readFileSync(path, "utf8")).toBe("mine");
    expect(readdirSync(cache).sort()).toEqual(["data", "notes.txt", "repgeom-cache.json", "rsa"]);
  });

  it("refuses what is no cache, a typing error and flags against each other", async () => {
    const cases = [
      [[folder, "--clear"], 1, "is no cache of repgeom"],
      [[join(folder, "nowhere")], 1, "There is no folder"],
      [[], 2, "missing required argument 'folder'"],
      [[folder, "--clear", "--metric", "cak"], 1, "is no cache of repgeom"], // which metrics it may hold is not known
      [[folder, "--clear", "--limit", "5GB"], 2, "give one of them"],
      [[folder, "--limit", "5 apples"], 2, "--limit takes a size"],
    ] as const;
    for (const [words, code, text] of cases) {
      const outcome = await repgeom("cache", ...words);
      expect(outcome).toMatchObject({ code, stderr: expect.stringContaining(text) as string });
    }
    expect(existsSync(nets[0]!)).toBe(true);
  });
});
