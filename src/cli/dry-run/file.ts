import type { Content } from "../encode.ts";
import { dryRun } from "./state.ts";

/**
 * In a dry run, notes the file or folder that would be written, and how large.
 * @returns whether this is one: then it must not be written
 */
export async function isOnlyPlanned(path: string, content: Content): Promise<boolean> {
  const run = dryRun();
  if (run) run.files.push({ path, ...(await sizeOf(content)) });
  return run !== undefined;
}

/** Bytes of what a file or folder would hold. That of text depends on its numbers. */
async function sizeOf(content: Content): Promise<{ bytes: number; about?: boolean }> {
  if (content instanceof Uint8Array) return { bytes: content.byteLength };
  const isFolder = typeof content === "object" && "files" in content;
  let [bytes, isText] = [0, false];
  for await (const piece of isFolder ? content.files : typeof content === "string" ? [content] : content) {
    const part = typeof piece === "object" && "content" in piece ? piece.content : piece;
    isText ||= typeof part === "string" && !isFolder;
    bytes += Buffer.byteLength(part);
  }
  return isText ? { bytes, about: true } : { bytes };
}
