import { expose, transfer } from "comlink";
import { host } from "#host";
import type { Packed } from "../src/run/pairs/packed.ts";
import { Session } from "../src/run/pairs/session.ts";
import { countIn } from "../src/base/beat.ts";
import { canShare, sharedBytes } from "../src/base/thread-memory.ts";
import { loadMetricOf } from "../src/metrics/resolve.ts";
import { tasks } from "../src/tasks.ts";
import { openTask, type OpenTask } from "../src/run/tasks/open.ts";
import type { AnyTask } from "../src/run/tasks/task.ts";
import { createKernels } from "../src/wasm/create.ts";
import type { Kernels } from "../src/wasm/kernels.ts";
import type { TileWorker } from "./protocol.ts";

let kernels: Kernels | undefined;
let session: Session | undefined;
let prepared: Packed[] = [];
let task: OpenTask | undefined;
/** Bytes of shared memory that this thread has seen. */
let seen = 0;
/** Frees the memory of the last run or task. */
let forget = () => {};

async function ready(module: WebAssembly.Module): Promise<Kernels> {
  forgetAll();
  return (kernels ??= await createKernels(module));
}

function forgetAll(): void {
  forget();
  forget = () => {};
  [session, task, prepared] = [undefined, undefined, []];
}

function taskNamed(name: string): AnyTask {
  const found = tasks.find((one) => one.name === name);
  if (!found) throw new Error(`src/tasks.ts does not list the task ${name}.`);
  return found;
}

const worker: TileWorker = {
  async init(module, spec, budget, counter) {
    countIn(counter);
    await loadMetricOf(spec);
    const opened = (session = new Session(await ready(module), spec, budget));
    forget = () => opened.close();
  },
  async prepare(representation, { isGiven, memory }) {
    const packed = await session!.prepare(representation, memory);
    seen += sharedBytes([representation, packed.data.buffer === memory?.buffer ? undefined : packed.data]);
    const { buffer } = representation.data;
    // What was handed over goes back, so that it need not be cleared away here.
    if (isGiven && buffer instanceof ArrayBuffer) {
      const returned = { ...packed, left: buffer };
      return transfer(returned, canShare ? [buffer] : [buffer, packed.data.buffer]);
    }
    return canShare ? packed : transfer(packed, [packed.data.buffer]);
  },
  put(id, packed) {
    prepared[id] = packed;
    seen += sharedBytes(packed.data);
  },
  drop(id) {
    delete prepared[id];
  },
  async run(job) {
    const values = await session!.run(job, prepared);
    return transfer(values, [values.buffer]);
  },
  async open(module, name, setup, counter) {
    countIn(counter);
    seen += sharedBytes(setup);
    const opened = (task = await openTask(taskNamed(name), setup, await ready(module)));
    forget = () => opened.close();
  },
  do: (piece) => task!.do(piece),
  rest() {
    forgetAll();
    return { memory: kernels?.usage.reserved ?? 0, shared: seen };
  },
};

expose(worker, host());
