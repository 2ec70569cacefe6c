import { platform } from "#platform";
import type { Build } from "../platform/platform.ts";
import { bytesOfText, inlined } from "./inlined.ts";

export type { Build } from "../platform/platform.ts";

// (module (func (result v128) i32.const 1 i8x16.splat i32.const 2 i8x16.splat i8x16.relaxed_swizzle))
const relaxedProbe = Uint8Array.from(
  "0 97 115 109 1 0 0 0 1 5 1 96 0 1 123 3 2 1 0 10 15 1 13 0 65 1 253 15 65 2 253 15 253 128 2 11".split(
    " ",
  ),
  Number,
);

/**
 * The build to use on this host. It uses fused multiply-add if the JavaScript engine has it, unless
 * the caller wants the same bits on every machine.
 */
export function chooseBuild(deterministic = false): Build {
  return !deterministic && WebAssembly.validate(relaxedProbe) ? "relaxed" : "simd";
}

/**
 * A compiled build. The module may be posted to workers, so that they need not compile it again. Not every bundler and server
 * keeps the files of the kernels where the library looks for them: then it is the one that ships as a text, `simd`.
 */
export async function loadModule(build: Build): Promise<WebAssembly.Module> {
  const given = inlined();
  if (given) return WebAssembly.compile(given).catch((error: unknown) => fromModules(build, error));
  try {
    return await platform.compile(build);
  } catch (error) {
    return fromText(error);
  }
}

/** Edge hosts refuse to compile the text that is inside, and have the kernels as modules. */
async function fromModules(build: Build, failure: unknown): Promise<WebAssembly.Module> {
  return platform.compile(build).catch(() => {
    throw unloadable(failure);
  });
}

async function fromText(failure: unknown): Promise<WebAssembly.Module> {
  const text = await import("../../wasm/simd-text.js").catch(() => {
    throw unloadable(failure);
  });
  return WebAssembly.compile(bytesOfText(text.default)).catch((error: unknown) => {
    throw unloadable(error);
  });
}

/** A policy that forbids WebAssembly fails with the same class as a damaged file. */
function unloadable(cause: unknown): Error {
  const { message } = cause as Error;
  return new Error(
    `The WebAssembly kernels could not be loaded: ${message.replace(/\.$/, "")}.${adviceFor(message)}`,
    { cause },
  );
}

function adviceFor(message: string): string {
  if (/unsafe-eval|Content.?Security|csp/i.test(message))
    return " The page's Content-Security-Policy must allow 'wasm-unsafe-eval' in script-src.";
  if (/disallowed by embedder/i.test(message))
    return ' This host compiles no kernels at run time; bundle with the condition "workerd", which takes them as modules.';
  return inlined() ? "" : ' The entry "repgeom/inline" needs no file beside the script.';
}
