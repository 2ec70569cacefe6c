// Files for `read`, and a server that gives them out.
import { createReadStream, existsSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

/** A matrix of doubles as the bytes of a .npy file (NumPy format 1.0). */
export function npy({ shape, data }) {
  const fields = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape.join(", ")}), }`;
  const header = `${fields.padEnd(128 - 11)}\n`;
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
  return Buffer.concat([start, Buffer.from(header), Buffer.from(data.buffer)]);
}

export function writeNpy(path, matrix) {
  writeFileSync(path, npy(matrix));
  return path;
}

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/**
 * Serves the files of a folder on 127.0.0.1, as a static host does.
 * @param {Record<string, string>} headers - of each answer
 * @returns its address, without a slash at the end, and `close()`
 */
export async function serveFolder(folder, headers = {}) {
  const server = createServer((request, response) => {
    const path = join(folder, normalize(decodeURIComponent(new URL(request.url, "http://host").pathname)));
    const file = existsSync(path) && statSync(path).isDirectory() ? join(path, "index.html") : path;
    if (!existsSync(file)) return response.writeHead(404, headers).end();
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      ...headers,
    });
    return createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://127.0.0.1:${server.address().port}`, close };
}
