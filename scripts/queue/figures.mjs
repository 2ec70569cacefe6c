// What the queue costs, and what workers add: node scripts/queue/figures.mjs [networks] [stimuli] [units]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeNpy } from "repgeom";
import { coordinate, work } from "repgeom-queue";
import { createRandom } from "../../dist/src/base/random.js";

const [networks = 96, stimuli = 200, units = 100] = process.argv.slice(2).map(Number);
const main = fileURLToPath(new URL("../../dist/src/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "repgeom-figures-"));
const [port, password] = [7400 + (process.pid % 500), "figures"];
const url = `redis://:${password}@127.0.0.1:${port}`;

const server = await startServer();
try {
  await overhead(1);
  await overhead(2);
  await scaling();
  await failures();
} finally {
  server.current.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function startServer() {
  const words = ["--port", String(port), "--bind", "127.0.0.1", "--requirepass", password, "--dir", folder];
  const keep = ["--appendonly", "yes", "--appendfsync", "everysec", "--save", ""];
  const start = () => spawn("redis-server", [...words, ...keep], { stdio: "ignore" });
  const server = { current: start(), again: () => (server.current = start()) };
  await new Promise((done) => setTimeout(done, 500));
  return server;
}

/** Tiles that cost nothing, with results of 64 × 64 pairs: what is left is the queue. */
async function overhead(workers) {
  const tiles = 3000;
  const got = new Set();
  let began;
  const accept = ({ tile }) => {
    began ??= performance.now(); // the first result: everybody is there
    got.add(tile);
  };
  const job = coordinate({
    url,
    id: `overhead-${workers}`,
    about: null,
    tiles,
    has: (tile) => got.has(tile),
    accept,
  });
  const compute = async () => ({ bytes: new Uint8Array(8 * 64 * 64) });
  const open = async () => ({ lanes: 1, compute, close() {} });
  const each = Array.from({ length: workers }, (_, k) => work({ url, name: `w${k}`, once: true, open }));
  await job;
  const milliseconds = (performance.now() - began) / tiles;
  await Promise.all(each);
  say(
    `overhead of a tile of 32 kB, ${workers} worker${workers > 1 ? "s" : ""}: ${milliseconds.toFixed(2)} ms (goal: < 5 ms)`,
  );
}

/** The same pairs by threads and by workers, in turn. */
async function scaling() {
  const files = makeNetworks();
  const asked = [...files, "--metric", "procrustes", "--quiet"];
  const pairs = (networks * (networks - 1)) / 2;
  const out = (name) => join(folder, `${name}.npy`);
  const rates = {};
  for (let round = 0; round < 2; round++) {
    for (const threads of [1, 2]) {
      const seconds = await timed([
        "pairwise",
        ...asked,
        "--threads",
        String(threads),
        "--out",
        out(`t${threads}`),
      ]);
      note(rates, `pairwise, ${threads} thread${threads > 1 ? "s" : ""}`, pairs / seconds);
    }
    for (const count of [1, 2]) {
      const name = `q${count}-${round}`;
      const workers = Array.from({ length: count }, () =>
        start(["work", "--queue", url, "--once", "--threads", "1", "--quiet"]),
      );
      await new Promise((done) => setTimeout(done, 2500)); // they have started
      const where = ["--checkpoint", join(folder, name), "--out", out(`q${count}`)];
      const seconds = await timed(["coordinate", "--queue", url, ...asked, ...where]);
      await Promise.all(workers.map(({ ended }) => ended));
      note(rates, `queue, ${count} worker${count > 1 ? "s" : ""}`, pairs / seconds);
    }
  }
  say(
    `${networks} networks of ${stimuli} × ${units}, procrustes, ${pairs} pairs; whole commands with their start, the best of two:`,
  );
  for (const [what, rate] of Object.entries(rates))
    say(`  ${what.padEnd(22)} ${Math.round(rate)} pairs a second`);
  for (const name of ["t2", "q1", "q2"]) same(out("t1"), out(name));
}

/** Four workers, one of which is killed, and a server that dies and comes back. */
async function failures() {
  const files = makeNetworks();
  const asked = [...files, "--metric", "procrustes", "--quiet"];
  const workers = Array.from({ length: 4 }, () =>
    start(["work", "--queue", url, "--once", "--threads", "1", "--quiet"]),
  );
  const where = ["--checkpoint", join(folder, "f"), "--out", join(folder, "f.npy"), "--patience", "2"];
  const began = performance.now();
  const coordinator = start(["coordinate", "--queue", url, ...asked, ...where]);
  await new Promise((done) => setTimeout(done, 3500));
  workers[0].child.kill("SIGKILL");
  await new Promise((done) => setTimeout(done, 500));
  server.current.kill("SIGKILL");
  await once(server.current, "exit");
  await new Promise((done) => setTimeout(done, 1000));
  server.again();
  await coordinator.ended;
  const seconds = (performance.now() - began) / 1000;
  await Promise.all(workers.map(({ ended }) => ended));
  say(`four workers, one killed, the server killed and back after a second: ${seconds.toFixed(1)} s`);
  same(join(folder, "t1.npy"), join(folder, "f.npy"));
}

function makeNetworks() {
  const random = createRandom(3);
  return Array.from({ length: networks }, (_, k) => {
    const path = join(folder, `net${String(k).padStart(3, "0")}.npy`);
    const data = Float64Array.from({ length: stimuli * units }, () => random.normal());
    writeFileSync(path, writeNpy([stimuli, units], data));
    return path;
  });
}

function start(words) {
  const child = spawn(process.execPath, [main, ...words], { stdio: ["ignore", "inherit", "inherit"] });
  return { child, ended: once(child, "exit").then(([code]) => code) };
}

async function timed(words) {
  const began = performance.now();
  const code = await start(words).ended;
  if (code !== 0) throw new Error(`${words[0]} ended with ${code}.`);
  return (performance.now() - began) / 1000;
}

function note(rates, what, rate) {
  rates[what] = Math.max(rates[what] ?? 0, rate);
}

function same(first, second) {
  if (!readFileSync(first).equals(readFileSync(second)))
    throw new Error(`${second} has other bytes than ${first}.`);
  say(`  ${second.split("/").pop()}: the bytes of ${first.split("/").pop()}`);
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
