// Checkpoints: kill -9 at random moments, cut and flipped segments, a small disk, many starts at once. What is resumed
// must have the bytes of an undisturbed run, and no piece of work that was on disk is computed again.
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeNpy } from "repgeom";
import { createRandom } from "../../dist/src/base/random.js";
import { start, startInShell, sleep, tally } from "./child.mjs";
import { contentsOf, emptyFolder } from "./commands.mjs";

/** Networks of which all pairs take about a second. */
function manyNets(given) {
  const random = createRandom(7);
  const folder = emptyFolder(given);
  return Array.from({ length: 24 }, (_, k) => {
    const path = join(folder, `many-${k}.npy`);
    writeFileSync(
      path,
      writeNpy(
        [150, 90],
        Float64Array.from({ length: 150 * 90 }, () => random.normal()),
      ),
    );
    return path;
  });
}

/** Words of commands that take about a second, by what they are called here. */
function jobsFor(given) {
  const { nets, rdms } = given.files;
  given.many ??= manyNets(given);
  const procrustes = ["--metric", "procrustes"];
  const draws = (words) => [...words.split(" "), "--seed", "1"];
  return {
    pairwise: ["pairwise", ...given.many, ...procrustes],
    bootstrap: ["pairwise", ...nets.slice(0, 6), ...procrustes, ...draws("--bootstrap stimuli")],
    permutation: [
      "pairwise",
      ...nets.slice(0, 5),
      ...procrustes,
      ...draws("--permutation stimuli --samples 400"),
    ],
    rsa: [
      "rsa",
      "--data",
      ...rdms.slice(0, 6),
      "--models",
      ...rdms.slice(6),
      ...draws("--bootstrap stimuli --samples 40000"),
    ],
  };
}

async function finished(words) {
  const { code, ms, stderr } = await start(words).ended;
  if (code !== 0) throw new Error(`${words[0]} fails with ${code}: ${stderr}`);
  return ms;
}

/** A job with what it gives undisturbed. */
async function known(words, given) {
  const out = join(emptyFolder(given), "out.json");
  await finished([...words, "--out", out]); // the first start of a program takes longer
  const ms = await finished([...words, "--out", out]);
  return { words, ms, whole: readFileSync(out) };
}

/** Resumes, and says what is wrong with the result, or with how it came about. */
async function faultOfResumed({ words, whole }, folder, threads, given) {
  const out = join(emptyFolder(given), "out.json");
  const { code, stderr } = await start([...words, "--threads", threads, "--checkpoint", folder, "--out", out])
    .ended;
  if (code !== 0) return `resumed with ${code}: ${stderr}`;
  if (!readFileSync(out).equals(whole)) return "resumed to other bytes";
  return undefined;
}

async function statusOf(folder) {
  const { stdout } = await start(["status", folder, "--json"]).ended;
  return JSON.parse(stdout);
}

async function faultOfCounts(folder) {
  const { tiles, done, computed } = await statusOf(folder);
  return done === tiles && computed === done
    ? undefined
    : `${tiles} tiles, ${done} done, ${computed} computed`;
}

const threadsAt = (random) => (random.uniform() < 0.5 ? "1" : "2");

async function* killed({ trials, random, given, commands }) {
  for (const [name, words] of Object.entries(jobsFor(given))) {
    if (commands && !commands.includes(name)) continue;
    const job = await known(words, given);
    const { row, count } = tally(name);
    const met = { nothing: 0, some: 0, all: 0 };
    for (let k = 0; k < trials; k++) {
      const folder = emptyFolder(given);
      const { child, ended } = start([
        ...words,
        "--threads",
        threadsAt(random),
        "--checkpoint",
        folder,
        "--out",
        join(emptyFolder(given), "out.json"),
      ]);
      await sleep(random.uniform() * 1.1 * job.ms);
      child.kill("SIGKILL");
      await ended;
      met[await amountIn(folder)]++;
      count((await faultOfResumed(job, folder, threadsAt(random), given)) ?? (await faultOfCounts(folder)));
    }
    row.of = `${name} (${met.some} met some of it, ${met.all} all)`;
    yield row;
  }
}

async function amountIn(folder) {
  if (!existsSync(join(folder, "job.json"))) return "nothing";
  const { done, tiles } = await statusOf(folder);
  return done === 0 ? "nothing" : done < tiles ? "some" : "all";
}

