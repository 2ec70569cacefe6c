// How far all pairs of K networks go with many workers: a simulation of discrete events, from costs that are measured
// here on one thread (measure.mjs).
//
//   node scripts/scale/simulate.mjs                             K = 20,000 of 500 × 64, procrustes and rsa
//   node scripts/scale/simulate.mjs --networks 2000 --metric cka --workers 1,2,4 --disk 200 --json
import { parseArgs } from "node:util";
import { shareOfUnits, planUnits } from "../../dist/src/run/pairs/recorded/units.js";
import { measureDisk, measureMetric } from "./measure.mjs";
import { simulate } from "./events.mjs";

const { values: given } = parseArgs({
  options: {
    networks: { type: "string", default: "20000" },
    stimuli: { type: "string", default: "500" },
    units: { type: "string", default: "64" },
    metric: { type: "string", default: "procrustes,rsa" },
    workers: { type: "string", default: "1,8,64,1000" },
    side: { type: "string", default: "64" }, // of a tile
    disk: { type: "string", default: "1000" }, // MB a second that the shared disk gives to all together
    memory: { type: "string", default: "1000" }, // MB of prepared networks that a worker holds
    queue: { type: "string", default: "0.8" }, // ms of the coordinator and Redis for a tile, as scripts/queue/figures.mjs measures it
    json: { type: "boolean", default: false },
  },
});
const number = (name) => Number(given[name]);
const networks = number("networks");
const all = { start: 0, end: networks };
const pairs = { rows: all, cols: all, triangle: true, diagonal: false };
const units = planUnits(pairs, number("side"));
const workers = given.workers.split(",").map(Number);
const disk = await measureDisk(8 * number("side") ** 2);

const found = [];
for (const metric of given.metric.split(",")) {
  const cost = await measureMetric(metric, number("stimuli"), number("units"));
  const world = {
    units,
    cost,
    disk,
    networks,
    capacity: Math.max(4 * number("side"), Math.floor((1e6 * number("memory")) / cost.preparedBytes)),
    sharedRate: 1e6 * number("disk"),
    queueSeconds: number("queue") / 1000,
    sharesOf: (count) =>
      Array.from({ length: count }, (_, index) => shareOfUnits(units, pairs, { index, count })),
  };
  const known = new Map();
  const run = (count, how) => {
    const key = `${count} ${how}`;
    if (!known.has(key)) known.set(key, simulate(world, count, how));
    return known.get(key);
  };
  const ways = ["queue", "shards"];
  const rows = workers.flatMap((count) => ways.map((how) => run(count, how)));
  const stops = Object.fromEntries(ways.map((how) => [how, stopOf((count) => run(count, how))]));
  found.push({ metric, cost, rows, stops });
}

/** The number of workers of which twice as many are less than 1.2 times as fast, and what limits those. */
function stopOf(run) {
  for (let count = 8; count <= 2 ** 13; count *= 2) {
    const more = run(2 * count);
    if (run(count).seconds / more.seconds < 1.2) return { workers: count, limit: more.limit };
  }
  return { workers: Infinity, limit: "nothing that is simulated" };
}

if (given.json) console.log(JSON.stringify({ given, disk, found }));
else print();

function print() {
  const ms = (seconds) => `${(1000 * seconds).toPrecision(3)} ms`;
  const rate = (bytes) => `${Math.round(bytes / 1e6)} MB/s`;
  console.log(
    `${networks} networks of ${given.stimuli} × ${given.units}, ${units.length} tiles of ${given.side} × ${given.side} pairs`,
  );
  console.log(
    `measured: a record ${ms(disk.append)}, an fsync ${ms(disk.sync)}, reading a log ${rate(disk.readRate)}, writing a result ${rate(disk.writeRate)}`,
  );
  console.log(
    `given: the shared disk ${given.disk} MB/s, ${given.memory} MB of prepared networks a worker, ${given.queue} ms of queue a tile`,
  );
  for (const { metric, cost, rows, stops } of found) {
    console.log(
      `\n${metric}. Measured: reading ${ms(cost.read)} and preparing ${ms(cost.prepare)} a network; reading it prepared (${Math.round(cost.preparedBytes / 1000)} kB) ${ms(cost.readPrepared)};`,
    );
    console.log(`a pair ${ms(cost.product)}, features of a network in a tile ${ms(cost.feature)}`);
    console.log("workers  way      time        efficiency  computing  reading  queue  merge   limit");
    for (const row of rows) console.log(lineOf(row));
    for (const [how, { workers: count, limit }] of Object.entries(stops))
      console.log(`with ${how} it stops scaling at ${count} workers: ${limit}`);
  }
}

function lineOf({ workers: count, how, seconds, efficiency, parts, limit }) {
  const percent = (part) => `${Math.round(100 * part)} %`;
  const cells = [
    String(count).padEnd(9),
    how.padEnd(9),
    timeText(seconds).padEnd(12),
    percent(efficiency).padEnd(12),
  ];
  const shares = [
    percent(parts.compute).padEnd(11),
    percent(parts.read).padEnd(9),
    percent(parts.queue).padEnd(7),
    timeText(parts.merge).padEnd(8),
  ];
  return [...cells, ...shares, limit].join("");
}

function timeText(seconds) {
  if (seconds < 120) return `${seconds.toPrecision(3)} s`;
  return seconds < 7200 ? `${(seconds / 60).toPrecision(3)} min` : `${(seconds / 3600).toPrecision(3)} h`;
}
