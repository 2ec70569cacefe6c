// Size in bytes of each build in the package.
import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { limitRow } from "../../measure.mjs";
import { builds, codeUrl } from "./wasm.mjs";

export function sizeRows() {
  return builds.flatMap((build) => {
    const code = readFileSync(codeUrl(build));
    return [
      sized(`wasm size, ${build} build, raw`, "KB", code.length / 1000, 60),
      sized(`wasm size, ${build} build, brotli`, "KB", brotliCompressSync(code).length / 1000, 20),
    ];
  });
}

function sized(name, unit, value, goal) {
  return { ...limitRow(name, unit, value, goal), section: "Size of a build" };
}
