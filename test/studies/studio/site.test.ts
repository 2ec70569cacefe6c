import { appendFileSync, cpSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { read } from "repgeom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveLoopback, type Loopback } from "../../../src/cli/serve/server.ts";
import { inputsOf } from "../../../src/studies/studio/command-files.ts";
import { siteOf } from "../../../src/studies/studio/command-site.ts";
import type { ServedFiles } from "../../../src/studies/studio/protocol.ts";
import { temporaryFolder } from "../../support/repgeom.ts";
import { get, writeStudio } from "./site.ts";

const folder = temporaryFolder();
const studio = writeStudio(folder);
const nets = join(folder, "nets");
const bytes = Buffer.from(Array.from({ length: 1000 }, (_, k) => (k * 7) % 256));
mkdirSync(join(nets, "deep"), { recursive: true });
writeFileSync(join(folder, "secret.npy"), "not named");
writeFileSync(join(nets, "layer10.npy"), bytes);
writeFileSync(join(nets, "layer2.npy"), bytes.subarray(5));
writeFileSync(join(nets, "deep/a b%.npy"), "other");
writeFileSync(join(nets, "table.json"), "[]");
writeFileSync(join(nets, "notes.txt"), "no data");
writeFileSync(join(nets, ".hidden.npy"), "");
mkdirSync(join(nets, "net.zarr/c"), { recursive: true });
writeFileSync(join(nets, "net.zarr/.zarray"), "{}");
writeFileSync(join(nets, "net.zarr/c/0.0"), "chunk");
symlinkSync(nets, join(nets, "loop"));

let server: Loopback;
let files: ServedFiles;
beforeAll(async () => {
  server = await serveLoopback(await siteOf(studio, await inputsOf([nets, `${nets}/./layer2.npy`], true)), 0);
  files = JSON.parse((await get(`${server.address}files.json`)).body.toString()) as ServedFiles;
});
afterAll(() => server.close());

const named = (end: string) => files.find(({ name }) => name.endsWith(end))!;
const addressOf = (end: string) => server.address + named(end).address;

describe("the list of files", () => {
  it("has what can be read below the folder, in natural order, each once, under its path", () => {
    const expected = ["deep/a b%.npy", "layer2.npy", "layer10.npy", "net.zarr", "table.json"];
    expect(files.map(({ name }) => name)).toEqual(expected.map((name) => join(nets, name)));
    expect(files.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4]);
    expect(files.map(({ size }) => size)).toEqual([5, 995, 1000, undefined, 2]);
  });

  it("gives no path of the disk in an address", () => {
    for (const { address } of files) expect(address).toMatch(/^\.\/files\/\d\/[^/]+$/);
  });

  it("leads to the bytes of each", async () => {
    expect((await get(addressOf("layer10.npy"))).body).toEqual(bytes);
    expect((await get(addressOf("layer2.npy"))).body).toEqual(bytes.subarray(5));
    expect((await get(addressOf("a b%.npy"))).body.toString()).toBe("other");
    expect((await get(`${addressOf("net.zarr")}/.zarray`)).body.toString()).toBe("{}");
    expect((await get(`${addressOf("net.zarr")}/c/0.0`)).body.toString()).toBe("chunk");
    expect((await get(`${addressOf("net.zarr")}/c`)).status).toBe(404);
  });
});

describe("a Zarr hierarchy", () => {
  /** A group of the third version with one array in a group, uncompressed, as the specification has it. */
  function writeVersion3(place: string): void {
    const document = (path: string, text: object) => {
      mkdirSync(join(place, path), { recursive: true });
      writeFileSync(join(place, path, "zarr.json"), JSON.stringify({ zarr_format: 3, ...text }));
    };
    document("", { node_type: "group" });
    document("inner", { node_type: "group" });
    document("inner/acts", {
      node_type: "array",
      shape: [3, 2],
      data_type: "float64",
      chunk_grid: { name: "regular", configuration: { chunk_shape: [3, 2] } },
      chunk_key_encoding: { name: "default", configuration: { separator: "/" } },
      fill_value: 0,
      codecs: [{ name: "bytes", configuration: { endian: "little" } }],
    });
    mkdirSync(join(place, "inner/acts/c/0"), { recursive: true });
    writeFileSync(join(place, "inner/acts/c/0/0"), new Uint8Array(Float64Array.of(1, 2, 3, 4, 5, 6).buffer));
  }

  it.each(["second", "third"])(
    "of the %s version is read from its address as from the disk",
    async (version) => {
      const place = join(folder, `${version}.zarr`);
      if (version === "third") writeVersion3(place);
      else cpSync("test/golden/formats/zarr/data.zarr", place, { recursive: true });
      const other = await serveLoopback(await siteOf(studio, await inputsOf([place], true)), 0);
      const [file] = JSON.parse((await get(`${other.address}files.json`)).body.toString()) as ServedFiles;
      const [own, there] = [await read(place), await read(other.address + file!.address)];
      await other.close();
      expect(own.length).toBeGreaterThan(0);
      expect(there.map(({ shape, data }) => ({ shape, data }))).toEqual(
        own.map(({ shape, data }) => ({ shape, data })),
      );
      expect(there.map(({ name }) => name)).toEqual(own.map(({ name }) => name));
    },
  );
});

