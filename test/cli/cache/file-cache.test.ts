import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { FileCache } from "../../../src/cli/cache/file-cache.ts";
import { assertRemoved, entriesOf, openFolder, removeEntries } from "../../../src/cli/cache/folder.ts";
import { shrink } from "../../../src/cli/cache/room.ts";
import { temporaryFolder } from "../../support/repgeom.ts";

const parent = temporaryFolder();
let folders = 0;
const by = { version: "1", code: undefined, kernels: { name: "simd", fused: false } };

async function newCache(limit = 1e9) {
  const folder = join(parent, `cache-${folders++}`);
  await openFolder(folder);
  const said: string[] = [];
  const again = (other: object = by) =>
    new FileCache({ folder, limit, by: other as typeof by, say: (text) => void said.push(text) });
  return { folder, said, again, cache: again() };
}

const data = Float64Array.from({ length: 300 }, (_, k) => (k === 7 ? -0 : k === 8 ? NaN : Math.sqrt(k)));
const block = { head: { parts: ["a"], numbers: { norm: "Infinity" } }, data };
const allocate = (length: number) => new Float64Array(new SharedArrayBuffer(8 * length));
const bits = (values: Float64Array) => Buffer.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)).toString("hex"); // prettier-ignore
const get = (cache: FileCache, facts: object) => cache.get("cka", { ...facts }, allocate);
const onlyPath = async (folder: string) => (await entriesOf(folder))[0]!.path;

describe("an entry", () => {
  it("comes back with all its bits, aligned, for the same facts and code alone", async () => {
    const { cache, again, folder } = await newCache();
    await cache.put("cka", { content: "x", options: { a: 1, b: 2 } }, block);
    const found = await get(again(), { options: { b: 2, a: 1 }, content: "x" });
    expect(bits(found!.data)).toBe(bits(data));
    expect(found!.head).toEqual(block.head);
    expect(statSync(await onlyPath(folder)).size % 8).toBe(0);
    expect(await get(again(), { content: "x", options: { a: 1, b: 3 } })).toBeUndefined();
    expect(await get(again(), { content: "y", options: { a: 1, b: 2 } })).toBeUndefined();
    const others = [{ version: "2" }, { code: "z" }, { kernels: { name: "simd", fused: true } }];
    for (const other of others)
      expect(
        await get(again({ ...by, ...other }), { content: "x", options: { a: 1, b: 2 } }),
      ).toBeUndefined();
  });

  it("is removed and made again wherever a byte of it is damaged", async () => {
    const { cache, again, folder, said } = await newCache();
    await cache.put("cka", { content: "x" }, block);
    const path = await onlyPath(folder);
    const whole = readFileSync(path);
    const start = whole.length - 8 * data.length;
    const places = [0, 7, 8, 11, 12, 16, 47, 48, 60, start - 1, start, start + 1000, whole.length - 1];
    for (const place of places) {
      const damaged = Buffer.from(whole);
      damaged[place]! ^= 16;
      writeFileSync(path, damaged);
      expect(await get(again(), { content: "x" })).toBeUndefined();
      expect(existsSync(path)).toBe(false);
    }
    for (const length of [0, 5, 47, 48, 200, start, start + 8, whole.length - 1]) {
      writeFileSync(path, whole.subarray(0, length));
      expect(await get(again(), { content: "x" })).toBeUndefined();
      expect(existsSync(path)).toBe(false);
    }
    writeFileSync(path, Buffer.concat([whole, Buffer.alloc(8)]));
    expect(await get(again(), { content: "x" })).toBeUndefined();
    expect(said).toHaveLength(places.length + 9);
    expect(said[0]).toMatch(/^An entry of the cache was damaged \(no entry\), and is made again: /);
    await again().put("cka", { content: "x" }, block);
    expect(bits((await get(again(), { content: "x" }))!.data)).toBe(bits(data));
  });

  it("is not taken for another whose name it has", async () => {
    const { cache, again, folder } = await newCache();
    await cache.put("cka", { content: "x" }, block);
    const path = await onlyPath(folder);
    await cache.put("cka", { content: "y" }, { ...block, data: data.map((value) => value + 1) });
    const other = (await entriesOf(folder)).find((one) => one.path !== path)!;
    renameSync(other.path, path);
    expect(await get(again(), { content: "x" })).toBeUndefined();
  });
});

