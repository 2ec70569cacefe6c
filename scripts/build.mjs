// Builds everything that is not committed: the two wasm builds, the library, the
// chart bundle. Runs from `npm ci` in a checkout; a published package ships dist/.
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const run = (script, ...args) => execFileSync(process.execPath, [script, ...args], { stdio: "inherit" });

rmSync("dist", { recursive: true, force: true });
for (const target of ["simd", "relaxed"]) {
  run("node_modules/assemblyscript/bin/asc.js", "--config", "asconfig.json", "--target", target);
}
mkdirSync("dist/wasm", { recursive: true });
for (const target of ["simd", "relaxed"]) cpSync(`wasm/${target}.wasm`, `dist/wasm/${target}.wasm`);
run("node_modules/typescript/bin/tsc", "-p", "tsconfig.json");
if (existsSync("scripts/build-charts.mjs")) run("scripts/build-charts.mjs");
if (existsSync("dist/src/main.js")) chmodSync("dist/src/main.js", 0o755);
