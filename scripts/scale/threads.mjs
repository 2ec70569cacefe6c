// Pairs a second with one and two threads, and what a checkpoint costs: the same job in turn, in one run, so that what
// else the machine does meets all alike.
//
//   node scripts/scale/threads.mjs [rounds] [networks] [stimuli] [units]
//
// Workers of a queue: node scripts/queue/figures.mjs
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const [rounds = 4, networks = 400, stimuli = 100, units = 50] = process.argv.slice(2).map(Number);
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "repgeom-threads-"));
const nets = join(folder, "nets");
const pairs = (networks * (networks - 1)) / 2;
const metric = "procrustes";

/** Runs a program by the shell's `time`. @returns seconds on the clock, and of processors */
async function timed(words) {
  const quoted = words.map((word) => `'${word}'`).join(" ");
  const line = `TIMEFORMAT='%R %U %S'; time ${quoted}`;
  const child = spawn("bash", ["-c", line], { stdio: ["ignore", "ignore", "pipe"] });
  let text = "";
  child.stderr.setEncoding("utf8").on("data", (part) => (text += part));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(text);
  const [clock, user, system] = text.trim().split("\n").at(-1).split(" ").map(Number);
  return { clock, processor: user + system };
}

try {
  mkdirSync(nets);
  await timed([process.execPath, at("../cluster/networks.mjs"), nets, networks, stimuli, units].map(String));
  const files = readdirSync(nets).map((name) => join(nets, name));
  const out = (name) => ["--out", join(folder, `${name}.npy`)];
  const asked = [
    process.execPath,
    at("../../dist/src/main.js"),
    "pairwise",
    ...files,
    "--metric",
    metric,
    "--quiet",
  ];
  const kept = () => ["--checkpoint", join(folder, `checkpoint-${checkpoints++}`)];
  let checkpoints = 0;
  const ways = {
    "one thread": () => [...asked, "--threads", "1", ...out("one")],
    "one thread, checkpoint": () => [...asked, "--threads", "1", ...kept(), ...out("kept")],
    "two threads": () => [...asked, "--threads", "2", ...out("two")],
  };
  const found = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  for (let round = 0; round < rounds; round++) {
    const names = round % 2 === 0 ? Object.keys(ways) : Object.keys(ways).reverse();
    for (const name of names) found[name].push(await timed(ways[name]()));
  }
  const [one, two, both] = ["one", "kept", "two"].map((name) => readFileSync(join(folder, `${name}.npy`)));
  if (!one.equals(two) || !one.equals(both)) throw new Error("the bytes differ");
  print(found);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function print(found) {
  console.log(
    `${pairs} pairs of ${networks} networks of ${stimuli} × ${units} by ${metric}, ${rounds} rounds in turn, ${cpus().length} processors`,
  );
  for (const [name, times] of Object.entries(found)) {
    const best = Math.min(...times.map(({ clock }) => clock));
    const processor = Math.min(...times.map((time) => time.processor));
    console.log(
      `${name.padEnd(24)} ${Math.round(pairs / best)} pairs/s in the best of ${rounds}; ${processor.toFixed(2)} s of processors`,
    );
  }
  for (const part of ["clock", "processor"]) {
    const ratio = middle(
      found["one thread, checkpoint"].map((time, k) => time[part] / found["one thread"][k][part]),
    );
    console.log(
      `checkpoint: ${(100 * (ratio - 1)).toFixed(1)} % more ${part} time, the middle of ${rounds} ratios`,
    );
  }
}

function middle(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
