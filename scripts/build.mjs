// Builds what is not committed: both wasm builds, the library, the charts, the studio.
// Runs from `npm ci` in a checkout; a published package ships dist/. A step is left out
// if its inputs are those of its last run; `rm -r dist` makes everything anew.
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { alone } from "./build-lock.mjs";
import { digest, readStamp, removeStamp, writeStamp } from "./build-stamp.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

/** What decides about every step: the steps themselves, and the versions of the compilers. */
const common = ["scripts/build.mjs", "package-lock.json"];

const steps = [
  {
    name: "kernels",
    inputs: ["assembly", "asconfig.json", ...common],
    outputs: ["wasm", "dist/wasm"],
    make: compileKernels,
  },
  {
    name: "library",
    inputs: [
      "src",
      "workers",
      "tsconfig.json",
      "package.json",
      "scripts/document-options.mjs",
      "scripts/build-programs.mjs",
      "scripts/metric-entries.mjs",
      ...common,
    ],
    outputs: ["dist/src", "dist/workers"],
    make: compileLibrary,
    survives: true, // wrong types do not stop the compiler: what it emits is new all the same
  },
  {
    name: "charts",
    inputs: ["src", "scripts/build-charts.mjs", ...common],
    outputs: ["dist/report", "dist/charts"],
    make: () => run("scripts/build-charts.mjs"),
  },
  {
    name: "pages",
    inputs: [
      "src",
      "workers",
      "assembly",
      "scripts/build-programs.mjs",
      "scripts/build-pages.mjs",
      ...common,
    ],
    outputs: ["dist/browser"],
    make: () => run("scripts/build-pages.mjs"),
  },
  {
    name: "studio",
    inputs: [
      "studio",
      "examples/rnn-dms",
      "src",
      "workers",
      "assembly",
      "scripts/build-charts.mjs",
      "scripts/build-studio.mjs",
      ...common,
    ],
    outputs: ["dist/studio"],
    make: () => run("scripts/build-studio.mjs"),
  },
];

/** Of `import module from "repgeom/simd.wasm"`, which edge hosts compile; most bundlers give an address instead. */
const declaration = `declare const module: import("../src/base/host/types.js").CompiledModule;
export default module;
`;

function compileKernels() {
  for (const target of ["simd", "relaxed"]) {
    run("node_modules/assemblyscript/bin/asc.js", "--config", "asconfig.json", "--target", target);
    mkdirSync("dist/wasm", { recursive: true });
    cpSync(`wasm/${target}.wasm`, `dist/wasm/${target}.wasm`);
    writeFileSync(`dist/wasm/${target}.d.ts`, declaration);
  }
  // The kernels as a text, for bundles in which their file is not found.
  const text = `export default "${readFileSync("wasm/simd.wasm", "base64")}";\n`;
  for (const folder of ["wasm", "dist/wasm"]) writeFileSync(`${folder}/simd-text.js`, text);
}

/** Into a folder beside dist/ first, so that the library is there while it is built: others may be reading it. */
function compileLibrary() {
  const next = "dist-next";
  rmSync(next, { recursive: true, force: true });
  try {
    run("node_modules/typescript/bin/tsc", "-p", "tsconfig.json", "--outDir", next);
  } finally {
    if (existsSync(next)) {
      run("scripts/build-programs.mjs", next);
      run("scripts/metric-entries.mjs", next);
    }
    for (const name of ["src", "workers"]) replace(`dist/${name}`, `${next}/${name}`);
    rmSync(next, { recursive: true, force: true });
  }
  run("scripts/document-options.mjs");
  const { bin } = JSON.parse(readFileSync("package.json", "utf8"));
  for (const program of Object.values(bin)) chmodSync(program, 0o755);
}

const withoutOptional =
  "build: compilers have their native parts in optional packages. In a checkout, run npm ci without --omit=optional.";

function replace(folder, next) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  if (existsSync(next)) renameSync(next, folder);
}

function run(script, ...args) {
  execFileSync(process.execPath, [script, ...args], { stdio: "inherit" });
}

function isFresh({ name, inputs, outputs }) {
  return outputs.every((path) => existsSync(path)) && readStamp(name) === digest(inputs);
}

/** A step that fails leaves nothing behind that is out of date; the others are made all the same. */
function build({ name, inputs, outputs, make, survives }) {
  const started = performance.now();
  const before = digest(inputs); // what is edited meanwhile counts as new
  removeStamp(name);
  try {
    make();
    writeStamp(name, before);
    console.error(`build: ${name}, ${((performance.now() - started) / 1000).toFixed(1)} s`);
  } catch (error) {
    console.error(`build: ${name} failed. ${error.message}`);
    if (/optional/.test(process.env.npm_config_omit ?? "")) console.error(withoutOptional);
    process.exitCode = 1;
    if (!survives) for (const output of outputs) rmSync(output, { recursive: true, force: true });
  }
}

alone(() => {
  for (const step of steps) if (!isFresh(step)) build(step);
});