describe("the limit", () => {
  const each = async () => {
    const { cache, folder } = await newCache();
    await cache.put("cka", { content: "0" }, block);
    return (await entriesOf(folder))[0]!.bytes;
  };
  const there = async (cache: FileCache, names: string) => {
    const found: string[] = [];
    for (const content of names) if (await get(cache, { content })) found.push(content);
    return found.join("");
  };
  /** Writes entries one after the other, used at these seconds. */
  const filled = async (limit: number, seconds: Readonly<Record<string, number>>) => {
    const made = await newCache(limit);
    const known = new Set<string>();
    for (const [content, second] of Object.entries(seconds)) {
      await made.again().put("cka", { content }, block);
      const { path } = (await entriesOf(made.folder)).find((one) => !known.has(one.path))!;
      known.add(path);
      utimesSync(path, second, second);
    }
    return made;
  };

  it("removes what was used least recently, and what a run has used stays", async () => {
    const bytes = await each();
    const { again } = await filled(4.5 * bytes, { a: 100, b: 200, c: 300, d: 400 });
    const run = again();
    expect(await there(run, "a")).toBe("a"); // the oldest, but in use
    await run.put("cka", { content: "e" }, block);
    expect(await there(again(), "abcde")).toBe("acde");
  });

  it("only costs time where a clock was ahead", async () => {
    const bytes = await each();
    const future = Date.now() / 1000 + 1e7;
    const { again } = await filled(3.5 * bytes, { a: future, b: future + 1, c: 300 });
    await again().put("cka", { content: "d" }, block);
    expect(await there(again(), "abcd")).toBe("abd");
  });

  it("does not remove what the run itself uses: what is beyond is not kept, which is said once", async () => {
    const bytes = await each();
    const { cache, said, again } = await newCache(2.5 * bytes);
    for (const content of "abcd") await cache.put("cka", { content }, block);
    expect(await there(again(), "abcd")).toBe("ab");
    expect(said).toEqual([
      `The cache may hold ${2.5 * bytes} bytes (--cache-size), and this run uses all of them: what is beyond is not kept.`,
    ]);
  });

  it("is for several lanes at once", async () => {
    const bytes = await each();
    const { cache, folder } = await newCache(3.5 * bytes);
    await Promise.all([..."abcdef"].map((content) => cache.put("cka", { content }, block)));
    expect(await entriesOf(folder)).toHaveLength(3);
  });

  it("of a smaller size is reached by shrink", async () => {
    const bytes = await each();
    const { folder, again } = await filled(1e9, { a: 400, b: 100, c: 300 });
    expect(await shrink(folder, 2 * bytes)).toMatchObject({ left: 2 * bytes, count: 1, bytes });
    expect(await there(again(), "abc")).toBe("ac");
  });
});

describe("a cache that fails", () => {
  it("lets the run go on where it cannot be written, and says so once", async () => {
    const { cache, folder, said } = await newCache();
    await cache.put("rsa", { content: "x" }, block);
    writeFileSync(join(folder, "cka"), "a file where its folder should be");
    await cache.put("cka", { content: "x" }, block);
    await cache.put("cka", { content: "y" }, block);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^The cache cannot be written, so this run goes on without keeping more: E/);
    expect(await cache.get("rsa", { content: "x" }, allocate)).toBeDefined();
  });

  it("does not matter where its folder is removed under it", async () => {
    const { cache, again, folder } = await newCache();
    await cache.put("cka", { content: "x" }, block);
    const path = await onlyPath(folder);
    renameSync(dirname(dirname(path)), join(folder, "moved"));
    expect(await get(cache, { content: "x" })).toBeUndefined();
    await cache.put("cka", { content: "x" }, block);
    expect(await get(again(), { content: "x" })).toBeDefined();
  });
});

describe("a folder", () => {
  it("of other things, a file, and a cache of another format are refused", async () => {
    const folder = join(parent, "others");
    mkdirSync(folder);
    writeFileSync(join(folder, "notes.txt"), "mine");
    await expect(openFolder(folder)).rejects.toThrow(
      "is no cache of repgeom: it holds notes.txt, but no repgeom-cache.json",
    );
    await expect(openFolder(join(folder, "notes.txt"))).rejects.toThrow("cannot be used: EEXIST");
    const old = join(parent, "old");
    mkdirSync(old);
    writeFileSync(join(old, "repgeom-cache.json"), JSON.stringify({ format: 7 }));
    await expect(openFolder(old)).rejects.toThrow("is a cache in another format (7, this version writes 1)");
  });

  it("is made by several at once", async () => {
    const folder = join(parent, "together");
    await Promise.all(Array.from({ length: 8 }, () => openFolder(folder)));
    await openFolder(folder);
  });

  it("says of entries that the system does not let go that they are there; what is gone already is no failure", async () => {
    const folder = join(parent, "kept");
    mkdirSync(join(folder, "held"), { recursive: true });
    writeFileSync(join(folder, "file"), "12345");
    const entry = (name: string) => ({ path: join(folder, name), kind: "cka", bytes: 5, lastUsed: 0 });
    const gone = await removeEntries(["file", "nowhere"].map(entry));
    expect(gone).toEqual({ count: 1, bytes: 5, kept: 0 });
    expect(() => assertRemoved(folder, gone)).not.toThrow();
    // A folder cannot be removed as a file, as no file can in a folder that is read-only.
    const kept = await removeEntries([entry("held")]);
    expect(kept).toMatchObject({ count: 0, bytes: 0, kept: 1 });
    expect(() => assertRemoved(folder, kept)).toThrow(/1 of 1 entries could not be removed: E/);
    expect(existsSync(join(folder, "held"))).toBe(true);
  });
});
