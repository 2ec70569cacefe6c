// Writes a session file as today's studio saves it, for the test that later studios open it:
//   node scripts/studio/session-golden.mjs test/golden/studio/session-v1.repgeom
import { chromium } from "playwright-core";
import { preview } from "vite";
import { fileURLToPath } from "node:url";

const path = process.argv[2];
if (!path) throw new Error("Say where the file is to be written.");
const root = fileURLToPath(new URL("../../", import.meta.url));
const server = await preview({
  root: `${root}studio`,
  base: "./",
  logLevel: "error",
  build: { outDir: `${root}dist/studio` },
  preview: { port: 0, host: "127.0.0.1" },
});
const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const page = await browser.newPage();
await page.goto(server.resolvedUrls.local[0]);
await page
  .getByLabel("Choose files", { exact: true })
  .setInputFiles([
    ...["a", "b", "c", "d"].map((name, k) => file(`net-${name}.csv`, responses(k + 1))),
    file("wrong.npy", "no array"),
  ]);
await page.getByText("wrong.npy").first().waitFor();
await page.getByRole("button", { name: "Compare" }).click();
await page.locator('figure[data-view="tree"][aria-busy="false"]').waitFor();
await page.getByRole("button", { name: "Session", exact: true }).click();
const [download] = await Promise.all([
  page.waitForEvent("download"),
  page.getByRole("button", { name: /with its data/ }).click(),
]);
await download.saveAs(path);
await browser.close();
await server.close();

/** Eight stimuli and three units: sines, so that they are the same everywhere. */
function responses(seed) {
  const rows = Array.from({ length: 8 }, (_, i) =>
    Array.from({ length: 3 }, (_, j) => Math.sin(seed * (3 * i + j + 1) ** 1.5).toFixed(6)).join(","),
  );
  return `${rows.join("\n")}\n`;
}

function file(name, text) {
  return { name, mimeType: "application/octet-stream", buffer: Buffer.from(text) };
}
