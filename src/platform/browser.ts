import type { Build } from "./platform.ts";
import { moduleWorker } from "./web-thread.ts";
import { webPlatform } from "./web.ts";

/** Browsers, with or without a bundler. */
export const platform = webPlatform({ wasm, worker });

/** Both are written as bundlers look for them. */
function wasm(build: Build): URL {
  return build === "simd"
    ? new URL("../../wasm/simd.wasm", import.meta.url)
    : new URL("../../wasm/relaxed.wasm", import.meta.url);
}

function worker(): Worker {
  const here = new URL(import.meta.url);
  // Without a bundler: the address is put together, so that no bundler makes a second worker of it.
  if (isElsewhere(here)) return moduleWorker(new URL(`../../${script}`, here));
  return new Worker(new URL("../../workers/worker.js", import.meta.url), { type: "module" });
}

/** On another origin than the page. Some bundlers write the `file:` of the source in place of `import.meta.url`. */
function isElsewhere({ protocol, origin }: URL): boolean {
  return protocol !== "file:" && origin !== globalThis.location?.origin;
}

const script = ["workers", "worker.js"].join("/");
