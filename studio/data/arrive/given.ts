/** Sorts what was dropped, chosen or pasted: responses, tables of networks and of stimuli, images, archives. */
import { extensions } from "repgeom";
import { say } from "../../session/live.ts";
import { session } from "../../session/store.ts";
import { analysis } from "../../worker/client.ts";
import type { Known, Sniffed } from "../../worker/protocol.ts";
import { addSources } from "../add.ts";
import { addImages, isImage } from "../stimuli/images.ts";
import { useStimuli } from "../stimuli/table.ts";
import { columnOfFolders } from "../table/folders.ts";
import { useTable } from "../table/use.ts";
import { stemOf } from "./names.ts";
import { refuse } from "./refuse.ts";

/** A file with its path in what was given: a folder that was dropped, an archive. */
export interface GivenFile {
  readonly path: string;
  readonly file: Blob;
}

/** Kinds of files that are no responses may be among hundreds in a folder; of one that was given alone it is said. */
export function addGiven(given: readonly GivenFile[]): Promise<void> {
  const taken = take(given, before);
  before = Promise.allSettled([before, taken]);
  return taken;
}

/** The end of what was given so far. */
let before: Promise<unknown> = Promise.resolve();

/** @param before - a table is told from responses by the names of networks, so it waits for those that are coming */
async function take(given: readonly GivenFile[], before: Promise<unknown>): Promise<void> {
  const opened = given.find(({ path }) => path.endsWith(sessionExtension));
  if (opened) return openSessionFile(opened.file);
  const files = natural(await packed(await unpacked(given)));
  const images = files.filter(({ path }) => isImage(path));
  const texts = files.filter(({ path }) => /\.(csv|tsv|json)$/i.test(path));
  const data = files.filter(({ path }) => isData(path));
  if (texts.length > 0) await before;
  const known = knownNames(data);
  const sniffed = new Map<GivenFile, Sniffed>();
  for (const one of texts) sniffed.set(one, await analysis().sniff(one.file, one.path, known));
  const responses = data.filter((one) => (sniffed.get(one)?.is ?? "responses") === "responses");
  addImages(images);
  await takeStimuli([...sniffed.values()]);
  await addSources(responses.map(incomingOf));
  columnOfFolders(responses.map(({ path }) => path));
  for (const [{ path, file }, found] of sniffed) takeTable(path, file.size, found);
  sayLeftOut(files.filter((one) => !isData(one.path) && !images.includes(one) && !texts.includes(one)));
}

const sessionExtension = ".repgeom";

/** A session takes the place of the one that is there, so nothing else is added with it. */
async function openSessionFile(file: Blob): Promise<void> {
  const { openSession } = await import("../../keep/session-actions.ts");
  await openSession(file);
}

/** With each Zarr hierarchy, which is a folder of many files, as one file. */
async function packed(files: readonly GivenFile[]): Promise<GivenFile[]> {
  const hierarchies = new Map<string, GivenFile[]>();
  const others: GivenFile[] = [];
  for (const one of files) {
    const folder = /^(.*?\.zarr)\//i.exec(one.path)?.[1];
    if (folder === undefined) others.push(one);
    else hierarchies.set(folder, [...(hierarchies.get(folder) ?? []), one]);
  }
  for (const [folder, parts] of hierarchies) {
    const inside = parts.map(({ path, file }) => ({ path: path.slice(folder.length + 1), bytes: file }));
    others.push({ path: `${folder}.zip`, file: await analysis().pack(inside) });
  }
  return others;
}

/** In natural order (`layer2` before `layer10`), which is that of the list. */
function natural(files: readonly GivenFile[]): GivenFile[] {
  const { compare } = new Intl.Collator("en", { numeric: true });
  return [...files].sort((a, b) => compare(a.path, b.path));
}

function isData(path: string): boolean {
  const small = path.toLowerCase();
  return extensions.some((extension) => small.endsWith(extension));
}

/** With the files of archives in the place of the archives. */
async function unpacked(given: readonly GivenFile[]): Promise<GivenFile[]> {
  const files: GivenFile[] = [];
  for (const { path, file } of given) {
    if (!/\.zip$/i.test(path) || isData(path)) {
      files.push({ path, file });
      continue;
    }
    try {
      const inside = await analysis().unpack(file);
      for (const one of inside) files.push({ path: `${path}/${one.path}`, file: one.bytes });
    } catch (error) {
      refuse(originOf({ path, file }), `The archive cannot be unpacked. ${(error as Error).message}`);
    }
  }
  return files;
}

function knownNames(data: readonly GivenFile[]): Known {
  const { items } = session.value;
  const own = items.flatMap(({ name, readAs, origin }) => [
    name,
    readAs,
    ...(origin.from === "url" ? [] : [stemOf(origin.path)]),
  ]);
  const come = data.map(({ path }) => ({ stem: stemOf(path), isText: /\.(csv|tsv)$/i.test(path) }));
  // Numbers in a first column may be responses, and no names of files that are numbered.
  const named = come.filter(({ stem, isText }) => !isText || !Number.isFinite(Number(stem)));
  return {
    networks: [...new Set([...own, ...named.map(({ stem }) => stem)])],
    stimuli: items.find(({ stimuli }) => stimuli)?.stimuli ?? [],
  };
}

function incomingOf({ path, file }: GivenFile) {
  return { source: { name: path, bytes: file }, origin: originOf({ path, file }) };
}

function originOf({ path, file }: GivenFile) {
  return { from: "file", path, size: file.size } as const;
}

async function takeStimuli(sniffed: readonly Sniffed[]): Promise<void> {
  for (const found of sniffed) if (found.is === "stimuli") await useStimuli(found.table);
}

function takeTable(path: string, size: number, found: Sniffed): void {
  if (found.is === "networks") useTable(found.table, path);
  if (found.is === "nothing") refuse({ from: "file", path, size }, found.message);
}

function sayLeftOut(files: readonly GivenFile[]): void {
  const alone = files.filter(({ path }) => !path.includes("/"));
  for (const one of alone) refuse(originOf(one), unknown(one.path));
  const rest = files.length - alone.length;
  const kinds = [...new Set(files.filter(({ path }) => path.includes("/")).map(({ path }) => endOf(path)))];
  if (rest > 0)
    say(
      `${rest} ${rest === 1 ? "file" : "files"} of other kinds left out (${kinds.slice(0, 5).join(", ")}).`,
    );
}

function unknown(path: string): string {
  return `${path}: expected ${extensions.join(", ")}, a table, an image or a .zip; got ${endOf(path)}.`;
}

function endOf(path: string): string {
  return /\.\w+$/.exec(path)?.[0] ?? "no extension";
}
