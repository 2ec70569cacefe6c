import { expose, transfer } from "comlink";
import { platform } from "#platform";
import { canShare, type Packed } from "../src/pairwise/packed.ts";
import { Session } from "../src/pairwise/session.ts";
import { createKernels, type Kernels } from "../src/wasm/kernels.ts";
import type { TileWorker } from "./protocol.ts";

let kernels: Kernels | undefined;
let session: Session;
let prepared: Packed[];

const worker: TileWorker = {
  async init(module, spec, budget) {
    kernels ??= await createKernels(module);
    session?.close();
    session = new Session(kernels, spec, budget);
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
};

expose(worker, platform.host());
