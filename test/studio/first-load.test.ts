import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { metrics } from "../../dist/src/index.js";
import { drop, npy, responses } from "./dropping.ts";
import { cannot, studioSite, type Site } from "./site.ts";

/** Scripts that a page has asked for, without folder and hash. */
function scriptsOf(page: Page): string[] {
  const names: string[] = [];
  page.on("request", (request) => {
    const name = /\/([^/]+)-[\w-]{8}\.js$/.exec(request.url())?.[1];
    if (name) names.push(name);
  });
  return names;
}

describe.skipIf(cannot)("what the studio loads first", () => {
  let site: Site;
  beforeAll(async () => void (site = await studioSite()));
  afterAll(() => site?.close());

  /** A page that gets none of the scripts that are named so before `let` is called. */
  async function held(name: string) {
    const page = await (await site.browser.newContext({ serviceWorkers: "block" })).newPage();
    const asked = scriptsOf(page);
    let go!: () => void;
    const held = new Promise<void>((resolve) => (go = resolve));
    await page.route(new RegExp(`/${name}-[^/]+\\.js$`), async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(site.address);
    return { page, asked, go };
  }

  const entries = (page: Page) => page.locator(".metrics .entry");
  const openList = (page: Page) => page.getByRole("button", { name: "+ metric" }).click();

  it("is the page in one script; the metrics are asked for by themselves, and it does not wait for them", async () => {
    const { page, asked, go } = await held("metrics");
    await page.getByRole("button", { name: "Compare", exact: true }).waitFor();
    await page.getByRole("button", { name: /^Open the example/ }).waitFor();
    await expect.poll(() => asked, { timeout: 10_000 }).toContain("metrics");
    expect(new Set(asked)).toEqual(new Set(["index", "rolldown-runtime", "library", "metrics"]));
    go();
    await page.context().close();
  });

  it("has the metric of the first question, and says that the others are coming", async () => {
    const { page, go } = await held("metrics");
    await openList(page);
    await page.getByText("The other metrics are being loaded…").waitFor();
    expect(await entries(page).count()).toBe(1);
    go();
    await expect.poll(() => entries(page).count()).toBe(Object.keys(metrics).length);
    expect(await page.getByText("The other metrics are being loaded…").count()).toBe(0);
    await page.context().close();
  });

  it("waits with another kind of question until the metrics are there that it begins with", async () => {
    const { page, go } = await held("metrics");
    await drop(
      page,
      [1, 2, 3].map((k) => npy(`net-${k}.npy`, 6, 3, responses(6, 3, k))),
    );
    await page.locator('.data .list[aria-rowcount="3"]').waitFor({ state: "attached" });
    const remove = page.getByRole("group", { name: "Metrics" }).getByRole("button", { name: /^Remove / });
    await remove.click();
    await page.locator(".question .kind").click();
    await page.locator(".kinds button", { hasText: "Metric × metric" }).click();
    await page.waitForTimeout(200);
    expect(await page.locator(".question .kind").first().textContent()).toContain("All pairs");
    go();
    await expect.poll(() => remove.count()).toBe(3);
    await page.context().close();
  });

  it("says it if the others cannot be had, and has them when the list is opened again", async () => {
    const { page } = await held("nothing");
    const missing = /\/library-[^/]+\.js$/;
    await page.route(missing, (route) => route.abort());
    await openList(page);
    await page.getByText(/^The other metrics could not be loaded: /).waitFor();
    await page.unroute(missing);
    await page.keyboard.press("Escape");
    await openList(page);
    await expect.poll(() => entries(page).count()).toBe(Object.keys(metrics).length);
    await page.context().close();
  });
});
