// Bundles the two programs of the package, the command line and the worker thread, from the
// compiled library: a process that starts reads two files and not two hundred. What they load
// when it is needed (`import()`) stays a file of its own. `dist/src/main.js` and
// `dist/workers/worker.js` keep their places and import the bundle.
//
//   node scripts/build-programs.mjs FOLDER     the folder with the compiled library
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const compiled = join(root, process.argv[2] ?? "dist");

/** The bundles lie as deep below the folder as the modules do: `new URL("../../wasm/…")` finds the same files. */
const programs = [
  { entry: "src/main.js", folder: "src/program", hashbang: true },
  // In one piece: bundlers make a classic script of a worker, which cannot be split.
  { entry: "workers/worker.js", folder: "workers/thread", codeSplitting: false },
];

for (const { entry, folder, hashbang, codeSplitting = true } of programs) {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    build: {
      ssr: join(compiled, entry),
      outDir: join(compiled, folder),
      target: "es2022",
      minify: false,
      rolldownOptions: {
        external: (id) => id === "#platform" || (!id.startsWith(".") && !id.startsWith("/")),
        output: { entryFileNames: "[name].js", chunkFileNames: "[name].js", codeSplitting },
      },
    },
  });
  const name = entry.split("/").at(-1);
  const line = `import "./${folder.split("/").at(-1)}/${name}";\n`;
  writeFileSync(join(compiled, entry), hashbang ? `#!/usr/bin/env node\n${line}` : line);
}
