// Size in bytes of each build in the package.
import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { limitRow } from "../../measure.mjs";
import { builds, codeUrl } from "./wasm.mjs";

export function sizeRows() {
  return builds.flatMap((build) => {
    const code = readFileSync(codeUrl(build));
    return [
      limitRow(`wasm size, ${build} build, raw`, "KB", code.length / 1000, 60),
      limitRow(`wasm size, ${build} build, brotli`, "KB", brotliCompressSync(code).length / 1000, 20),
    ];
  });
}
