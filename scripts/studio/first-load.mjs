// The files that a browser asks for when the studio is opened, before a person gives it anything: `.size-limit.mjs` weighs them.
// What it then loads ahead by itself is not among them: the metrics, and what the service worker keeps.
// The page and its style are in Vite's manifest. Of workers it names only the file, because they are bundles of their own: what
// these import stands in them.
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const studio = join(root, "dist/studio");

/** @returns paths from the root of the project: the page, its scripts and style, the workers that it starts, the kernels */
export function loadedFirst() {
  const manifest = JSON.parse(readFileSync(join(studio, ".vite/manifest.json"), "utf8"));
  const chunks = chunksOf(manifest, "index.html");
  const page = chunks.map(({ file }) => file);
  const styles = chunks.flatMap(({ css = [] }) => css);
  const workers = withImports(page.flatMap((name) => namedIn(name, address("js"))));
  // Of the two builds of the kernels a browser takes one; they are about as large.
  const kernels = [...page, ...workers].flatMap((name) => namedIn(name, address("wasm")));
  const all = [
    "index.html",
    ...page,
    ...styles,
    ...workers,
    ...kernels.filter((name) => /\bsimd-/.test(name)),
  ];
  return [...new Set(all)].map((name) => relative(root, join(studio, name)));
}

/** A chunk and all that it imports at once. */
function chunksOf(manifest, entry) {
  const names = new Set([entry]);
  for (const name of names) for (const next of manifest[name].imports ?? []) names.add(next);
  return [...names].map((name) => manifest[name]);
}

/** Workers are no part of the page's manifest. */
function withImports(entries) {
  const names = new Set(entries);
  for (const name of names)
    for (const next of namedIn(name, /\b(?:from|import)\s*["'`](\.\/[^"'`]+\.js)["'`]/g)) names.add(next);
  return [...names];
}

/** `new URL("NAME", import.meta.url)` */
function address(extension) {
  return new RegExp(`\\bnew URL\\(["'\`]([^"'\`]+\\.${extension})["'\`],\\s*import\\.meta\\.url\\)`, "g");
}

/** Names that a script gives from its own folder, as names in that of the studio. */
function namedIn(script, pattern) {
  const text = readFileSync(join(studio, script), "utf8");
  return [...text.matchAll(pattern)].map(([, name]) => join(script, "..", name).replaceAll("\\", "/"));
}