describe("who may ask", () => {
  const status = async (given: Parameters<typeof get>[1]) => (await get(server.address, given)).status;

  it("is who knows the token, all of it and nothing else", async () => {
    const { pathname } = new URL(server.address);
    expect(await status({ path: pathname })).toBe(200);
    const last = pathname.at(-2) === "A" ? "B" : "A";
    const wrong = ["/", "/x/", "/files.json", pathname.slice(0, -2), `${pathname.slice(0, -2)}${last}/`];
    for (const path of [
      ...wrong,
      `/x${pathname}`,
      `/${pathname}`,
      "*",
      `${pathname.slice(0, -1)}x/files.json`,
    ])
      expect([path, await status({ path })]).toEqual([path, 403]);
    expect(pathname.length).toBeGreaterThan(30);
  });

  it("gets another token from another server", async () => {
    const other = await serveLoopback(await siteOf(studio, []), 0);
    expect(new URL(other.address).pathname).not.toBe(new URL(server.address).pathname);
    await other.close();
  });

  it.each(["127.0.0.1", "127.0.0.1:9", "localhost:8000", "[::1]:80"])(
    "may call the host %s",
    async (host) => {
      expect(await status({ headers: { host } })).toBe(200);
    },
  );

  it.each([
    "example.org",
    "127.0.0.1.example.org",
    "localhost.example.org:80",
    "xlocalhost",
    "127.0.0.1@example.org",
  ])("may not call it %s, as a page would that made its name lead here", async (host) => {
    expect(await status({ headers: { host } })).toBe(403);
    expect((await get(server.address, { headers: { host } })).body.toString()).not.toContain("<head>");
  });

  it("may read, and nothing else", async () => {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) expect(await status({ method })).toBe(405);
  });
});

describe("what is not named", () => {
  it.each([
    "../secret.npy",
    "..%2fsecret.npy",
    "%2e%2e/secret.npy",
    "files/../../secret.npy",
    "files/0/../../../secret.npy",
    "assets/..%2f..%2fsecret.npy",
    "assets\\..\\..\\secret.npy",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "files/3/net.zarr/../layer2.npy",
    "files/3/net.zarr/..%2flayer2.npy",
    "files/99/layer2.npy",
    "files/1/other.npy",
    "files/",
    "assets/",
    ".vite/manifest.json",
    "assets/main.js%00.npy",
    "%",
    "constructor",
    "__proto__",
  ])("is not served: %s", async (path) => {
    const { status, body } = await get(server.address, { path: new URL(server.address).pathname + path });
    expect(status).toBe(404);
    expect(body.toString()).toBe("There is no such file here.\n");
  });
});

describe("a file", () => {
  it.each([
    ["bytes=0-0", 0, 1],
    ["bytes=10-99", 10, 100],
    ["bytes=990-5000", 990, 1000],
    ["bytes=-3", 997, 1000],
  ])("is given in part: %s", async (range, start, end) => {
    const { status, headers, body } = await get(addressOf("layer10.npy"), { headers: { range } });
    expect(status).toBe(206);
    expect(body).toEqual(bytes.subarray(start, end));
    expect(headers["content-range"]).toBe(`bytes ${start}-${end - 1}/1000`);
    expect(headers["content-length"]).toBe(String(end - start));
  });

  it("is not given beyond its end", async () => {
    const { status, headers } = await get(addressOf("layer10.npy"), { headers: { range: "bytes=1000-" } });
    expect([status, headers["content-range"]]).toEqual([416, "bytes */1000"]);
  });

  it("has a head with its length and no body", async () => {
    const { status, headers, body } = await get(addressOf("layer10.npy"), { method: "HEAD" });
    expect([status, headers["content-length"], headers["accept-ranges"]]).toEqual([200, "1000", "bytes"]);
    expect(body).toHaveLength(0);
  });

  it("is given whole where the part is of another version", async () => {
    const whole = await get(addressOf("layer10.npy"));
    const asked = (tag: string) =>
      get(addressOf("layer10.npy"), { headers: { range: "bytes=0-1", "if-range": tag } });
    expect((await asked(String(whole.headers.etag))).status).toBe(206);
    expect((await asked('"other"')).status).toBe(200);
  });
});

