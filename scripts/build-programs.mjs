// Bundles the two programs of the package, the command line and the worker thread, from the
// compiled library: a process that starts reads two files and not two hundred. What they load
// when it is needed (`import()`) stays a file of its own. `dist/src/main.js` and
// `dist/workers/worker.js` keep their places and import the bundle.
//
//   node scripts/build-programs.mjs FOLDER     the folder with the compiled library
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const compiled = join(root, process.argv[2] ?? "dist");

/** Packages that every command needs; what is installed with the library loads them from seven files each time. */
const inlined = ["commander"];

/** The bundles lie as deep below the folder as the modules do: `new URL("../../wasm/…")` finds the same files. */
const programs = [
  {
    entry: "src/main.js",
    folder: "src/program",
    hashbang: true,
    licences: inlined,
    codeSplitting: { groups: common(), includeDependenciesRecursively: false },
  },
  // In one piece: bundlers make a classic script of a worker, which cannot be split.
  { entry: "workers/worker.js", folder: "workers/thread", codeSplitting: false },
];

/**
 * Opening a file takes a process longer than reading it. So what every command needs lies in few: what the main
 * thread needs, which hears signals, and what the thread of the command needs.
 */
function common() {
  const main =
    /\/src\/(commands|cli\/(errors|stdout|checkpoint\/(again|flags|note)|dry-run\/state|thread\/(interrupt|link|messages))|base\/(errors|flag-names|text|version)|data\/formats\/registry)\.js$/;
  const readers = "data/formats/(dtypes|[a-z0-9]+/)";
  return [
    { name: "main-thread", test: main, priority: 1 },
    {
      name: "common",
      test: new RegExp(`/src/(?!${readers})(base|cli|data|metrics|platform|rdm|run|wasm)/`),
      minShareCount: 4,
    },
  ];
}

for (const { entry, folder, hashbang, codeSplitting = true, licences = [] } of programs) {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    ssr: { noExternal: inlined },
    build: {
      ssr: join(compiled, entry),
      outDir: join(compiled, folder),
      target: "es2022",
      minify: true,
      rolldownOptions: {
        external: (id) =>
          id.startsWith("#") ||
          /(simd|charts)-text\.js$/.test(id) ||
          (!inlined.includes(id) && !id.startsWith(".") && !id.startsWith("/")),
        // The command line knows all metrics anyway, and so does the worker.
        checks: { ineffectiveDynamicImport: false },
        makeAbsoluteExternalsRelative: false, // the texts beside the kernels lie as far from a bundle as from a module
        output: { entryFileNames: "[name].js", chunkFileNames: "[name].js", codeSplitting },
      },
    },
  });
  const name = entry.split("/").at(-1);
  const line = `import "./${folder.split("/").at(-1)}/${name}";\n`;
  for (const name of licences)
    cpSync(join(root, "node_modules", name, "LICENSE"), join(compiled, folder, `${name}.LICENSE`));
  writeFileSync(join(compiled, entry), hashbang ? `#!/usr/bin/env node\n${line}` : line);
}
