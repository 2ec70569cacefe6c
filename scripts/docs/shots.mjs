// npm run docs:build && node scripts/docs/shots.mjs
//
// Pictures of what the site computes in the tab, for hosts of repositories: docs/images/blind-spots.png.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../..", import.meta.url));
const built = join(root, "docs/.vitepress/dist");
const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};

const server = createServer(({ url }, response) => {
  const file = join(built, decodeURIComponent(new URL(url, "http://localhost").pathname));
  if (!existsSync(file) || !statSync(file).isFile()) return void response.writeHead(404).end();
  response.writeHead(200, { "Content-Type": types[extname(file)] ?? "application/octet-stream" });
  return void createReadStream(file).pipe(response);
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 1280, height: 2000 }, colorScheme: "light" });
await page.goto(`http://127.0.0.1:${server.address().port}/blind-spots.html`);
const pictures = page.locator(".blind[data-state=done]");
await pictures.locator("figure[aria-busy=false]").waitFor({ timeout: 120_000 });
await pictures.screenshot({ path: join(root, "docs/images/blind-spots.png") });
await browser.close();
server.close();
