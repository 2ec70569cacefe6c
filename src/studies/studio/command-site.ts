/** What `repgeom studio` answers: the page, the list of files, the files. All other addresses lead nowhere. */
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join, relative, sep } from "node:path";
import { FileError } from "../../cli/errors.ts";
import { filesBelow } from "../../cli/reading/folders.ts";
import { sendText, type Answer } from "../../cli/serve/answer.ts";
import { sendFile } from "../../cli/serve/file.ts";
import type { Site } from "../../cli/serve/server.ts";
import { typeOf } from "../../cli/serve/types.ts";
import { addressOf, servedFiles, type NamedInput } from "./command-files.ts";
import { consolidated } from "./command-hierarchy.ts";

/**
 * The page may run its own code, and that of a metric's file which a person opens: it stands in a blob, which only code that
 * runs already can make. It may fetch from encrypted addresses what a person pastes.
 */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval' blob:",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self' https:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const headers = {
  "Content-Security-Policy": policy,
  // Threads may then share memory.
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  // The address holds the key.
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-store",
};

/** As protocol.ts draws it. */
const mark = '<meta name="repgeom-files" content="./files.json" />';

/**
 * The studio with files in it.
 *
 * @param studio - folder of the built studio
 * @throws {FileError} if it is not there
 */
export async function siteOf(studio: string, inputs: readonly NamedInput[]): Promise<Site> {
  const files = new Map([
    ...(await pageFiles(studio)),
    ...inputs.flatMap((input, id) => [...answersOf(input, id)]),
  ]);
  files.set("", pageOf(studio));
  files.set("index.html", files.get("")!);
  files.set("files.json", async (request, response) => {
    const listed = await servedFiles(inputs);
    sendText(request, response, typeOf("files.json"), JSON.stringify(listed));
  });
  return { headers, find: (address) => files.get(address) };
}

async function pageFiles(studio: string): Promise<[string, Answer][]> {
  const paths = await filesBelow(studio, () => true).catch(() => []);
  const names = paths.map((path) => relative(studio, path).replaceAll(sep, "/"));
  if (!names.includes("index.html"))
    throw new FileError(
      `${studio}: the built studio is not there. In a clone, npm run studio:build makes it; the package brings it.`,
    );
  return names.map((name, k) => [name, fileAnswer(paths[k]!, name)]);
}

/** Tells the page that it is served by this command. */
function pageOf(studio: string): Answer {
  return async (request, response) => {
    const text = await readFile(join(studio, "index.html"), "utf8");
    sendText(
      request,
      response,
      typeOf("index.html"),
      text.replace(/<head[^>]*>/i, (head) => `${head}${mark}`),
    );
  };
}

function* answersOf({ name, path, keys }: NamedInput, id: number): Generator<[string, Answer]> {
  if (path === undefined) return;
  const address = decodeURIComponent(addressOf(id, path));
  if (!keys) return void (yield [address, fileAnswer(path, name)]);
  for (const key of keys) yield [`${address}/${key}`, fileAnswer(join(path, key), `${name}/${key}`)];
  for (const [key, answer] of consolidated(path, keys)) yield [`${address}/${key}`, answer];
}

function fileAnswer(path: string, name: string): Answer {
  const file = { path, name, type: typeOf(name) };
  return (request: IncomingMessage, response: ServerResponse) =>
    sendFile(file, request, response, versionIn(request.url ?? ""));
}

/** The version that the list of files named. */
function versionIn(url: string): string | undefined {
  return new URLSearchParams(url.split("?")[1]).get("version") ?? undefined;
}
