import type { ReadControl } from "../../base/cancel.ts";
import type { Reading } from "./call.ts";
import type { Item } from "./items.ts";
import { changed } from "./open.ts";
import type { ReadOptions } from "./options.ts";
import { checkNames, forEachFile, readingOf, withItems, withOpened, type FileToRead } from "./reading.ts";
import type { Held } from "./held.ts";
import { outlineOf, type Representation, type UnreadRepresentation } from "../representation.ts";
import { isFetched, piecesOf, type Source } from "../source.ts";

/** As `readLazily`, where `maxMemory` also counts what is held already. Adds what it holds to that. */
export async function readLazilyBeside(
  held: Held,
  sources: Source | readonly Source[],
  options: ReadOptions = {},
  control: ReadControl = {},
): Promise<UnreadRepresentation[]> {
  const { files, reading, signal } = await readingOf(held, sources, options, control);
  const found: UnreadRepresentation[] = [];
  await forEachFile(files, reading, signal, async ({ file, opened, items, arrayOf }) => {
    const version = await versionOf(file);
    for (const item of items) {
      if (!opened.isRead && !item.isOpenEnded && item.path !== undefined) {
        found.push(unread(item, file, reading, version));
        continue;
      }
      const made = await item.load(arrayOf(item), signal);
      held.bytes += made.data.byteLength;
      found.push(handedOver(made, file, reading));
    }
  });
  checkNames(found);
  return found;
}

/** Another one where the file was written since; nothing is known of folders and addresses. */
async function versionOf({ source, format }: FileToRead): Promise<string> {
  if (format.folder || isFetched(source)) return "";
  const { version, close } = (await piecesOf(source))!;
  await close();
  return version;
}

/** A representation that is read when it is asked for. */
function unread(
  { outline, path, load }: Item,
  file: FileToRead,
  { how }: Reading,
  version: string,
): UnreadRepresentation {
  return {
    ...outline,
    async load(signal, memory) {
      if ((await versionOf(file)) !== version) throw changed(file.path);
      return withOpened(file, how, how, signal, (opened) => {
        const array = opened.arrays.find((one) => one.path === path);
        if (!array) throw changed(file.path);
        return load(array, signal, memory);
      });
    },
  };
}

/** How those load whose file is read as a whole. */
const ofArchives = new WeakSet<UnreadRepresentation["load"]>();

/** Whether its file was read as a whole, with all others in it: to load it a second time reads all again. */
export function isOfArchive({ load }: UnreadRepresentation): boolean {
  return ofArchives.has(load);
}

/** A representation that is in memory until it is asked for; its file is read again when it is asked for once more. */
function handedOver(
  representation: Representation,
  file: FileToRead,
  reading: Reading,
): UnreadRepresentation {
  let kept: Representation | undefined = representation;
  const outline = outlineOf(representation);
  const { reference } = reading.held;
  const again = (signal?: AbortSignal) =>
    withItems(
      file,
      { ...reading, held: { bytes: 0, ...(reference && { reference }) } },
      0,
      signal,
      ({ items, arrayOf }) => {
        const same = items.find(({ outline: { name } }) => name === outline.name);
        if (!same) throw changed(file.path);
        return same.load(arrayOf(same), signal);
      },
    );
  const load: UnreadRepresentation["load"] = async (signal) => {
    const now = kept ?? (await again(signal));
    kept = undefined;
    if (`${now.shape}` !== `${outline.shape}`) throw changed(file.path);
    return now;
  };
  ofArchives.add(load);
  return { ...outline, load };
}
