import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer, { type Browser } from "puppeteer-core";
import { afterAll, describe, expect, it } from "vitest";
import type { Link } from "../../src/charts.ts";
import { chartsBundle } from "./charts/charts-bundle.ts";
import { everyFigure } from "./figures.ts";

const executablePath = process.env["FIREFOX"] ?? "/usr/bin/firefox-esr";
const missing = !existsSync(executablePath);
const title = missing ? `the charts in Firefox (skipped: no ${executablePath})` : "the charts in Firefox";

describe.skipIf(missing)(title, () => {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-firefox-"));
  let browser: Browser | undefined;

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  it("draws every kind without a fault, and selects a cell in one heat map for the others", async () => {
    const figures = everyFigure().flatMap((section) => section.figures);
    const numbers = (_: string, value: unknown) =>
      ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value;
    const data = JSON.stringify(figures, numbers).replaceAll("<", "\\u003c");
    writeFileSync(join(folder, "charts.js"), await chartsBundle());
    const script = `globalThis.link = charts.createLink();
for (const one of ${data}) document.getElementById("here").append(charts.chart(one.title === "One in blocks" ? { ...one, stimuli: "items" } : one, { link }));`;
    writeFileSync(join(folder, "page.js"), script);
    const page = `<!doctype html><html lang="en"><meta charset="utf-8"><main><div id="here"></div></main><script src="charts.js"></script><script src="page.js"></script>`;
    writeFileSync(join(folder, "page.html"), page);
    browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
    const tab = await browser.newPage();
    const faults: string[] = [];
    tab.on("pageerror", (error) => faults.push(String(error)));
    await tab.goto(pathToFileURL(join(folder, "page.html")).href);
    await tab.waitForFunction(
      (count: number) => document.querySelectorAll('figure[aria-busy="false"]').length === count,
      {},
      figures.length,
    );
    const found = await tab.evaluate(() => {
      const matrix = [...document.querySelectorAll<HTMLElement>(".matrix")].at(-1)!;
      matrix.focus();
      for (const key of ["ArrowDown", "ArrowRight", "Enter"])
        matrix.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      return (globalThis as unknown as { link: Link }).link.selected.stimuli;
    });
    expect(found).toEqual(["stimulus 0", "stimulus 1"]);
    expect(faults).toEqual([]);
  });
});
