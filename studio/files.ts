import { describeTaken, extensions, read } from "repgeom";
import type { Representation, Source } from "repgeom";
import { element, fill } from "../src/report/charts/parts/element.ts";
import { words } from "../src/report/charts/parts/words.ts";
import { most } from "../src/report/words.ts";
import { byId, orSay } from "./page.ts";

/** The example: recurrent networks trained on one task. Vite serves and copies the files at these addresses. */
const example = Object.values(
  import.meta.glob<string>(["../examples/rnn-dms/*.npy", "!../examples/rnn-dms/*.repeats.npy"], {
    eager: true,
    import: "default",
    query: "?url",
  }),
);

/** The representations that are loaded now. */
let loaded: readonly Representation[] = [];
let loadedExample = false;

/**
 * Sets up the first step of the page. Files that are dropped or chosen are added to the loaded
 * ones. The example replaces them, and they replace the example, because nobody else has responses
 * to its stimuli.
 *
 * @param changed - called with all representations whenever they change; `isExample` is true
 *   if they are those of the example
 */
export function setUpFiles(changed: (all: readonly Representation[], isExample: boolean) => void): void {
  const replace = (all: readonly Representation[], isExample = false) => {
    loaded = all;
    loadedExample = isExample;
    showLoaded(() => replace([]));
    changed(all, isExample);
  };
  const add = (files: readonly File[]) =>
    orSay(async () => {
      const added = await readNew(files);
      if (added.length > 0) replace([...kept(), ...added]);
    });

  const input = byId<HTMLInputElement>("files");
  input.accept = extensions.join(",");
  byId("formats").textContent = extensions.join(", ");
  input.addEventListener("change", async () => {
    await add([...input.files!]);
    input.value = ""; // so that the same file can be chosen again after a correction
  });
  byId("example").addEventListener("click", () =>
    orSay(async () => replace(await read(await Promise.all(example.map(fetchExample))), true)),
  );
  acceptDrops(add);
}

/** In a built page the file names contain a hash. The part before it names the network. */
async function fetchExample(address: string): Promise<Source> {
  const response = await fetch(address);
  if (!response.ok)
    throw new Error(`The example could not be loaded: the server answered ${response.status}.`);
  const name = /((?:control|noise)-\d+)/.exec(address)?.[1] ?? "network";
  return { name: `${name}.npy`, bytes: await response.arrayBuffer() };
}

/** Reads `files`. Their representations must not have the name of a loaded one. */
async function readNew(files: readonly File[]): Promise<Representation[]> {
  if (files.length === 0) return [];
  const added = await read([...files]);
  const known = new Set(kept().map(({ name }) => name));
  const twice = added.find(({ name }) => known.has(name));
  if (twice)
    throw new Error(`“${twice.name}” is loaded already. Rename one of the two files, or clear the list.`);
  return added;
}

/** The representations that stay when files are added. */
function kept(): readonly Representation[] {
  return loadedExample ? [] : loaded;
}

/** Files can be dropped anywhere on the page. Otherwise the browser would open a file that misses the box. */
function acceptDrops(add: (files: readonly File[]) => void): void {
  const drop = byId("drop");
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) drop.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    add([...(event.dataTransfer?.files ?? [])]);
  });
}

function showLoaded(clear: () => void): void {
  const box = byId("loaded");
  if (loaded.length === 0) return box.replaceChildren();
  const shapes = [...new Set(loaded.map(describeShape))];
  const item = (one: Representation) =>
    shapes.length === 1 ? one.name : `${one.name}: ${describeShape(one)}`;
  const items = loaded.map((one) => element("li", {}, [words(item(one), most.word)]));
  const button = element("button", { type: "button" }, ["Clear"]);
  button.addEventListener("click", clear);
  const count = loaded.length === 1 ? "1 representation; add another" : `${loaded.length} representations`;
  const summary = shapes.length === 1 ? `${count}, ${shapes[0]}` : count;
  const taken = [...new Set(loaded.map(describeTaken).filter((text) => text !== undefined))];
  const notes = taken.map((text) => element("p", {}, [`Read ${text}.`]));
  const list = element("ul", { tabindex: "0", "aria-label": "Loaded" }, items);
  fill(box, [summary, ...notes, list, button]);
}

function describeShape({ shape }: Representation): string {
  return shape.length === 2 ? `${shape[0]} stimuli × ${shape[1]} units` : shape.join(" × ");
}
