/**
 * The files of `repgeom studio FILES`. The page as that command serves it has `<meta name="repgeom-files">` with the
 * address of the list; on any other host there is none.
 */
import { addSources, type Incoming } from "../add.ts";

/** As the command writes it (`src/studies/studio/protocol.ts`). */
interface ServedFile {
  readonly id: number;
  readonly name: string;
  readonly size?: number;
  readonly address: string;
}

/** @throws {Error} where the command has ended */
export async function addServed(): Promise<void> {
  const list = document.querySelector<HTMLMetaElement>('meta[name="repgeom-files"]')?.content;
  if (!list) return;
  const base = new URL(list, location.href);
  const response = await fetch(base);
  if (!response.ok) throw new Error(`The list of files cannot be read: ${await response.text()}`);
  const files = (await response.json()) as readonly ServedFile[];
  await addSources(files.map((file) => incomingOf(file, base)));
}

function incomingOf({ name, address, size }: ServedFile, base: URL): Incoming {
  const from = new URL(address, base);
  const isElsewhere = from.origin !== base.origin;
  return {
    origin: isElsewhere ? { from: "url", url: from.href } : { from: "served", path: name },
    source: async () => {
      if (isElsewhere) return (await import("./url.ts")).fetched(from.href);
      if (size === undefined) return from; // a hierarchy of many files
      const response = await fetch(from);
      if (!response.ok) throw new Error(await response.text());
      return { name, bytes: await response.blob() };
    },
  };
}
