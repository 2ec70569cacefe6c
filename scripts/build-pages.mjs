// Makes dist/browser from the compiled library: files without imports, for pages that have no bundler, CDNs and notebooks.
// All lie in one folder, beside the kernels.
//
//   repgeom.min.js           everything of "repgeom"
//   repgeom.inline.min.js    the same with the kernels inside, where no second file can lie beside it
//   repgeom.report.min.js    everything of "repgeom/report"
//   repgeom.worker.min.js    the worker thread of the first
import { appendFileSync, copyFileSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const out = join(dist, "browser");

const files = {
  "repgeom.min.js": "src/index.js",
  "repgeom.inline.min.js": "src/inline.js",
  "repgeom.report.min.js": "src/reporting.js",
  "repgeom.worker.min.js": "workers/worker.js",
};

/** Readers of some formats are packages of their own, which a page without a bundler does not have. */
const optional = /^(h5wasm|h5wasm-plugins|hyparquet-compressors|hyparquet-writer|nifti-reader-js|zarrita)$/;

/** The kernels lie beside the script, so their text is not needed: only the file that has it anyway takes it. */
const noText = (name) => ({
  name: "no-text",
  load: (id) =>
    id.endsWith("/wasm/simd-text.js") && name !== "repgeom.inline.min.js" ? "throw undefined;" : undefined,
});

rmSync(out, { recursive: true, force: true });
for (const [name, entry] of Object.entries(files)) {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: "error",
    plugins: [noText(name)],
    resolve: {
      alias: {
        "#platform": join(dist, "src/platform/standalone.js"),
        "#host": join(dist, "src/platform/host.js"),
      },
    },
    build: {
      outDir: out,
      emptyOutDir: false,
      target: "es2022",
      assetsInlineLimit: 0,
      modulePreload: false,
      license: name === "repgeom.min.js" && { fileName: "LICENSES.md" }, // the others have nothing else in them
      rolldownOptions: {
        input: join(dist, entry),
        external: optional,
        preserveEntrySignatures: "strict",
        output: { entryFileNames: name, codeSplitting: false },
      },
    },
  });
}
/** What is ported is no package: its notice stands in THIRD-PARTY.md. */
function portedNotice() {
  const [notice] = /^## fdlibm\n[^]*?^```text\n[^]*?^```\n/m.exec(
    readFileSync(join(root, "THIRD-PARTY.md"), "utf8"),
  );
  return notice;
}

appendFileSync(join(out, "LICENSES.md"), `\n${portedNotice()}`);
for (const kernels of ["simd.wasm", "relaxed.wasm"])
  copyFileSync(join(dist, "wasm", kernels), join(out, kernels));
