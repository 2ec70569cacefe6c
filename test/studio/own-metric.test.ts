// A metric of a file in the studio: its code runs in the page, its worker and the threads of that.
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, loadMetric, type Representation } from "../../dist/src/index.js";
import { drop, npy, responses } from "./dropping.ts";
import { cannot, policyWithFiles, studioSite, type Site } from "./site.ts";

const file = new URL("../metrics/own/modules/mean-gap.mjs", import.meta.url);
const names = ["a", "b", "c", "d"];
const data = names.map((_, k) => responses(12, 5, 31 * (k + 1)));
const networks: Representation[] = names.map((name, k) => ({ name, shape: [12, 5], data: data[k]! }));

describe.skipIf(cannot)("a metric of a file", () => {
  let [site, strict] = [] as unknown as [Site, Site];
  beforeAll(async () => {
    [site, strict] = await Promise.all([studioSite(policyWithFiles), studioSite()]);
  });
  afterAll(async () => {
    await site?.close();
    await strict?.close();
  });

  async function opened(at: Site) {
    const one = await at.open();
    await drop(one.page, names.map((name, k) => npy(`${name}.npy`, 12, 5, data[k]!))); // prettier-ignore
    await one.page.locator('.data .list[aria-rowcount="4"]').waitFor({ state: "attached" });
    return one;
  }

  async function choose(page: Page, buffer: Buffer, name = "mean-gap.mjs"): Promise<void> {
    await page.getByRole("button", { name: "+ metric" }).click();
    await page
      .getByLabel("Open a metric from a file")
      .setInputFiles({ name, mimeType: "text/javascript", buffer });
  }

  const value = async (power: number) => {
    const engine = await createEngine({ threads: 0, deterministic: true });
    const found = await engine.pairwise(networks, { metric: await loadMetric(file), power });
    engine.close();
    return found.toCsv();
  };

  async function saved(page: Page): Promise<string> {
    const answers = page.getByRole("navigation", { name: "Answers" }).locator("[aria-pressed]");
    const before = await answers.count();
    await page.locator(".question").getByRole("button", { name: "Compare", exact: true }).click();
    await expect.poll(() => answers.count()).toBe(before + 1);
    await expect.poll(() => answers.last().textContent()).not.toMatch(/queued|running/);
    await page.locator('figure[data-view="tree"][aria-busy="false"]').first().waitFor();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("dialog").getByRole("button", { name: /^Values \(\.csv\)/ }).first().click(), // prettier-ignore
    ]);
    await page.keyboard.press("Escape");
    return readFileSync(await download.path(), "utf8");
  }

  it("is asked for with the form of its options, and again after a reload when its code is run", async () => {
    const { page, faults } = await opened(site);
    await choose(page, readFileSync(file));
    await page.locator(".chip", { hasText: "mean-gap" }).waitFor();
    await page.getByRole("button", { name: /^Remove Procrustes/ }).click();
    expect(await saved(page)).toBe(await value(1));
    await page.locator(".chip button").first().click();
    const power = page.getByLabel("power", { exact: false }).first();
    await power.fill("2");
    await power.press("Tab");
    await page.keyboard.press("Escape");
    expect(await saved(page)).toBe(await value(2));
    await page.waitForTimeout(1000);
    await page.reload();
    await page.locator(".chip.wrong", { hasText: "Gap of means" }).waitFor();
    await page.getByRole("button", { name: "+ metric" }).click();
    await page.getByText("mean-gap.mjs came with this session").click();
    expect(await page.locator(".own pre").textContent()).toBe(readFileSync(file, "utf8"));
    await page.getByRole("button", { name: "Run the code of mean-gap.mjs" }).click();
    await page.locator(".chip:not(.wrong)", { hasText: "Gap of means" }).first().waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("that is none is refused in words, and nothing changes", async () => {
    const { page } = await opened(site);
    await choose(page, Buffer.from("export default { name: 'Mine', compare: () => 0 };"), "bad.js");
    await expect
      .poll(() => page.locator(".own .why").textContent())
      .toMatch(/name is "Mine"; expected lower-case/);
    await page.context().close();
  });

  it("needs a host that allows it", async () => {
    const { page } = await opened(strict);
    await choose(page, readFileSync(file));
    await expect.poll(() => page.locator(".own .why").textContent()).toMatch(/script-src blob:/);
    await page.context().close();
  });
});
