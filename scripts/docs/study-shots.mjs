// Pictures of docs/studies: figures of the reports that `npm run example NAME` wrote, in a real browser.
//
//   node scripts/docs/study-shots.mjs             of all studies that have a report in out/
//   node scripts/docs/study-shots.mjs rnn-noise   of this one
//
// Uses Chromium at $CHROMIUM or /usr/bin/chromium.
import { existsSync, mkdirSync, statSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { studyNames } from "../example/words.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const out = `${root}docs/images/studies`;
/** Pixels per CSS pixel: the first with which the file is small enough. */
const scales = [2, 1.5, 1];
const largest = 150_000;
/** What is for a reader of the report alone. */
const hidden = ".controls, figure details, figure button { display: none !important }";
/** Pixels around a figure. */
const margin = 10;

const given = process.argv.slice(2);
const names = studyNames(`${root}examples/studies`).filter(
  (name) => given.length === 0 || given.includes(name),
);
if (names.length === 0) throw new Error(`There is no study ${given.join(", ")}.`);
mkdirSync(out, { recursive: true });
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  for (const name of names) await shootStudy(name);
} finally {
  await browser.close();
}

async function shootStudy(name) {
  const report = `${root}out/${name}/report.html`;
  if (!existsSync(report)) return console.log(`${name}: no report; npm run example ${name}`);
  const { study } = await import(pathToFileURL(`${root}examples/studies/${name}/study.mjs`).href);
  for (const picture of study.pictures ?? [])
    await shoot(report, `${out}/${name}-${picture.name}.png`, picture);
}

async function shoot(report, path, picture) {
  for (const scale of scales) {
    await shootAt(report, path, picture, scale);
    if (statSync(path).size <= largest) return console.log(`${path} ${statSync(path).size} bytes`);
  }
  throw new Error(`${path} is larger than ${largest} bytes at every scale.`);
}

/** @param section - heading of the section in which the figure is, for a title that several figures have */
async function shootAt(report, path, { figure, section, width = 1280 }, deviceScaleFactor) {
  const looks = { bypassCSP: true, colorScheme: "light", reducedMotion: "reduce", deviceScaleFactor };
  const page = await browser.newPage({ viewport: { width, height: 1000 }, ...looks });
  await page.goto(pathToFileURL(report).href);
  const scope = section
    ? page.locator("section", { has: page.getByRole("heading", { name: section }) })
    : page;
  const found = scope.locator(`figure[aria-label=${JSON.stringify(figure)}]`);
  await found.scrollIntoViewIfNeeded({ timeout: 5000 });
  await page
    .locator(`figure[aria-label=${JSON.stringify(figure)}][aria-busy=false]`)
    .first()
    .waitFor();
  await page.addStyleTag({ content: hidden });
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(400); // until the last frame is drawn
  const { x, y, width: wide, height } = await found.boundingBox();
  const clip = { x: x - margin, y: y - margin, width: wide + 2 * margin, height: height + 2 * margin };
  await page.screenshot({ path, clip, fullPage: true });
  await page.close();
}
