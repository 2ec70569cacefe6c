/**
 * An address cannot be listed, so a page learns what is in a Zarr hierarchy from its consolidated metadata, which few have. Here they are
 * made from the documents in the folder, with each request.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Refusal, sendText, type Answer } from "../../cli/serve/answer.ts";
import { typeOf } from "../../cli/serve/types.ts";

type Document = Readonly<Record<string, unknown>>;

/**
 * The answers in the place of files, or beside them, by keys of the hierarchy.
 *
 * @param keys - what is in the folder, by paths from there
 */
export function consolidated(folder: string, keys: ReadonlySet<string>): [string, Answer][] {
  const read = async (key: string) => documentIn(folder, key);
  if (keys.has("zarr.json")) return [["zarr.json", answer(() => version3(keys, read))]];
  if (keys.has(".zgroup") && !keys.has(".zmetadata"))
    return [[".zmetadata", answer(() => version2(keys, read))]];
  return [];
}

function answer(make: () => Promise<Document>): Answer {
  return async (request, response) =>
    sendText(request, response, typeOf("zarr.json"), JSON.stringify(await make()));
}

async function version3(
  keys: ReadonlySet<string>,
  read: (key: string) => Promise<Document>,
): Promise<Document> {
  const root = await read("zarr.json");
  if (root["node_type"] !== "group" || root["consolidated_metadata"]) return root;
  const inner = [...keys].filter((key) => key.endsWith("/zarr.json"));
  const found = inner.map(async (key) => [key.slice(0, -"/zarr.json".length), await read(key)] as const);
  const metadata = Object.fromEntries(await Promise.all(found));
  return { ...root, consolidated_metadata: { kind: "inline", must_understand: false, metadata } };
}

async function version2(
  keys: ReadonlySet<string>,
  read: (key: string) => Promise<Document>,
): Promise<Document> {
  const inner = [...keys].filter((key) => /(^|\/)\.(zgroup|zarray|zattrs)$/.test(key));
  const found = inner.map(async (key) => [key, await read(key)] as const);
  return { zarr_consolidated_format: 1, metadata: Object.fromEntries(await Promise.all(found)) };
}

async function documentIn(folder: string, key: string): Promise<Document> {
  try {
    return JSON.parse(await readFile(join(folder, key), "utf8")) as Document;
  } catch (error) {
    throw new Refusal(500, `${folder}/${key} cannot be read: ${(error as Error).message}.`);
  }
}
