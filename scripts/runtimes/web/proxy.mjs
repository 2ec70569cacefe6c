// A server before another one, which adds headers to its answers.
import { createServer, request } from "node:http";

/**
 * @param {string} address - of the other server
 * @param {Record<string, string>} headers
 * @returns its address, without a slash at the end, and `close()`
 */
export async function serveBefore(address, headers) {
  const server = createServer((asked, response) => {
    const passed = request(`${address}${asked.url}`, { method: asked.method, headers: asked.headers });
    passed.on("response", (answer) => {
      response.writeHead(answer.statusCode, { ...answer.headers, ...headers });
      answer.pipe(response);
    });
    passed.on("error", () => response.writeHead(502).end());
    asked.pipe(passed);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://127.0.0.1:${server.address().port}`, close };
}
