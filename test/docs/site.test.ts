// The site, built for a folder of a server and opened in Chromium: search, live examples, access, light and dark.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allPages, groupsOfPages } from "../../docs/.vitepress/pages.mjs";
import { addVersion, versionsIn } from "../../scripts/docs/versions.mjs";
import { launchBrowser } from "../report/browser.ts";
import { watched } from "../report/watch.ts";
import { serve, type Served } from "../support/serve.ts";
import { build, built, makeApi, whyNot } from "./built.ts";
import { blocksOf } from "./pages.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Axe {
  run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
}

const base = "/some/folder/";
const why = whyNot();
if (why) process.stderr.write(`test/docs/site.test.ts is skipped: ${why}.\n`);

const wide = { width: 1280, height: 900 };
const narrow = { width: 360, height: 740 };
const looks = (["light", "dark"] as const).flatMap((scheme) => [
  { scheme, viewport: wide },
  { scheme, viewport: narrow },
]);
const liveIn = (page: string) =>
  blocksOf(`docs/${page}.md`).filter(({ words }) => words.includes("live")).length;
const livePages = allPages().filter((page) => liveIn(page) > 0);

describe.skipIf(why !== undefined)("the site", () => {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-site-"));
  let browser: Browser;
  let server: Served;
  const addressOf = (page: string) => `${server.origin}${base}${page}.html`;
  const opened = async (page: string, options = {}) => {
    const found = await watched(browser, server.origin, options);
    await found.page.goto(addressOf(page), { waitUntil: "networkidle" });
    return found;
  };

  beforeAll(async () => {
    build(base);
    mkdirSync(join(folder, "some"));
    symlinkSync(built, join(folder, "some/folder"), "dir");
    [browser, server] = await Promise.all([launchBrowser(), serve(folder)]);
  }, 900_000);

  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("has every page, and those of the sidebar", () => {
    const pages = new Set([...allPages(), ...groupsOfPages().flatMap((group) => group.pages)]);
    expect([...pages].filter((page) => !existsSync(join(built, `${page}.html`)))).toEqual([]);
  });

  it("searches by itself: an answer is opened, and no other origin is asked", async () => {
    const { page, faults } = await opened("index");
    await page.getByRole("button", { name: "Search" }).first().click();
    await page.getByRole("searchbox").fill("redis queue");
    await page.locator('.results a[href*="/queue.html"]').first().click();
    await page.waitForURL(/queue\.html/);
    await page.getByRole("heading", { level: 1, name: /queue/i }).waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  it.each(livePages)(
    "the examples of %s run in the tab, and ask no other origin",
    async (name) => {
      const { page, faults } = await opened(name);
      const examples = page.locator(".live");
      expect(await examples.count()).toBe(liveIn(name));
      for (const example of await examples.all()) {
        await example.getByRole("button", { name: "Run" }).click();
        await example.and(page.locator("[data-state=done]")).waitFor({ timeout: 120_000 });
        expect(await example.locator(".error").allInnerTexts()).toEqual([]);
        const shown =
          (await example.locator(".output").innerText()) +
          (await example.locator(".figures-here").innerHTML());
        expect(shown).not.toBe("");
      }
      expect(faults).toEqual([]);
      await page.close();
    },
    240_000,
  );

  it("an edited example runs as it was edited, says what is wrong, and is restored", async () => {
    const { page } = await opened("five-minutes");
    const example = page.locator(".live");
    await example.getByRole("button", { name: "Edit" }).click();
    await example.getByRole("textbox").fill('console.log(6 * 7);\nthrow new Error("no");');
    await example.getByRole("button", { name: "Run" }).click();
    await example.locator(".error", { hasText: "Error: no" }).waitFor();
    expect(await example.locator(".output").innerText()).toMatch(/^42\n/);
    await example.getByRole("button", { name: "Restore" }).click();
    await example.locator("pre", { hasText: "import" }).waitFor();
    await page.close();
  });

  it("draws what metrics are blind to", async () => {
    const { page, faults } = await opened("blind-spots");
    await page
      .locator(".blind[data-state=done] figure[data-view=heat-map][aria-busy=false]")
      .waitFor({ timeout: 120_000 });
    expect(await page.locator(".blind .clouds svg").count()).toBeGreaterThan(5);
    expect(faults).toEqual([]);
    await page.close();
  }, 240_000);

  describe.each(looks)("in $scheme, $viewport.width pixels wide", ({ scheme, viewport }) => {
    it.each(["index", "five-minutes", "metrics", "statistics"])(
      "%s has no serious fault of access, and no scroll sideways",
      async (name) => {
        const { page, faults } = await opened(name, { viewport, colorScheme: scheme });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
        expect(await serious(page)).toEqual([]);
        const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        expect(paper).toBe(scheme === "dark" ? "rgb(20, 23, 27)" : "rgb(255, 255, 255)");
        expect(faults).toEqual([]);
        await page.close();
      },
    );
  });

  it("has the API, made by typedoc from the declarations", () => {
    const out = join(folder, "api");
    expect(makeApi(out)).not.toMatch(/\[error\]/);
    const page = readFileSync(join(out, "index/functions/pairwise.md"), "utf8");
    expect(page).toMatch(/^# .*pairwise/m);
  }, 240_000);
});

/** Serious faults of access, with where they are. */
async function serious(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe });
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: Axe }).axe.run());
  return violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
}

it("versions lie beside each other, and the newest is listed first", () => {
  const site = mkdtempSync(join(tmpdir(), "repgeom-versions-"));
  const page = join(site, "built");
  mkdirSync(page);
  writeFileSync(join(page, "index.html"), "<!doctype html><title>a version</title>");
  for (const version of ["0.9.0", "0.10.0", "0.2.1"]) addVersion(page, site, version);
  expect(versionsIn(site)).toEqual(["0.10.0", "0.9.0", "0.2.1"]);
  expect(readFileSync(join(site, "index.html"), "utf8")).toMatch(/0\.10\.0[^]*0\.9\.0[^]*0\.2\.1/);
  rmSync(site, { recursive: true, force: true });
});
