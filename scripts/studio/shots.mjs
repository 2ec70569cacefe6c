// Pictures of the studio in a real browser: each scene and each view in it, at three widths, light and dark.
//
//   npm run studio:shots                  into out/studio-shots
//   npm run studio:shots -- --readme      the three pictures of README, into docs/images
//   npm run studio:shots -- example       scenes whose names contain this word
//
// Uses Chromium at $CHROMIUM or /usr/bin/chromium.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { preview } from "vite";
import { readmeScenes, scenes } from "./scenes.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const given = process.argv.slice(2);
const forReadme = given.includes("--readme");
const word = given.find((one) => !one.startsWith("--")) ?? "";
const out = `${root}${forReadme ? "docs/images" : "out/studio-shots"}`;
const widths = forReadme ? [1440] : [360, 1280, 1920];
const schemes = forReadme ? ["light"] : ["light", "dark"];
const quiet = { reducedMotion: "reduce", deviceScaleFactor: 1 };

mkdirSync(out, { recursive: true });
const site = { root: `${root}studio`, logLevel: "error", build: { outDir: `${root}dist/studio` } };
const server = await preview({ ...site, preview: { port: 0, host: "127.0.0.1" } });
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const chosen = (forReadme ? readmeScenes : scenes).filter(({ name }) => name.includes(word));
  for (const scene of chosen)
    for (const width of widths) for (const colorScheme of schemes) await shoot(scene, width, colorScheme);
} finally {
  await browser.close();
  await server.close();
}

async function shoot({ name, act, views }, width, colorScheme) {
  const viewport = { width, height: width < 600 ? 760 : forReadme ? 900 : 1000 };
  const context = await browser.newContext({ viewport, colorScheme, ...quiet });
  const page = await context.newPage();
  await page.goto(server.resolvedUrls.local[0]);
  try {
    await act(page);
    await page.waitForTimeout(300); // until the last frame is drawn
    const path = `${out}/${forReadme ? name : `${name}-${width}-${colorScheme}`}.png`;
    await page.screenshot({ path });
    console.log(path);
    if (views && !forReadme) await shootViews(page, path.replace(/\.png$/, ""));
  } catch (error) {
    process.exitCode = 1;
    console.error(`${name}, ${width}, ${colorScheme}: ${error.message}`);
  }
  await context.close();
}

/** Each view alone, so that small faults are seen. */
async function shootViews(page, path) {
  const figures = await page.locator("figure[data-view]:visible").all();
  for (const [k, figure] of figures.entries()) {
    const view = await figure.getAttribute("data-view");
    await figure.screenshot({ path: `${path}-${String(k).padStart(2, "0")}-${view}.png` });
  }
}
