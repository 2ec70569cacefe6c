import { bindMatrices } from "./facade/matrices.ts";
import { bindProducts } from "./facade/products.ts";
import { bindRows } from "./facade/rows.ts";
import { bindSpectra } from "./facade/spectra.ts";
import type { Exports } from "./exports.ts";
import type { KernelPart, Kernels } from "./kernels.ts";
import { Arena, detach } from "./memory.ts";

/** A new instance with its own memory. */
export async function instantiate(module: WebAssembly.Module): Promise<Exports> {
  const instance = await WebAssembly.instantiate(module, {});
  return instance.exports as unknown as Exports;
}

/** Creates the kernels on a new instance of `module`, with its own memory. */
export async function createKernels(module: WebAssembly.Module): Promise<Kernels> {
  const wasm = await instantiate(module);
  const arena = new Arena(wasm.memory);
  return {
    scope: (body) => arena.scope(body),
    detach,
    release: (mark) => arena.release(mark),
    get usage() {
      return arena.usage;
    },
    ...bindMatrices(wasm, arena),
    ...bindProducts(wasm, arena),
    ...bindSpectra(wasm, arena),
    ...bindRows(wasm, arena),
    part: partsOf(wasm, arena),
  };
}

/** Each part is made when it is first asked for. */
function partsOf(wasm: Exports, arena: Arena): Kernels["part"] {
  const made = new Map<KernelPart<object>, object>();
  return <P extends object>(part: KernelPart<P>) => {
    const found = (made.get(part) as P | undefined) ?? part(wasm as never, arena as never);
    made.set(part, found);
    return found;
  };
}
