import type { Build, Platform } from "./platform.ts";

/** Edge hosts give 128 MB to everything together: the input, what is prepared, scratch memory. */
const edgeBudget = 32 * 2 ** 20;

/** Hosts without threads and files, with little memory. */
export function edgePlatform(modules: Readonly<Record<Build, WebAssembly.Module>>): Platform {
  return {
    cores: 0,
    budget: edgeBudget,
    compile: async (build) => modules[build],
    spawn() {
      throw new Error("this host has no worker threads");
    },
    later: () => () => {}, // nothing to end: no threads
  };
}
