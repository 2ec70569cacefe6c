// The parts of the soak that run in Node.
import * as library from "../../dist/src/index.js";
import { heldNow } from "./held.mjs";
import { jobsFor } from "./jobs.mjs";

/** What a part holds is told in MiB. */
const inMiB = ({ heap, resident }) => ({ heap: heap / 2 ** 10, resident });

/** All functions in turn on a warm engine. @returns MiB that it may grow by */
export async function soakEngine({ seconds, step }, tell) {
  const engine = await library.createEngine({ threads: 2 });
  const jobs = Object.values(await jobsFor(engine, library));
  const round = async () => {
    for (const job of jobs) await job();
    return jobs.length;
  };
  for (let k = 0; k < 5; k++) await round();
  await repeated(round, { seconds, step }, tell);
  engine.close();
  // Process: shared memory is freed when collectors run, and the page cache of the host moves it by tens of MiB.
  return { heap: 6, resident: 200 };
}

/** Many calls of a small job. @returns MiB that it may grow by */
export async function soakSmall({ calls }, tell) {
  const engine = await library.createEngine({ threads: 2 });
  const net = (k) => ({
    rows: 20,
    cols: 10,
    data: Float64Array.from({ length: 200 }, (_, i) => Math.sin(i * (k + 2))),
  });
  const [x, y] = [net(0), net(1)];
  const some = async () => {
    const count = Math.max(1, Math.round(calls / 10));
    for (let k = 0; k < count; k++) await engine.compare(x, y, { metric: "cka" });
    return count;
  };
  await some();
  const start = performance.now();
  let done = 0;
  while (done < calls) {
    tell({ seconds: (performance.now() - start) / 1000, calls: done, ...inMiB(await heldNow()) });
    done += await some();
  }
  tell({ seconds: (performance.now() - start) / 1000, calls: done, ...inMiB(await heldNow()) });
  engine.close();
  return { heap: 2, resident: 60 };
}

/** Repeats a round for some seconds, and tells at the beginning, each `step` seconds and at the end. */
async function repeated(round, { seconds, step }, tell) {
  const start = performance.now();
  const since = () => (performance.now() - start) / 1000;
  let [calls, next] = [0, 0];
  while (since() < seconds) {
    if (since() >= next) {
      tell({ seconds: since(), calls, ...inMiB(await heldNow()) });
      next += step;
    }
    calls += await round();
  }
  tell({ seconds: since(), calls, ...inMiB(await heldNow()) });
}