/** Merging reads alone: a killed one leaves a whole file or none, and the shards as they were. */
async function* mergesKilled({ trials, random, given }) {
  const { permutation: words } = jobsFor(given);
  const { whole } = await known(words, given);
  const shards = [1, 2].map(() => emptyFolder(given));
  for (const [k, folder] of shards.entries())
    await finished([...words, "--shard", `${k + 1}/2`, "--checkpoint", folder]);
  const before = shards.map(digestOf);
  const merge = (out) => ["merge", ...shards, "--out", out];
  const ms = await finished(merge(join(emptyFolder(given), "out.json")));
  const { row, count } = tally("merge");
  for (let k = 0; k < trials; k++) {
    const out = join(emptyFolder(given), "out.json");
    const { child, ended } = start(merge(out));
    await sleep(random.uniform() * 1.1 * ms);
    child.kill("SIGKILL");
    await ended;
    const half = existsSync(out) && !readFileSync(out).equals(whole);
    await finished(merge(out));
    const wrong = !readFileSync(out).equals(whole);
    const changed = shards.map(digestOf).some((digest, s) => digest !== before[s]);
    count(
      half
        ? "left half of a file"
        : wrong
          ? "merged to other bytes"
          : changed
            ? "changed a shard"
            : undefined,
    );
  }
  yield row;
}

function digestOf(folder) {
  const hash = createHash("sha256");
  for (const [path, content] of contentsOf(folder)) hash.update(path).update(content);
  return hash.digest("hex");
}

/** Segments that lost their end, or have a wrong byte somewhere. */
async function* damaged({ trials, random, given }) {
  const job = await known(jobsFor(given).permutation, given);
  for (const [name, change] of [
    ["segment cut", cut],
    ["byte flipped", flip],
  ]) {
    const { row, count } = tally(name);
    for (let k = 0; k < Math.ceil(trials / 5); k++) {
      const folder = emptyFolder(given);
      await finished([...job.words, "--checkpoint", folder]);
      const [segment] = readdirSync(join(folder, "segments"));
      const path = join(folder, "segments", segment);
      writeFileSync(path, change(readFileSync(path), random));
      count(await faultOfResumed(job, folder, "2", given));
    }
    yield row;
  }
}

const cut = (bytes, random) => bytes.subarray(0, Math.floor(random.uniform() * bytes.length));
function flip(bytes, random) {
  bytes[Math.floor(random.uniform() * bytes.length)] ^= 1 << Math.floor(random.uniform() * 8);
  return bytes;
}

/** A disk of 64 KiB, which becomes larger before the command runs again. */
const onSmallDisk = (folder, out) =>
  `exec unshare -Urm sh -c 'mount -t tmpfs -o size=64k none "${folder}" && "$@" --checkpoint "${folder}"; first=$?
   mount -o remount,size=64m "${folder}" && "$@" --checkpoint "${folder}" --out "${out}"; echo "$first $?"' sh "$@"`;

async function* disksFull({ trials, given }) {
  const job = await known(jobsFor(given).permutation, given);
  const { row, count } = tally("disk full, then larger");
  if (spawnSync("unshare", ["-Urm", "true"]).status !== 0) return;
  for (let k = 0; k < Math.ceil(trials / 10); k++) {
    const [folder, out] = [emptyFolder(given), join(emptyFolder(given), "out.json")];
    const { stdout, stderr } = await startInShell(onSmallDisk(folder, out), job.words).ended;
    const right = stdout.trim() === "1 0" && stderr.includes("has no more room: ENOSPC");
    count(right && readFileSync(out).equals(job.whole) ? undefined : `${stdout} ${stderr}`);
  }
  yield row;
}

/** One of many that start at once computes, the others are refused. */
async function* contended({ trials, given }) {
  const job = await known(jobsFor(given).permutation, given);
  const { row, count } = tally("20 starts at once");
  for (let k = 0; k < Math.ceil(trials / 20); k++) {
    const folder = emptyFolder(given);
    const all = Array.from(
      { length: 20 },
      () => start([...job.words, "--threads", "1", "--checkpoint", folder]).ended,
    );
    const ends = await Promise.all(all);
    const strange = ends.find(
      ({ code, stderr }) => code !== 0 && !/ is in use by process \d+ on /.test(stderr),
    );
    // Who starts when the first has ended finds all done, and ends with 0 as well.
    const none = ends.every(({ code }) => code !== 0);
    count(
      strange
        ? `code ${strange.code}: ${strange.stderr}`
        : none
          ? "nobody computed"
          : await faultOfCounts(folder),
    );
  }
  yield row;
}

export async function* checkpoints(plan) {
  const { commands } = plan;
  yield* killed(plan);
  if (!commands || commands.includes("merge")) yield* mergesKilled(plan);
  if (commands) return;
  yield* damaged(plan);
  yield* disksFull(plan);
  yield* contended(plan);
}
