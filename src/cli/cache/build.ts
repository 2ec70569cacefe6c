import { readFile } from "node:fs/promises";
import { version } from "../../base/version.ts";
import { libraryStamp } from "../built.ts";
import { kernelBuild, type KernelBuild } from "../../run/build.ts";

/** All that makes the bits of a computation besides its inputs and options. */
export interface ComputedBy {
  readonly version: string;
  /** What the code was made from, in a checkout, where it changes without its version. */
  readonly code: string | undefined;
  readonly kernels: KernelBuild;
}

export async function computedBy(deterministic: boolean): Promise<ComputedBy> {
  const code = await readFile(libraryStamp, "utf8").catch(() => undefined);
  return { version, code, kernels: await kernelBuild(deterministic) };
}
