/** Makes the service worker of the build: its code with the names of the files that it keeps. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { transformWithOxc, type Plugin } from "vite";
import type { Lists } from "./service-worker.ts";

const source = fileURLToPath(new URL("service-worker.ts", import.meta.url));
const place = "service-worker.js";

/** Scripts, style and kernels below this size are parts of the studio; packages for single formats are larger. */
const largest = 500_000;

export const offline: Plugin = {
  name: "offline",
  apply: "build",
  enforce: "post",
  async writeBundle({ dir }) {
    const files = filesIn(dir!).filter((name) => name !== place && name !== "index.html");
    const isPart = (name: string) =>
      /\.(js|css|wasm|svg)$/.test(name) &&
      (name.includes("/index-") || statSync(join(dir!, name)).size < largest);
    const parts = files.filter(isPart);
    const lists: Lists = {
      parts,
      extras: files.filter((name) => !isPart(name)),
      build: digest(dir!, ["index.html", ...files]),
    };
    const { code } = await transformWithOxc(readFileSync(source, "utf8"), source);
    // Not every browser takes a module here.
    const script = code.replace(/\bexport \{\s*\};?\s*$/, "");
    writeFileSync(join(dir!, place), `const lists = ${JSON.stringify(lists)};\n${script}`);
  },
};

/** Paths from the folder; those that begin with a dot are no part of a site. */
function filesIn(folder: string): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) =>
    path.replaceAll(sep, "/"),
  );
  return all.filter((path) => !path.startsWith(".") && statSync(join(folder, path)).isFile()).sort();
}

function digest(folder: string, files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const name of files) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest("hex").slice(0, 16);
}
