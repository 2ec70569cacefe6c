import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Refusal } from "../../../src/cli/serve/answer.ts";
import { beginEvents } from "../../../src/cli/serve/events.ts";
import { parseJson } from "../../../src/cli/serve/json.ts";
import { partsOf } from "../../../src/cli/serve/multipart.ts";
import { Places } from "../../../src/cli/serve/places.ts";

const statusOf = (work: () => unknown): number | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.status;
    throw error;
  }
};

describe("the parts of a form", () => {
  it("are those that fetch sends, byte for byte", async () => {
    const names = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
      .filter((name) => !/[\r\n\\]/.test(name));
    const part = fc.record({ name: names, file: fc.option(names), bytes: fc.uint8Array({ maxLength: 200 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 5 }), async (parts) => {
        const form = new FormData();
        for (const { name, file, bytes } of parts) {
          if (file === null) form.append(name, "text");
          else form.append(name, new Blob([new Uint8Array(bytes)]), file);
        }
        const sent = new Request("http://localhost", { method: "POST", body: form });
        const body = Buffer.from(await sent.arrayBuffer());
        const found = partsOf(sent.headers.get("content-type")!, body, 10);
        const expected = parts.map(({ name, file, bytes }) => ({
          name,
          file: file ?? undefined,
          bytes: file === null ? Buffer.from("text") : Buffer.from(bytes),
        }));
        expect(found).toEqual(expected);
      }),
      // Lines end where HTTP ends them, not where Unicode does.
      { numRuns: 60, examples: [[[{ name: "\u2028", file: "a\u2029b", bytes: Uint8Array.of(1) }]]] },
    );
  });

  it("end where the boundary stands alone, not where its letters do", () => {
    const body = "a: --b\r\n--bc\r\n -- b\r\n--";
    const text = `--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n${body.replace("\r\n--bc", "--bc")}\r\n--b--\r\nrest`;
    const [one, ...others] = partsOf("multipart/form-data; boundary=b", Buffer.from(text), 5);
    expect([one!.bytes.toString(), others]).toEqual([body.replace("\r\n--bc", "--bc"), []]);
  });

  it.each([
    "multipart/form-data",
    "multipart/form-data; boundary=",
    `multipart/form-data; boundary=${"b".repeat(71)}x y`,
  ])("need a boundary: %j", (type) => {
    expect(statusOf(() => partsOf(type, Buffer.from("--b--"), 5))).toBe(400);
  });

  it("take no time that grows faster than their bytes", () => {
    const body = Buffer.from(`--b\r\n${"\r\n--a".repeat(1_000_000)}`);
    const begun = performance.now();
    expect(statusOf(() => partsOf("multipart/form-data; boundary=b", body, 5))).toBe(400);
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});

describe("JSON from outside", () => {
  it("is what JSON.parse makes of it", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        expect(parseJson(Buffer.from(text), 2 ** 20)).toEqual(JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });

  it.each(["", "{", '{"a": "', '"\\', "[1,]", "nul", "NaN", "\ufeff\ufeff1", '"\n"'])(
    "is refused where it is none: %j",
    (text) => {
      expect(statusOf(() => parseJson(Buffer.from(text), 2 ** 20))).toBe(400);
    },
  );

  it("is refused in another encoding", () => {
    expect(statusOf(() => parseJson(Buffer.from([0x22, 0xff, 0x22]), 2 ** 20))).toBe(400);
  });

  it("is nested 32 deep at most, brackets in texts not counted", () => {
    const nested = (depth: number) => Buffer.from(`${"[".repeat(depth)}${"]".repeat(depth)}`);
    expect(statusOf(() => parseJson(nested(32), 2 ** 20))).toBeUndefined();
    expect(statusOf(() => parseJson(nested(33), 2 ** 20))).toBe(400);
    expect(parseJson(Buffer.from(JSON.stringify(`\\"${"[".repeat(40)}\\`)), 2 ** 20)).toBe(
      `\\"${"[".repeat(40)}\\`,
    );
  });

  it("is refused before it is parsed where its values take too much", () => {
    expect(statusOf(() => parseJson(Buffer.from(`[${"1,".repeat(2_000_000)}1]`), 2 ** 40))).toBe(413);
    const list = Buffer.from(JSON.stringify(Array.from({ length: 1000 }, () => 1)));
    const needed = 2 * list.length + 40 * 1001;
    expect(statusOf(() => parseJson(list, needed))).toBeUndefined();
    expect(statusOf(() => parseJson(list, needed - 1))).toBe(413);
    const text = Buffer.from(JSON.stringify(",".repeat(1000))); // one value
    expect(statusOf(() => parseJson(text, 2 * text.length + 40))).toBeUndefined();
  });
});

describe("places", () => {
  it("are taken in the order in which they were asked for, and given back once", async () => {
    const places = new Places(1, 3);
    const { signal } = new AbortController();
    const leave = await places.take(signal);
    const order: number[] = [];
    const leaves: (() => void)[] = [];
    const waits = [1, 2, 3].map(async (k) => {
      leaves.push(await places.take(signal));
      order.push(k);
    });
    expect([places.taken, places.waiting, places.hasRoom]).toEqual([1, 3, false]);
    await expect(places.take(signal)).rejects.toMatchObject({ status: 429 });
    leave();
    leave();
    await waits[0];
    expect([order, places.waiting, places.taken]).toEqual([[1], 2, 1]);
    leaves[0]!();
    await waits[1];
    leaves[1]!();
    await Promise.all(waits);
    leaves[2]!();
    expect([order, places.waiting, places.taken]).toEqual([[1, 2, 3], 0, 0]);
  });

  it("are not kept for who gave up waiting", async () => {
    const places = new Places(1, 3);
    const [first, gone] = [new AbortController(), new AbortController()];
    const leave = await places.take(first.signal);
    const lost = places.take(gone.signal);
    const next = places.take(first.signal);
    gone.abort(new Error("gone"));
    await expect(lost).rejects.toThrow("gone");
    await expect(places.take(gone.signal)).rejects.toThrow("gone");
    leave();
    (await next)();
    expect([places.taken, places.waiting]).toEqual([0, 0]);
  });
});

describe("events", () => {
  it("have signs of life between them, and progress no oftener than a reader wants", async () => {
    const server = createServer((_request, response) => {
      const events = beginEvents(response, 10);
      for (let done = 0; done < 50; done++) events.progress({ phase: "compare", done });
      events.progress({ phase: "work", done: 0 });
      setTimeout(() => events.end("result", "{}"), 100);
    });
    await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const text = await (await fetch(`http://127.0.0.1:${port}/`)).text();
    server.close();
    const blocks = text.split("\n\n");
    expect(blocks.filter((block) => block === ": alive").length).toBeGreaterThan(1);
    expect(blocks.filter((block) => block !== ": alive")).toEqual([
      'event: progress\ndata: {"phase":"compare","done":0}',
      'event: progress\ndata: {"phase":"work","done":0}',
      "event: result\ndata: {}",
      "",
    ]);
  });
});
