import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layoutOf } from "../../src/studies/pairwise/picture/layout.ts";
import { renderReport } from "../support/report.ts";
import type { Comparisons } from "../../src/data/comparisons.ts";
import { euclidean, jacobi, randomPoints, rowsOf } from "../geometry/oracles.ts";
import { launchBrowser, missing, reason } from "./browser.ts";
import { comparisonsOf } from "./samples.ts";

const hostile = "</script><b>bold</b>";

function sample(count: number): Comparisons {
  const names = Array.from({ length: count }, (_, i) => (i === 0 ? hostile : `net ${i}`));
  const values = rowsOf(euclidean(randomPoints(count, 3, count)));
  return comparisonsOf(values, { rowNames: names, colNames: names, range: [0, Infinity] });
}

describe.skipIf(missing)(
  missing ? `the report in a browser (skipped: ${reason})` : "the report in a browser",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "repgeom-report-"));
    let browser: Browser;
    let bundle: string;

    beforeAll(async () => {
      const root = fileURLToPath(new URL("../..", import.meta.url));
      if (!existsSync(join(root, "dist/report/charts.js"))) {
        execFileSync(process.execPath, [join(root, "scripts/build-charts.mjs")]);
      }
      bundle = readFileSync(join(root, "dist/report/charts.js"), "utf8");
      browser = await launchBrowser();
    });

    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true });
    });

    /** Opens a report of these results; what goes wrong in the page is collected in `faults`. */
    async function open(results: Comparisons[], width = 1200): Promise<{ page: Page; faults: string[] }> {
      const file = join(folder, "report.html");
      const layouts = results.map((one) => layoutOf(one, jacobi));
      writeFileSync(file, renderReport({ title: "Report", results, layouts }, bundle));
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(error.message));
      page.on("console", (message) => faults.push(message.text()));
      page.on("request", (request) => {
        if (!/^(file|data|blob):/.test(request.url())) faults.push(request.url());
      });
      await page.goto(pathToFileURL(file).href);
      await page.locator("svg[aria-label^='Heat map']").last().waitFor();
      return { page, faults };
    }

    it.each([2, 3, 40, 100])(
      "draws heat map, map and tree of %i without a fault or a request",
      async (count) => {
        const { page, faults } = await open([sample(count)]);
        await page.locator("svg[aria-label^='Tree']").waitFor();
        expect(await page.locator("svg[aria-label^='Map'] circle").count()).toBe(count);
        expect(await page.locator("b").count()).toBe(0);
        expect(faults).toEqual([]);
        await page.close();
      },
    );

    it("draws one representation and a rectangle as heat maps alone", async () => {
      const { page, faults } = await open([
        comparisonsOf([[0]]),
        comparisonsOf([
          [1, 2, 3],
          [4, 5, 6],
        ]),
      ]);
      expect(await page.locator("svg[aria-label^='Heat map']").count()).toBe(2);
      expect(await page.locator("svg[aria-label^='Map'], svg[aria-label^='Tree']").count()).toBe(0);
      expect(await page.getByText("No map or tree").count()).toBe(2);
      expect(faults).toEqual([]);
      await page.close();
    });

    it("shows both names and the value under the pointer, in either order", async () => {
      const { page } = await open([
        comparisonsOf([
          [0, 3, 1],
          [3, 0, 2],
          [1, 2, 0],
        ]),
      ]);
      const hoverTopRight = async () => {
        const box = (await page.locator(".cells").boundingBox())!;
        await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.2);
        const tip = page.locator(".tip");
        await tip.waitFor();
        return (await tip.textContent())!.replaceAll("\n", " ");
      };
      expect(await hoverTopRight()).toMatch(/net [01] *net [01] *distance 3/);
      await page.getByLabel("as given").check();
      await page.mouse.move(0, 0);
      expect(await hoverTopRight()).toMatch(/net 0 *net 2 *distance 1/);
      await page.close();
    });

    it("opens a table with every value", async () => {
      const { page } = await open([sample(5)]);
      await page.getByText("Table of values").first().click();
      await page.locator("td").first().waitFor();
      expect(await page.locator("td").count()).toBe(25);
      expect(await page.locator("tbody th").first().textContent()).toBe(hostile);
      const saving = page.waitForEvent("download");
      await page.getByRole("button", { name: /CSV/ }).click();
      const csv = readFileSync((await (await saving).path())!, "utf8")
        .trimEnd()
        .split("\n");
      expect(csv).toHaveLength(6);
      expect(csv[1]!.split(",").slice(1).map(Number)).toEqual([...sample(5).values.subarray(0, 5)]);
      await page.close();
    });

    it.each([320, 375, 700, 1200])("fits a page of %i pixels", async (width) => {
      const { page } = await open([sample(60)], width);
      const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(sizes[0]).toBeLessThanOrEqual(sizes[1]!);
      await page.close();
    });

    it("prints light on paper, also where the screen is dark", async () => {
      const { page } = await open([sample(4)]);
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(background).toBe("rgb(255, 255, 255)");
      await page.close();
    });
  },
);
