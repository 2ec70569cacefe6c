import type { Redis } from "ioredis";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addressOf,
  coordinate,
  dropJob,
  LeaveError,
  listJobs,
  pauseJobs,
  resumeJobs,
  work,
  type CoordinateOptions,
  type OpenJob,
  type Result,
  type WorkOptions,
} from "repgeom-queue";
import { missing, password, Server, until } from "./server.ts";

let server: Server;
beforeAll(async () => {
  if (!missing) server = await Server.start();
});
afterAll(() => server?.remove());

type Compute = OpenJob["compute"];

let databases = 0;

/** A database of its own in the server, so that tests may run side by side: a worker takes any job of its database. */
function place(on = server) {
  const url = `${on.url}/${++databases}`;
  const id = `job-${databases}`;
  return {
    url,
    id,
    use: <R>(act: (redis: Redis) => Promise<R>) => on.use(act, url),
    /** Coordinates a job, and remembers what came. */
    coordinating(tiles: number, given: Partial<CoordinateOptions> = {}) {
      const got = new Map<number, Result>();
      const has = (tile: number) => got.has(tile);
      const accept = (result: Result) => void got.set(result.tile, result);
      const done = coordinate({ url, id, about: null, tiles, patience: 2, has, accept, ...given });
      done.catch(() => {}); // awaited later
      return { got, done };
    },
    working(name: string, compute: Compute, given: Partial<WorkOptions> = {}) {
      const open = async () => ({ lanes: 1, compute, close() {} });
      const ended = work({ url, name, once: true, open, ...given });
      ended.catch(() => {});
      return ended;
    },
  };
}

/** Numbers in which a wrong byte or place would be seen. */
const numbersOf = (tile: number) => Float64Array.of(Math.sqrt(tile), -tile, NaN, 1 / 3);
const simple: Compute = async (tile) => ({
  bytes: new Uint8Array(numbersOf(tile).buffer),
  notes: { tile },
});

function expectAll(got: ReadonlyMap<number, Result>, tiles: number): void {
  expect(got.size).toBe(tiles);
  for (const [tile, { bytes }] of got) expect(new Float64Array(bytes.buffer)).toEqual(numbersOf(tile));
}

