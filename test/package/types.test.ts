import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { installed, root } from "./installed.ts";

/** The oldest compiler that the declarations are for, and the one of this project. */
const compilers = { "5.7": "typescript-5.7", "7": "typescript" };

/** What a compiler is told, and the source that it compiles. */
interface Consumer {
  readonly lib: readonly string[];
  readonly types: readonly string[];
  readonly source: string;
}

const x = `const x = [[1], [2]];
// @ts-expect-error no signal
void compare(x, x, {}, { signal: {} });
// @ts-expect-error no file
void read(5);
// @ts-expect-error no module
void createEngine({ module: "simd.wasm" });
`;

const hosted = `
import { compare, createEngine, read, type Address, type NamedFile, type Signal, type Source } from "repgeom";
import simd from "repgeom/simd.wasm";
${x}
const { signal } = new AbortController();
void compare(x, x, { metric: "cka" }, { signal });
void read(new URL("https://example.org/net.npy"), {}, { signal });
void read(new File([], "net.npy"));
void read({ name: "net.npy", bytes: new Blob([]) });
void createEngine({ module: simd, worker: new URL("https://example.org/worker.js") });
// The types are the host's own.
export const given: readonly [AbortSignal, URL, File] = [0 as unknown as Signal, 0 as unknown as Address, 0 as unknown as NamedFile];
export const source: Exclude<Source, string | URL | File> = { name: "net.npy", bytes: new Uint8Array() };
`;

const consumers: Readonly<Record<string, Consumer>> = {
  "without any library but that of the language": {
    lib: ["es2022"],
    types: [],
    source: `
import { compare, createEngine, read, type SignalShape } from "repgeom";
import simd from "repgeom/simd.wasm";
${x}
declare const signal: SignalShape;
void compare(x, x, { metric: "cka" }, { signal });
void read("net.npy", {}, { signal });
void read({ name: "net.npy", bytes: new Uint8Array() });
void createEngine({ module: simd, worker: () => ({}) });
`,
  },
  "in a page": {
    lib: ["es2022", "dom"],
    types: [],
    source: `${hosted}
import { chart, createLink, type Figure } from "repgeom/charts";
const figure: Figure = { kind: "histogram", title: "Scores", x: { label: "score" }, values: [1, 2, 4] };
document.body.append(chart(figure, { link: createLink() }));
// @ts-expect-error no such kind
chart({ kind: "pie" });
void createEngine({ module: new WebAssembly.Module(new ArrayBuffer(8)), worker: () => new Worker("worker.js") });
`,
  },
  "in Node": { lib: ["es2022"], types: ["node"], source: hosted },
};

let app: string;
beforeAll(() => {
  app = installed("@types/node", "undici-types");
});
afterAll(() => rmSync(app, { recursive: true, force: true }));

/** Elements of a page, of which a program without the types of pages can have none. */
const ofPages = "./charts";

/** The entries that have types, as a source that takes them all. */
function everyEntry(lib: readonly string[]): string {
  const folder = join(app, "node_modules/repgeom");
  const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
  };
  const names = Object.entries(exports).flatMap(([name, place]) => {
    if (typeof place === "string" || (name === ofPages && !lib.includes("dom"))) return [];
    if (!name.includes("*")) return [name];
    const files = readdirSync(join(folder, dirname(place.types))).filter((one) => one.endsWith(".d.ts"));
    return files.map((one) => name.replace("*", one.replace(".d.ts", "")));
  });
  expect(names).toEqual(expect.arrayContaining([".", "./report", "./inline", "./metrics/cka"]));
  return names.map((name, k) => `export * as entry${k} from "${name.replace(".", "repgeom")}";\n`).join("");
}

const cases = Object.keys(compilers)
  .flatMap((version) => Object.keys(consumers).map((where) => [version, where] as const))
  .filter(([version, where]) => version === "7" || where !== "in Node"); // for which the old compiler takes seconds

it.each(cases)("TypeScript %s takes every declaration %s", (version, where) => {
  const { lib, types, source } = consumers[where]!;
  // The declarations themselves are checked once, where no other library is: those of a host take seconds.
  const bundler = where === "in a page";
  const compilerOptions = {
    target: "es2022",
    lib,
    types,
    strict: true,
    skipLibCheck: lib.length + types.length > 1,
    noEmit: true,
    module: bundler ? "esnext" : "nodenext",
    moduleResolution: bundler ? "bundler" : "nodenext",
  };
  writeFileSync(join(app, "main.ts"), source + everyEntry(lib));
  writeFileSync(join(app, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["main.ts"] }));
  const compiler = join(root, "node_modules", compilers[version as keyof typeof compilers], "bin/tsc");
  const { stdout, status } = spawnSync(process.execPath, [compiler, "-p", app], { encoding: "utf8" });
  expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
});
