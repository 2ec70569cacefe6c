/** The files of a .zip archive, and an archive of files. */
import { unzip, zip, type AsyncZippable, type UnzipFileInfo } from "fflate";
import type { Unpacked } from "./protocol.ts";

/** More than this is not unpacked at once: a small archive may declare any size. */
const most = 2 ** 31;

/** @throws {Error} in words, for an archive that is damaged or too large */
export async function unpack(archive: Blob): Promise<readonly Unpacked[]> {
  const bytes = new Uint8Array(await archive.arrayBuffer());
  let total = 0;
  const wanted = ({ name, originalSize }: UnzipFileInfo) => {
    if (!isWanted(name)) return false;
    total += originalSize;
    if (total > most)
      throw new Error(`It holds more than ${most / 2 ** 30} GB. Unpack it, and drop its files.`);
    return true;
  };
  const parts = await new Promise<Record<string, Uint8Array>>((resolve, reject) =>
    unzip(bytes, { filter: wanted }, (error, found) => (error ? reject(error) : resolve(found))),
  );
  return Object.entries(parts).map(([path, content]) => ({
    path,
    bytes: new Blob([content as Uint8Array<ArrayBuffer>]),
  }));
}

/** No folders, and nothing that a system put there. */
function isWanted(path: string): boolean {
  return !path.endsWith("/") && !/(^|\/)(__MACOSX\/|\.)/.test(path);
}

/** Nothing is compressed: it is read at once. */
export async function pack(files: readonly Unpacked[]): Promise<Blob> {
  const parts: AsyncZippable = {};
  for (const { path, bytes } of files)
    parts[path] = [new Uint8Array(await bytes.arrayBuffer()), { level: 0 }];
  const packed = await new Promise<Uint8Array>((resolve, reject) =>
    zip(parts, (error, made) => (error ? reject(error) : resolve(made))),
  );
  return new Blob([packed as Uint8Array<ArrayBuffer>]);
}
