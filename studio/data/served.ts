/** The files that `repgeom studio FILES` was given. On any other host there are none, and none are asked for. */
import type { Source } from "repgeom";
import type { ServedFile, ServedFiles } from "../../src/studies/studio/protocol.ts";
import { addSources, type Incoming } from "./add.ts";

/** Where the list of them is; undefined where the page comes from another host. */
function listAddress(): string | undefined {
  return document.querySelector<HTMLMetaElement>('meta[name="repgeom-files"]')?.content;
}

/** Reads them in, as if they were dropped. @throws {Error} in words, if the command has ended */
export async function addServed(): Promise<void> {
  const place = listAddress();
  if (place === undefined) return;
  const files = (await (await answered(place, "The list of files")).json()) as ServedFiles;
  if (files.length > 0) await addSources(files.map(incomingOf));
}

function incomingOf(file: ServedFile): Incoming {
  const { name, size, address } = file;
  if (/^https?:/.test(address)) return { source: new URL(address), origin: { from: "url", url: address } };
  const origin = { from: "file", path: name, size: size ?? 0 } as const;
  // A hierarchy is many files, each of which is fetched when it is needed.
  const isWhole = size !== undefined || !address.endsWith(".zarr");
  return { origin, source: isWhole ? () => fetched(file) : new URL(address, document.baseURI) };
}

/** All bytes of a file; a large one the browser keeps on the disk. */
async function fetched({ name, address }: ServedFile): Promise<Source> {
  const response = await answered(address, name);
  const bytes = await response.blob().catch(() => {
    throw new Error(`${name} was changed while it was read. Reload the page to read it anew.`);
  });
  return { name, bytes };
}

async function answered(address: string, what: string): Promise<Response> {
  const response = await fetch(new URL(address, document.baseURI)).catch(() => {
    throw new Error(`${what} cannot be had: repgeom studio has ended. Start it again, with the same files.`);
  });
  if (response.ok) return response;
  throw new Error((await response.text()).trim());
}