describe.skipIf(missing)(`the package of the queue (${missing ?? "with redis-server"})`, () => {
  it.concurrent("two workers compute every tile once, and nothing is left in Redis", async () => {
    const { id, working, coordinating, use } = place();
    const stop = new AbortController(); // one that came too late would wait for another job
    const workers = ["a", "b"].map((name) => working(name, simple, { signal: stop.signal }));
    const { got, done } = coordinating(200, { window: 50 });
    expect(await done).toEqual({ tiles: 200, repeated: 0, addedAgain: 0 });
    stop.abort();
    const ended = await Promise.all(workers);
    expect(ended[0]!.tiles + ended[1]!.tiles).toBe(200);
    expectAll(got, 200);
    expect(got.get(7)!.notes).toEqual({ tile: 7 });
    expect(await use((redis) => redis.keys("*"))).toEqual([`repgeom:job:${id}:over`]);
  });

  it.concurrent(
    "a tile that fails three times ends the job with its error; two failures do not",
    async () => {
      const { working, coordinating } = place();
      const tries = new Map<number, number>();
      const worker = working("patient", async (tile) => {
        tries.set(tile, (tries.get(tile) ?? 0) + 1);
        if (tile === 5 || (tile === 3 && tries.get(3)! < 3)) throw new Error(`tile ${tile} is ill`);
        return simple(tile);
      });
      const { done, got } = coordinating(10);
      await expect(done).rejects.toMatchObject({
        name: "TileError",
        tile: 5,
        message: "tile 5 failed 3 times. The last error on patient: tile 5 is ill",
      });
      expect(tries.get(5)).toBe(3);
      expect(got.has(3)).toBe(true);
      await worker;
    },
  );

  it.concurrent("a worker that is told to end hands its tile back at once, and that is no try", async () => {
    const { working, coordinating } = place();
    const stop = new AbortController();
    const began: number[] = [];
    const hang: Compute = (tile) => {
      began.push(tile);
      return new Promise(() => {});
    };
    const first = working("leaving", hang, { signal: stop.signal });
    const { done, got } = coordinating(4, { patience: 600, tries: 1 });
    await until(() => began.length > 0);
    stop.abort();
    await expect(first).resolves.toEqual({ tiles: 0 });
    const second = working("staying", simple);
    await done;
    expectAll(got, 4);
    expect(got.get(began[0]!)!.worker).toBe("staying");
    await second;
  });

  it.concurrent(
    "a worker that can do none of the tiles leaves, and its tile is no worse for it",
    async () => {
      const { working, coordinating } = place();
      const { done, got } = coordinating(3, { tries: 1 });
      const cause = new Error("too little memory");
      const small = working("small", async () => {
        throw new LeaveError("", { cause });
      });
      await expect(small).rejects.toBe(cause);
      const large = working("large", simple);
      await done;
      expectAll(got, 3);
      await large;
    },
  );

  it.concurrent(
    "what a server loses that comes back empty is added again; the window bounds what is there",
    async () => {
      const own = await Server.start();
      try {
        const { id, working, coordinating, use } = place(own);
        const { done, got } = coordinating(40, { window: 10 });
        await until(async () => (await use((redis) => redis.llen(`repgeom:tiles:${id}:wait`))) === 10);
        await own.kill();
        await own.start(false); // it reads no file
        const worker = working("late", simple);
        expect(await done).toMatchObject({ addedAgain: 10 });
        expectAll(got, 40);
        await worker;
      } finally {
        await own.remove();
      }
    },
  );

  it.concurrent(
    "a result that comes twice is ignored, and one that is not taken is computed again",
    async () => {
      const { id, working, coordinating, use } = place();
      let refusals = 0;
      const { done, got } = coordinating(6, {
        accept(result) {
          if (result.tile === 2 && refusals++ === 0) return false;
          got.set(result.tile, result);
          return true;
        },
      });
      const key = `repgeom:job:${id}:results`;
      const worker = working("twice", async (tile) => {
        const result = await simple(tile);
        const sent = Buffer.from(result.bytes);
        if (tile === 0) await use((redis) => redis.xadd(key, "*", "t", 0, "w", "x", "n", "null", "b", sent));
        return result;
      });
      expect((await done).repeated).toBe(1);
      expect(refusals).toBe(2);
      expectAll(got, 6);
      await worker;
    },
  );

  it.concurrent(
    "a job can be looked at, paused and resumed; dropped only if its coordinator is gone",
    async () => {
      const { url, id, working, coordinating } = place();
      const { done, got } = coordinating(5);
      await until(async () => (await listJobs(url))[0]?.waiting === 5);
      expect(await listJobs(url)).toMatchObject([{ id, state: "there", waiting: 5, isPaused: false }]);
      expect(await pauseJobs(url)).toEqual([id]);
      await expect(dropJob(url, id)).rejects.toThrow(`job ${id} has a coordinator that lives`);
      await expect(pauseJobs(url, "nope")).rejects.toThrow("there is no job nope");
      const worker = working("waiting", simple);
      await pause(1000);
      expect(got.size).toBe(0);
      expect(await listJobs(url)).toMatchObject([{ id, isPaused: true }]);
      await resumeJobs(url, id);
      await done;
      await worker;
      expectAll(got, 5);
      expect(await listJobs(url)).toEqual([]);
    },
  );

  it.concurrent("what accept throws ends the job, and it is removed", async () => {
    const { url, working, coordinating } = place();
    const worker = working("w", simple);
    const { done } = coordinating(3, {
      accept() {
        throw new RangeError("no room");
      },
    });
    await expect(done).rejects.toThrow(new RangeError("no room"));
    await worker;
    expect(await listJobs(url)).toEqual([]);
  });

  it.concurrent("a wrong password is said without it, by coordinators and workers", async () => {
    const { working, coordinating } = place();
    const url = server.url.replace(password, "other");
    for (const refused of [coordinating(1, { url }).done, working("w", simple, { url })]) {
      const error = await refused.then(String, (reason: Error) => reason);
      const message = expect.stringContaining("wrong user or password") as string;
      expect(error).toMatchObject({ name: "QueueError", message });
      expect((error as Error).message).not.toContain("other");
    }
    const none = coordinating(1, { url: server.url.replace(`:${password}@`, "") }).done;
    await expect(none).rejects.toThrow("does not let us in");
  });

  it.concurrent("a server that is not there is said with its address, without the password", async () => {
    const { working, coordinating } = place();
    const url = "redis://me:hidden@127.0.0.1:1/3";
    for (const refused of [coordinating(1, { url }).done, working("w", simple, { url })])
      await expect(refused).rejects.toThrow(
        /^no queue at redis:\/\/127\.0\.0\.1:1\/3 \(connect ECONNREFUSED 127\.0\.0\.1:1\)\. Is redis-server running/,
      );
  });

  it("locks are renewed while computing holds up the worker's thread for longer than they last", async () => {
    const { working, coordinating } = place();
    const stop = new AbortController();
    const held: Compute = async (tile) => {
      if (tile === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4500);
      return simple(tile);
    };
    // Each has a thread of its own for its locks, which looks for tiles of workers that are silent.
    const workers = ["a", "b"].map((name) => working(name, held, { signal: stop.signal }));
    const { done, got } = coordinating(3);
    expect(await done).toMatchObject({ repeated: 0 });
    expectAll(got, 3);
    stop.abort();
    await Promise.all(workers);
  });
});

describe("an address", () => {
  it("has a host, a port, a user, a password and a database", () => {
    expect(addressOf("redis://head")).toEqual({ host: "head", port: 6379, db: 0 });
    expect(addressOf("rediss://me:p%40ss@head.example:7000/2")).toEqual({
      host: "head.example",
      port: 7000,
      username: "me",
      password: "p@ss",
      db: 2,
      tls: { servername: "head.example" },
    });
    expect(addressOf("rediss://:p@[::1]:7000")).toMatchObject({ host: "::1", tls: {} });
  });

  it.each([
    ["http://u:secret@head", "got http://head"],
    ["u:secret@head", "got something else"],
    ["secret", "got something else"],
    ["redis://u:secret@head/a", "got redis://head/a"],
    ["redis://u:secret@head/1/2", "takes the number of a database"],
    ["redis://u:secret@head?tls=1", "takes the number of a database"],
  ])("%s is refused without its password", (url, text) => {
    expect(() => addressOf(url)).toThrow(text);
    expect(() => addressOf(url)).not.toThrow("secret");
  });
});
