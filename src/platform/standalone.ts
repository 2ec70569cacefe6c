import { moduleWorker } from "./web-thread.ts";
import { webPlatform } from "./web.ts";

/** Pages without a bundler, from the files of `dist/browser`, which lie in one folder. */
export const platform = webPlatform({
  wasm: (build) => beside(`${build}.wasm`),
  worker: () => moduleWorker(beside("repgeom.worker.min.js")),
});

/** What makes these files is a bundler, too: it must not look for the others. */
function beside(name: string): URL {
  return new URL(/* @vite-ignore */ name, import.meta.url);
}
