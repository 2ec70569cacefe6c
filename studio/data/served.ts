/** The files that `repgeom studio FILES` was given. On any other host there are none, and none are asked for. */
import type { ServedFile, ServedFiles } from "../../src/studies/studio/protocol.ts";
import { addSources, type Incoming } from "./add.ts";
import type { GivenFile } from "./arrive/given.ts";
import { refuse } from "./arrive/refuse.ts";
import { columnOfFolders } from "./table/folders.ts";

/** Where the list of them is; undefined where the page comes from another host. */
function listAddress(): string | undefined {
  return document.querySelector<HTMLMetaElement>('meta[name="repgeom-files"]')?.content;
}

/** Reads them in, as if they were dropped. @throws {Error} in words, if the command has ended */
export async function addServed(): Promise<void> {
  const place = listAddress();
  if (place === undefined) return;
  const files = (await (await answered(place, "The list of files")).json()) as ServedFiles;
  const data = files.filter((file) => !isText(file));
  await addSources(data.map(incomingOf));
  columnOfFolders(data.map(({ name }) => name));
  await addTexts(files.filter(isText));
}

/** It may be a table of networks or of stimuli, for which the networks must be there. */
function isText({ name, address }: ServedFile): boolean {
  return /\.(csv|tsv|json)$/i.test(name) && !isForeign(address);
}

async function addTexts(files: readonly ServedFile[]): Promise<void> {
  const given: GivenFile[] = [];
  for (const file of files) {
    const { name, size = 0 } = file;
    try {
      given.push({ path: name, file: await fetched(file) });
    } catch (error) {
      refuse({ from: "file", path: name, size }, (error as Error).message);
    }
  }
  if (given.length === 0) return;
  const { addGiven } = await import("./arrive/given.ts");
  await addGiven(given);
}

function isForeign(address: string): boolean {
  return /^https?:/.test(address);
}

function incomingOf(file: ServedFile): Incoming {
  const { name, size, address } = file;
  if (isForeign(address)) return { source: address, origin: { from: "url", url: address } };
  const origin = { from: "file", path: name, size: size ?? 0 } as const;
  // A hierarchy is many files, each of which is fetched when it is needed.
  const isWhole = size !== undefined || !address.endsWith(".zarr");
  return {
    origin,
    source: isWhole
      ? async () => ({ name, bytes: await fetched(file) })
      : new URL(address, document.baseURI).href,
  };
}

/** All bytes of a file; a large one the browser keeps on the disk. */
async function fetched({ name, address }: ServedFile): Promise<Blob> {
  const response = await answered(address, name);
  return response.blob().catch(() => {
    throw new Error(`${name} was changed while it was read. Reload the page to read it anew.`);
  });
}

async function answered(address: string, what: string): Promise<Response> {
  const response = await fetch(new URL(address, document.baseURI)).catch(() => {
    throw new Error(`${what} cannot be had: repgeom studio has ended. Start it again, with the same files.`);
  });
  if (response.ok) return response;
  throw new Error((await response.text()).trim());
}
