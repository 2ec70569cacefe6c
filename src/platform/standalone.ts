import { moduleWorker } from "./web-thread.ts";
import { webPlatform } from "./web.ts";

/** Pages without a bundler, from the files of `dist/browser`, which lie in one folder. */
export const platform = webPlatform({
  wasm: (build) => new URL(`./${build}.wasm`, import.meta.url),
  worker: () => moduleWorker(new URL("./repgeom.worker.min.js", import.meta.url)),
});
