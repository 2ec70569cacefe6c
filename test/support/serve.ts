import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** A folder as a static server gives it, on an origin of its own. */
export interface Served {
  readonly origin: string;
  close(): void;
}

/**
 * Serves a folder, and `index.html` for a folder in it. Pages of other origins may read it, as from content delivery networks.
 * @param pages - empty pages besides, by path, each with its headers
 */
export async function serve(
  folder: string,
  pages: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): Promise<Served> {
  const server = createServer(({ url = "/" }, response) => {
    const headers = pages[url];
    if (headers) {
      response
        .writeHead(200, { "Content-Type": "text/html", ...headers })
        .end("<!doctype html><title>page</title>");
      return;
    }
    const asked = join(folder, decodeURIComponent(new URL(url, "http://localhost").pathname));
    const file = asked.endsWith("/") ? join(asked, "index.html") : asked;
    if (!existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const type = types[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "Content-Type": type, "Access-Control-Allow-Origin": "*" });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => void server.close() };
}
