import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { build, preview } from "vite";
import type { PreviewServer } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { uniform } from "../geometry/oracles.ts";
import { launchBrowser, missing } from "../report/browser.ts";
import { hostileNames } from "../report/hostile.ts";
import { watched } from "../report/watch.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const built = existsSync(join(root, "dist/src/index.js")) && existsSync(join(root, "dist/report/charts.js"));

describe.skipIf(missing || !built)("hostile names on the demo page", () => {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-hostile-demo-"));
  let server: PreviewServer;
  let browser: Browser;

  beforeAll(async () => {
    const shared = {
      root: join(root, "studio"),
      logLevel: "error" as const,
      build: { outDir: folder, emptyOutDir: true },
    };
    await build(shared);
    server = await preview({ ...shared, preview: { port: 0, host: "127.0.0.1" } });
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true });
  });

  it.each([360, 1280])("of files and stimuli stay names, %i px wide", { timeout: 120_000 }, async (width) => {
    const own = server.resolvedUrls!.local[0]!;
    const { page, faults } = await watched(browser, own, { viewport: { width, height: 900 } });
    await page.goto(own);
    const before = await foundIn(page);
    const check = async () => expect(await foundIn(page)).toEqual({ ...before, width });

    await drop(
      page,
      hostileNames.map((name, k) => ({ name: `${name}.csv`, text: csv(k) })),
    );
    await page.getByText(`${hostileNames.length} representations`).waitFor();
    await check();
    await page.getByRole("button", { name: "Compare all pairs" }).click();
    await page.locator("#results section svg").first().waitFor();
    await check();
    expect(await page.locator(".facts").first().textContent()).not.toContain("undefined");
    const shown = await page.locator("#results text, #results tspan").allTextContents();
    expect(shown.filter((text) => /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u.test(text))).toEqual([]);
    const cut = await page
      .locator(".facts dt")
      .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length);
    expect(cut).toBe(0);
    for (const summary of await page.locator("summary").all()) await summary.click();
    await page.locator("#results td").first().waitFor();
    await check();

    await page.getByRole("button", { name: "Show RDM" }).click();
    await page.locator("#results section").nth(1).locator("svg").first().waitFor();
    await page
      .locator("#results svg[aria-label^='Heat map']")
      .first()
      .hover({ position: { x: 100, y: 60 } });
    await check();

    // Messages hold the names, too: of files that are loaded already, and of one that is no table.
    const alert = page.getByRole("alert");
    await drop(page, [{ name: `${hostileNames[0]}.csv`, text: csv(0) }]);
    await alert.getByText("is loaded already").waitFor();
    await check();
    for (const name of hostileNames) {
      await drop(page, [{ name: `${name}.csv`, text: "1,2\n1\n" }]);
      await alert.getByText("expected 2 cells").waitFor();
      await check();
    }
    expect(faults).toEqual([]);
    await page.close();
  });
});

/** What names could have made, and how wide the page is. */
function foundIn(page: Page) {
  return page.evaluate(() => ({
    strange: document.querySelectorAll(
      "img, b, iframe, object, embed, base, foreignObject, svg style, [style*='expression'], [onerror], [onload], [onmouseover]",
    ).length,
    scripts: document.scripts.length,
    styles: document.querySelectorAll("style").length,
    links: document.links.length,
    width: document.documentElement.scrollWidth,
  }));
}

/** Drops files on the page, as a hand does. */
function drop(page: Page, files: readonly { name: string; text: string }[]): Promise<void> {
  return page.evaluate((given) => {
    const dataTransfer = new DataTransfer();
    for (const { name, text } of given) dataTransfer.items.add(new File([text], name));
    document.getElementById("drop")!.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
  }, files);
}

/** Responses to stimuli of hostile names. */
function csv(seed: number): string {
  const next = uniform(seed + 1);
  const stimuli = hostileNames.map((name) => `"${name.replaceAll('"', '""')}"`);
  return ["stimulus,a,b,c", ...stimuli.map((name) => `${name},${next()},${next()},${next()}`)].join("\n");
}
