import type { Browser, Locator, Page } from "playwright-core";
import type * as charts from "../../../src/charts.ts";
import type { Figure } from "../../../src/report/figures.ts";
import { styles } from "../../../src/report/styles.ts";
import { watched } from "../watch.ts";

/** What the page has as `charts`: everything of the entry `repgeom/charts`. */
export type Charts = typeof charts;

/** The policy of a strict host, with pictures at addresses that the page makes itself. */
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:";

const address = "http://charts.test/";

interface Options {
  readonly width?: number;
  readonly colorScheme?: "light" | "dark";
  readonly reducedMotion?: "reduce" | "no-preference";
}

/** The figure with this title. */
export function figureIn(page: Page, title: string): Locator {
  return page.locator("figure", { has: page.getByRole("heading", { name: title, exact: true }) });
}

/** Waits until what has changed is drawn. */
export async function drawnIn(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** A page in which these figures are drawn by `chart` and share one selection, `globalThis.link`. */
export async function chartsPage(
  browser: Browser,
  script: string,
  figures: readonly Figure[],
  { width = 1200, ...media }: Options = {},
): Promise<{ page: Page; faults: string[] }> {
  const { page, faults } = await watched(browser, address, { viewport: { width, height: 900 }, ...media });
  const html = `<!doctype html><meta charset="utf-8"><title>Charts</title><style>${styles}</style><main><div class="charts"></div></main><script src="charts.js"></script>`;
  await page.route(`${address}**`, (route) =>
    route.request().url().endsWith("charts.js")
      ? route.fulfill({ contentType: "text/javascript", body: script })
      : route.fulfill({
          contentType: "text/html",
          body: html,
          headers: { "Content-Security-Policy": policy },
        }),
  );
  await page.goto(address);
  await page.evaluate((given) => {
    const all = globalThis as unknown as { charts: Charts; link: unknown };
    const link = all.charts.createLink();
    all.link = link;
    const place = document.querySelector(".charts")!;
    for (const figure of given) place.append(all.charts.chart(figure, { link }));
  }, plain(figures));
  await page.locator("figure svg, figure canvas, figure table").first().waitFor();
  return { page, faults };
}

/** Typed arrays as lists, which pages are sent. */
function plain(figures: readonly Figure[]): Figure[] {
  return JSON.parse(
    JSON.stringify(figures, (_key, value: unknown) =>
      ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value,
    ),
  ) as Figure[];
}
