import { read } from "repgeom";
import type { Representation, Source } from "repgeom";
import { element } from "../src/report/charts/parts/element.ts";
import { byId, orSay } from "./page.ts";

/** Recurrent networks trained on one task: addresses that vite serves and copies. */
const example = Object.values(
  import.meta.glob<string>(["../examples/rnn-dms/*.npy", "!../examples/rnn-dms/*.repeats.npy"], {
    eager: true,
    import: "default",
    query: "?url",
  }),
);

/** What is loaded now. */
let loaded: readonly Representation[] = [];
let loadedExample = false;

/**
 * Makes the first step work: files dropped or chosen are added, the example replaces
 * them and is replaced by them, as nobody has responses to its stimuli.
 *
 * @param changed - called with all representations whenever they change; `isExample`
 *   when they are those of the example
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
  input.addEventListener("change", async () => {
    await add([...input.files!]);
    input.value = ""; // so that the same file can be chosen again after it was mended
  });
  byId("example").addEventListener("click", () =>
    orSay(async () => replace(await read(await Promise.all(example.map(fetchExample))), true)),
  );
  acceptDrops(add);
}

/** Built pages give assets a hash in the name; the stem before it names the network. */
async function fetchExample(address: string): Promise<Source> {
  const response = await fetch(address);
  if (!response.ok)
    throw new Error(`The example could not be loaded: the server answered ${response.status}.`);
  const name = /((?:control|noise)-\d+)/.exec(address)?.[1] ?? "network";
  return { name: `${name}.npy`, bytes: await response.arrayBuffer() };
}

/** The representations in `files`, which must not be named as one that is there. */
async function readNew(files: readonly File[]): Promise<Representation[]> {
  if (files.length === 0) return [];
  const added = await read([...files]);
  const known = new Set(kept().map(({ name }) => name));
  const twice = added.find(({ name }) => known.has(name));
  if (twice)
    throw new Error(`“${twice.name}” is loaded already. Rename one of the two files, or clear the list.`);
  return added;
}

/** What stays when files are added. */
function kept(): readonly Representation[] {
  return loadedExample ? [] : loaded;
}

/** The whole page takes drops, so that a near miss does not navigate to the file. */
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
  const items = loaded.map((one) => element("li", {}, [item(one)]));
  const button = element("button", { type: "button" }, ["Clear"]);
  button.addEventListener("click", clear);
  const count = loaded.length === 1 ? "1 representation; add another" : `${loaded.length} representations`;
  const summary = shapes.length === 1 ? `${count}, ${shapes[0]}` : count;
  box.replaceChildren(summary, element("ul", { tabindex: "0", "aria-label": "Loaded" }, items), button);
}

function describeShape({ shape }: Representation): string {
  return shape.length === 2 ? `${shape[0]} stimuli × ${shape[1]} units` : shape.join(" × ");
}
