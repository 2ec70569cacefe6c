// Workers that die at random moments: the result has the same bits.
import { createEngine } from "repgeom";
import { createRandom } from "../../dist/src/base/random.js";
import { sleep, tally } from "./child.mjs";

export async function* workersKilled({ trials, random }) {
  const alive = new Set();
  process.on("worker", (worker) => {
    alive.add(worker);
    worker.once("exit", () => alive.delete(worker));
  });
  const engine = await createEngine({ threads: 2 });
  const run = async () => {
    const { values } = await engine.pairwise(networks(), { metric: "procrustes" });
    return Buffer.from(new Float64Array(values).buffer);
  };
  const whole = await run();
  const { row, count } = tally();
  const began = performance.now();
  await run();
  const usual = performance.now() - began;
  for (let k = 0; k < trials; k++) {
    const running = run().then(
      (values) => (values.equals(whole) ? undefined : "other bits"),
      (error) => error.message,
    );
    await sleep(random.uniform() * usual);
    void [...alive][random.below(alive.size)]?.terminate();
    count(await running);
  }
  engine.close();
  yield row;
}

function networks() {
  const random = createRandom(2);
  return Array.from({ length: 10 }, (_, k) => ({
    name: `net ${k}`,
    shape: [120, 60],
    data: Float64Array.from({ length: 7200 }, () => random.normal()),
  }));
}
