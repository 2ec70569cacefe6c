import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";

/** Why tests with a server are skipped here; undefined where it is installed. */
export const missing = versionOf() === undefined ? "redis-server is not installed" : undefined;

function versionOf(): string | undefined {
  try {
    return execFileSync("redis-server", ["--version"], { encoding: "utf8" });
  } catch {
    return undefined;
  }
}

/** A Redis server of its own, with a password and an append-only file. */
export class Server {
  readonly url: string;
  readonly #folder = mkdtempSync(join(tmpdir(), "repgeom-redis-"));
  readonly #port: number;
  #process: ChildProcess | undefined;

  private constructor(port: number) {
    this.#port = port;
    this.url = `redis://:${password}@127.0.0.1:${port}`;
  }

  static async start(): Promise<Server> {
    const server = new Server(await freePort());
    await server.start();
    return server;
  }

  /** @param keeps - whether it keeps what it is told on the disk */
  async start(keeps = true): Promise<void> {
    const words = ["--port", String(this.#port), "--bind", "127.0.0.1", "--dir", this.#folder, "--save", ""];
    const keeping = ["--appendonly", keeps ? "yes" : "no", "--appendfsync", "everysec"];
    this.#process = spawn("redis-server", [...words, ...keeping, "--requirepass", password], {
      stdio: "ignore",
    });
    await this.use((redis) => redis.ping());
  }

  /** At once, as when the machine fails. */
  async kill(): Promise<void> {
    const ended = once(this.#process!, "exit");
    this.#process!.kill("SIGKILL");
    await ended;
  }

  /** Waits until it answers. */
  async use<R>(act: (redis: Redis) => Promise<R>, url = this.url): Promise<R> {
    const redis = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
    redis.on("error", () => {});
    try {
      return await act(redis);
    } finally {
      redis.disconnect();
    }
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export const password = "s3cret";

/** Waits until something holds; tests that run side by side cannot use `expect.poll`. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`It does not hold after a minute: ${holds.toString()}`);
    await pause(5);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
