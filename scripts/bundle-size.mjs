// npm run bundle-size [-- --json]
//
// What a page takes that uses a part of the library: small pages are bundled by the project's
// Vite from the built package, as a user's would be, and minified. "First" is the script with
// all that it imports; "later" is what it loads when needed: chunks and worker threads.
// Sizes are in KiB, wasm not counted. Ends with 1 if a page is over its target.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

/** `target`: KiB that the first load is to stay within. */
const pages = [
  { uses: "OptionError", code: 'export { OptionError } from "repgeom";', target: 1 },
  { uses: "linkage", code: 'export { linkage } from "repgeom";', target: 5 },
  { uses: "read", code: 'export { read } from "repgeom";', target: 32 },
  { uses: "compare", code: 'export { compare } from "repgeom";' },
  { uses: "everything", code: 'import * as all from "repgeom"; export { all };', target: 362.5 },
];

/** @returns the files that Vite makes of one module. Not its library mode: that puts wasm inside the script. */
async function bundle(code) {
  const entry = "virtual:page";
  const page = {
    name: "page",
    resolveId: (id) => (id === entry ? id : undefined),
    load: (id) => (id === entry ? code : undefined),
  };
  const { output } = await build({
    configFile: false,
    publicDir: false,
    logLevel: "error",
    plugins: [page],
    build: {
      write: false,
      target: "es2022",
      assetsInlineLimit: 0,
      modulePreload: false,
      rolldownOptions: { input: entry, preserveEntrySignatures: "strict" },
    },
  });
  return output.filter(({ fileName }) => fileName.endsWith(".js"));
}

/** Names of the entry and of all chunks that it imports, each once. */
function loadedFirst(files) {
  const imports = new Map(files.map(({ fileName, imports = [] }) => [fileName, imports]));
  const first = new Set(files.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
  for (const name of first) for (const next of imports.get(name)) first.add(next);
  return first;
}

function sizeOf(files) {
  const contents = files.map((file) => Buffer.from(file.code ?? file.source));
  const kib = (sizes) => Number((sizes.reduce((sum, size) => sum + size, 0) / 1024).toFixed(2));
  return {
    raw: kib(contents.map(({ length }) => length)),
    gzip: kib(contents.map((one) => gzipSync(one).length)),
  };
}

async function measure({ uses, code, target }) {
  const files = await bundle(code);
  const names = loadedFirst(files);
  const first = sizeOf(files.filter(({ fileName }) => names.has(fileName)));
  const later = sizeOf(files.filter(({ fileName }) => !names.has(fileName)));
  // In whole tenths, as printed: "362.0" keeps within 362.
  return {
    uses,
    first,
    later,
    target,
    within: target === undefined || Number(first.raw.toFixed(1)) <= target,
  };
}

function printTable(sizes) {
  const row = (...cells) =>
    console.log(cells.map((cell, k) => (k ? cell.padStart(8) : cell.padEnd(12))).join("  "));
  row("uses", "first", "gzip", "later", "gzip", "target");
  for (const { uses, first, later, target, within } of sizes) {
    const cells = [first.raw, first.gzip, later.raw, later.gzip].map((size) => size.toFixed(1));
    row(uses, ...cells, target === undefined ? "" : String(target), within ? "" : "over");
  }
}

const sizes = [];
for (const page of pages) sizes.push(await measure(page));
if (process.argv.includes("--json")) console.log(JSON.stringify(sizes, undefined, 2));
else printTable(sizes);
if (!sizes.every(({ within }) => within)) process.exitCode = 1;
