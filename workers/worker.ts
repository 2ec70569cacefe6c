import { expose, transfer } from "comlink";
import { platform } from "#platform";
import type { Packed } from "../src/run/pairs/packed.ts";
import { Session } from "../src/run/pairs/session.ts";
import { countIn } from "../src/base/beat.ts";
import { canShare } from "../src/base/thread-memory.ts";
import { tasks } from "../src/tasks.ts";
import { openTask, type OpenTask } from "../src/run/tasks/open.ts";
import type { AnyTask } from "../src/run/tasks/task.ts";
import { createKernels } from "../src/wasm/create.ts";
import type { Kernels } from "../src/wasm/kernels.ts";
import type { TileWorker } from "./protocol.ts";

let kernels: Kernels | undefined;
let session: Session;
let prepared: Packed[];
let task: OpenTask;
/** Frees the memory of the last run or task. */
let forget = () => {};

async function ready(module: WebAssembly.Module): Promise<Kernels> {
  forget();
  forget = () => {};
  return (kernels ??= await createKernels(module));
}

function taskNamed(name: string): AnyTask {
  const found = tasks.find((one) => one.name === name);
  if (!found) throw new Error(`src/tasks.ts does not list the task ${name}.`);
  return found;
}

const worker: TileWorker = {
  async init(module, spec, budget, counter) {
    countIn(counter);
    session = new Session(await ready(module), spec, budget);
    forget = () => session.close();
    prepared = [];
  },
  prepare(representation) {
    const packed = session.prepare(representation);
    return canShare ? packed : transfer(packed, [packed.data.buffer]);
  },
  put(id, packed) {
    prepared[id] = packed;
  },
  drop(id) {
    delete prepared[id];
  },
  run(job) {
    const values = session.run(job, prepared);
    return transfer(values, [values.buffer]);
  },
  async open(module, name, setup, counter) {
    countIn(counter);
    task = await openTask(taskNamed(name), setup, await ready(module));
    forget = () => task.close();
    prepared = [];
  },
  do: (piece) => task.do(piece),
};

expose(worker, platform.host());
