import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { build } from "vite";
import type * as Charts from "../../../src/charts.ts";

declare global {
  /** The entry `repgeom/charts` in a page of `openCharts`. */
  var charts: typeof Charts;
}

/** The built entry `repgeom/charts` as one script, which puts it at `charts`. */
export async function chartsBundle(): Promise<string> {
  const built = await build({
    root: fileURLToPath(new URL("../../..", import.meta.url)),
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    build: {
      write: false,
      minify: false,
      target: "es2022",
      lib: { entry: "dist/charts/index.js", formats: ["iife"], name: "charts", fileName: () => "charts.js" },
    },
  });
  const [{ output }] = built as unknown as [{ output: [{ code: string }] }];
  return output[0].code;
}

/** A page with the charts, their style and an empty `<div class="charts" id="here">`. */
export async function openCharts(page: Page, bundle: string): Promise<void> {
  await page.setContent(
    `<!doctype html><html lang="en"><body><main><div class="charts" id="here"></div></main></body></html>`,
  );
  await page.addScriptTag({ content: bundle });
  await page.evaluate(() => {
    const style = document.createElement("style");
    style.textContent = charts.styles;
    document.head.append(style);
  });
}