describe("a file that changes while it is served", () => {
  const path = join(folder, "changing.npy");
  let own: Loopback;
  const list = async () =>
    (JSON.parse((await get(`${own.address}files.json`)).body.toString()) as ServedFiles)[0]!;
  beforeAll(async () => {
    writeFileSync(path, bytes);
    own = await serveLoopback(await siteOf(studio, await inputsOf([path], true)), 0);
  });
  afterAll(() => own.close());

  it("is refused at its old address with a sentence, and given at that of a new list", async () => {
    const before = own.address + (await list()).address;
    expect((await get(before)).status).toBe(200);
    appendFileSync(path, "more");
    const { status, body } = await get(before);
    expect([status, body.toString()]).toEqual([
      409,
      expect.stringMatching(/changing\.npy was changed.*Reload/),
    ]);
    const after = await get(own.address + (await list()).address);
    expect([after.status, after.body.length]).toEqual([200, 1004]);
    utimesSync(path, 1, 1);
    expect((await get(own.address + (await list()).address)).status).toBe(200);
  });

  it("is not there when it is gone, and says so; a folder in its place is none", async () => {
    const { address } = await list();
    rmSync(path);
    const { status, body } = await get(own.address + address);
    expect([status, body.toString()]).toEqual([
      404,
      expect.stringMatching(/changing\.npy is no longer there/),
    ]);
    expect((await list()).name).toBe(path);
    mkdirSync(path);
    expect((await get(own.address + address)).status).toBe(404);
    rmSync(path, { recursive: true });
  });

  it("that is rewritten while it is sent ends short, so that nobody takes it for whole", async () => {
    const large = Buffer.alloc(2 ** 26, 1);
    writeFileSync(path, large);
    const { request } = await import("node:http");
    const url = new URL(own.address + (await list()).address);
    const outcome = await new Promise<string>((done) => {
      const asked = request(url, (response) => {
        response.once("data", () => {
          response.pause();
          appendFileSync(path, "more");
          response.resume();
        });
        response.on("end", () => done("whole")).on("error", () => done("cut"));
      });
      asked.end();
    });
    expect(outcome).toBe("cut");
  });
});

describe("every answer", () => {
  it.each(["", "assets/main.js", "files.json", "nothing"])("has the policy: %s", async (path) => {
    const { headers } = await get(server.address + path);
    const policy = Object.fromEntries(
      String(headers["content-security-policy"])
        .split("; ")
        .map((one) => [one.split(" ")[0], one.split(" ").slice(1).join(" ")]),
    );
    expect(policy).toMatchObject({
      "default-src": "'self'",
      "script-src": "'self' 'wasm-unsafe-eval' blob:", // a metric from a file is a module of the page
      "worker-src": "'self' blob:",
      "style-src": "'self' 'unsafe-inline'",
      "img-src": "'self' data: blob:",
      "connect-src": "'self' https:",
    });
    expect(headers).toMatchObject({
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
    });
  });

  it("has the type that browsers ask for", async () => {
    const type = async (path: string) => (await get(server.address + path)).headers["content-type"];
    expect(await type("assets/main.js")).toMatch(/^text\/javascript/);
    expect(await type("assets/simd.wasm")).toBe("application/wasm");
    expect(await type("")).toMatch(/^text\/html/);
    expect(await type(named("layer2.npy").address)).toBe("application/octet-stream");
  });
});

describe("the page", () => {
  it("is told where the list is, and is the same by its name", async () => {
    const text = (await get(server.address)).body.toString();
    expect(text).toContain('<head><meta name="repgeom-files" content="./files.json" />');
    expect((await get(`${server.address}index.html`)).body.toString()).toBe(text);
  });

  it("is found without the last slash", async () => {
    const { status, headers } = await get(server.address.slice(0, -1));
    expect([status, headers.location]).toEqual([308, new URL(server.address).pathname]);
  });
});

describe("what the studio is given", () => {
  it.each([
    ["notes.txt", "OptionError", /notes\.txt: expected a file ending in/],
    ["missing.npy", "FileError", /missing\.npy: no such file/],
    ["*.none", "FileError", /pattern that matched no file/],
    ["http://example.org/net.npy", "UsageError", /https: only/],
  ])("is refused at once where it cannot be read: %s", async (word, name, message) => {
    const path = word.includes(":") ? word : join(nets, word);
    await expect(inputsOf([path], true)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
  });

  it("is refused where a folder has nothing that can be read", async () => {
    mkdirSync(join(folder, "empty"));
    writeFileSync(join(folder, "empty/notes.txt"), "");
    const refused = inputsOf([join(folder, "empty")], true);
    await expect(refused).rejects.toMatchObject({
      name: "FileError",
      message: expect.stringMatching(/no file/),
    });
  });

  it("may be an address that the page fetches itself", async () => {
    const inputs = await inputsOf(["https://example.org/net.npy"], true);
    const other = await serveLoopback(await siteOf(studio, inputs), 0);
    const body = (await get(`${other.address}files.json`)).body.toString();
    expect(JSON.parse(body)).toEqual([
      { id: 0, name: "https://example.org/net.npy", address: "https://example.org/net.npy" },
    ]);
    await other.close();
  });

  it("keeps which array of a file is meant", async () => {
    writeFileSync(join(folder, "layers.npz"), "");
    const words = [`${folder}/layers.npz:a`, `${folder}/layers.npz:b`, `${folder}/layers.npz:b`];
    const inputs = await inputsOf(words, true);
    expect(inputs.map(({ name }) => name)).toEqual(words.slice(0, 2));
  });

  it("is not served without a built studio", async () => {
    await expect(siteOf(join(folder, "none"), [])).rejects.toMatchObject({
      name: "FileError",
      message: expect.stringMatching(/built studio is not there.*studio:build/),
    });
  });
});
