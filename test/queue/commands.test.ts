import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { coordinate } from "repgeom-queue";
import { version } from "../../src/base/version.ts";
import { writeNpy } from "../../src/data/write.ts";
import { repgeom, start, temporaryFolder, writeResponses, type Outcome } from "../support/repgeom.ts";
import { missing, password, Server, until } from "./server.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);

let server: Server;
let databases = 0;
const url = () => `${server.url}/${++databases}`;
beforeAll(async () => {
  if (!missing) server = await Server.start();
});
afterAll(() => server?.remove());

/** A command that runs, what it said so far, and what it will leave. */
function running(...words: string[]) {
  const child = start(words);
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => (said[name] += text));
  const ended = new Promise<Outcome>((done) => child.on("close", (code) => done({ code, ...said })));
  return { child, said, ended };
}

/** Bytes that a checkpoint has on the disk. */
function kept(checkpoint: string): number {
  try {
    const segments = join(checkpoint, "segments");
    return readdirSync(segments).reduce((sum, name) => sum + statSync(join(segments, name)).size, 0);
  } catch {
    return 0; // not begun
  }
}

describe.skipIf(missing)(
  `coordinate and work (${missing ?? "with redis-server"})`,
  { timeout: 120_000 },
  () => {
    it.concurrent(
      "four workers of which one is killed and one is late, and a server that dies: the bytes of pairwise",
      async () => {
        const nets = Array.from({ length: 25 }, (_, k) => writeResponses(folder, `net${k}`, 160, 120 + k, k));
        const asked = [...nets, "--metric", "procrustes"];
        const whole = await repgeom("pairwise", ...asked, "--threads", "1", "--out", at("whole.npy"));
        expect(whole.code).toBe(0);

        const own = await Server.start();
        const queue = ["--queue", own.url];
        const work = (name: string) =>
          running("work", ...queue, "--threads", "0", "--name", name, "--log", at(name));
        const workers = ["w1", "w2", "w3"].map(work);
        const where = ["--checkpoint", at("run"), "--patience", "1", "--out", at("D.npy")];
        const coordinator = running("coordinate", ...queue, ...asked, ...where);
        await until(() => kept(at("run")) > 2000);
        workers[0]!.child.kill("SIGKILL");
        workers.push(work("w4"));
        await until(() => kept(at("run")) > 12_000);
        await own.kill();
        await own.start();
        expect(await coordinator.ended).toMatchObject({ code: 0 });
        expect(readFileSync(at("D.npy")).equals(readFileSync(at("whole.npy")))).toBe(true);
        expect(coordinator.said.stderr).toMatch(
          /lost the connection to redis:\/\/127\.0\.0\.1.*connected to/s,
        );
        await until(() => existsSync(at("w4"))); // a worker that is just starting knows nothing of signals yet
        for (const { child } of workers) child.kill("SIGTERM");
        const codes = await Promise.all(workers.map(({ ended }) => ended.then(({ code }) => code)));
        await own.remove();
        expect(codes).toEqual([null, 0, 0, 0]);
        expect(readFileSync(at("w2"), "utf8")).toMatch(
          /works on job [0-9a-f]{24}: 25 networks, \d+ tiles.*tile \d+ in/s,
        );
        expect(coordinator.said.stderr + readFileSync(at("w2"), "utf8")).not.toContain(password);
      },
    );

    it.concurrent(
      "a job that loses digits in its way goes the other way; a worker that is told to end ends well",
      async () => {
        const nets = Array.from({ length: 5 }, (_, k) => writeResponses(folder, `few${k}`, 40, 5, k));
        const data = new Float64Array(200).map((_, k) => Math.sin(k) * (k < 5 ? 1e9 : 1));
        writeFileSync(at("few5.npy"), writeNpy([40, 5], data)); // one stimulus far from all others
        const asked = [...nets, at("few5.npy"), "--metric", "cka", "--debiased"];
        const queue = ["--queue", url()];
        const worker = running("work", ...queue, "--name", "steady");
        const [whole, through] = await Promise.all([
          repgeom("pairwise", ...asked, "--json"),
          repgeom("coordinate", ...queue, ...asked, "--json", "--checkpoint", at("ways")),
        ]);
        expect(JSON.parse(through.stdout)).toEqual(JSON.parse(whole.stdout));
        expect(JSON.parse(whole.stdout)).toMatchObject({ way: "stimuli" });
        worker.child.kill("SIGTERM");
        expect(await worker.ended).toMatchObject({ code: 0 });
        expect(worker.said.stderr.match(/works on job/g)).toHaveLength(2);
        expect(worker.said.stderr).toContain("steady ends after");
      },
    );

    it.concurrent(
      "a poison tile ends the run with its error; the same command goes on when it is healed",
      async () => {
        const nets = Array.from({ length: 4 }, (_, k) => writeResponses(folder, `p${k}`, 20, 6, k));
        const healthy = readFileSync(nets[2]!);
        writeFileSync(nets[2]!, writeNpy([20, 6], new Float64Array(120).fill(7)));
        const queue = ["--queue", url()];
        const asked = [
          "coordinate",
          ...queue,
          ...nets,
          "--metric",
          "cka",
          "--checkpoint",
          at("ill"),
          "--out",
          at("ill.npy"),
        ];
        const worker = running("work", ...queue);
        const failed = await repgeom(...asked);
        expect(failed).toMatchObject({ code: 1 });
        expect(failed.stderr).toMatch(/tile \d+ failed 3 times\. The last error on \S+: p2: .*constant/);
        writeFileSync(nets[2]!, healthy);
        expect(await repgeom(...asked)).toMatchObject({ code: 0 });
        worker.child.kill("SIGTERM");
        await worker.ended;
        await repgeom("pairwise", ...nets, "--metric", "cka", "--out", at("well.npy"));
        expect(readFileSync(at("ill.npy")).equals(readFileSync(at("well.npy")))).toBe(true);
      },
    );

    it.concurrent("a worker of another version is refused, and says what differs", async () => {
      const place = url();
      const stop = new AbortController();
      const about = { protocol: 1, version: "0.0.1" };
      const terms = {
        url: place,
        id: "old",
        about,
        tiles: 1,
        has: () => false,
        accept() {},
        signal: stop.signal,
      };
      const job = coordinate(terms).catch(() => {});
      const refused = await repgeom("work", "--queue", place);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(`this worker is repgeom ${version}, its coordinator is 0.0.1`);
      stop.abort();
      await job;
    });
  },
);

describe("what is asked of coordinate and work", () => {
  const net = writeResponses(folder, "one", 10, 3, 1);

  it.concurrent.each([
    [["work"], 2, /--queue is missing: the address of the Redis server/],
    [["work", "--queue", "localhost:6379"], 2, /--queue: the address of the queue is redis:\/\/host:port/],
    [["work", "--queue", "redis://h", "--name", "a b"], 2, /--name takes letters, digits/],
    [["coordinate", net, "--metric", "cka", "--queue", "redis://127.0.0.1:1"], 2, /--checkpoint is missing/],
    [
      ["coordinate", net, "--metric", "cka", "--bootstrap", "stimuli"],
      2,
      /--bootstrap: workers compute values alone/,
    ],
    [
      ["coordinate", net, "--metric", "cka", "--patience", "0"],
      2,
      /--patience takes seconds from 1 to 3600, got 0/,
    ],
  ])("%j", async (words, code, text) => {
    const outcome = await repgeom(...words);
    expect(outcome.stderr).toMatch(text);
    expect(outcome.code).toBe(code);
  });
});
