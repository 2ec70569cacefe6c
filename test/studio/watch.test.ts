import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeNpy } from "../../dist/src/index.js";
import { longestTask, tasksOf } from "../support/tasks.ts";
import { cannot, studioSite, type Opened, type Site } from "./site.ts";

/** Networks of 500 × 256 from a seed: none is like another. */
function networksIn(folder: string, count: number): string[] {
  let state = 1;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647 - 0.5;
  return Array.from({ length: count }, (_, k) => {
    const path = join(folder, `net-${String(k + 1).padStart(2, "0")}.npy`);
    writeFileSync(path, writeNpy([500, 256], Float32Array.from({ length: 128_000 }, next), "f4"));
    return path;
  });
}

describe.skipIf(cannot)("a long run in the studio", () => {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-watch-"));
  let site: Site;
  let opened: Opened;
  let page: Page;
  beforeAll(async () => {
    site = await studioSite();
    opened = await site.open();
    page = opened.page;
    page.setDefaultTimeout(20_000);
    await page.locator('input[type="file"]').first().setInputFiles(networksIn(folder, 60));
    await page.waitForFunction(() => document.querySelector(".data h2")?.textContent?.includes("60"));
    await page.getByText("60 files read").waitFor();
  });
  afterAll(async () => {
    await site?.close();
    rmSync(folder, { recursive: true });
  });

  const compare = () => page.locator("button.primary").first().click();
  const tab = (k: number) => page.locator("nav.answers .tab").nth(k);
  const stateOf = async (k: number) => (await tab(k).getAttribute("class"))!.replace("tab ", "");
  const cancelButton = () => page.locator(".running").getByRole("button", { name: "Cancel" });
  const values = (where: Page) =>
    where.locator(".card.partial figure[data-view='heat-map'][aria-busy='false']");

  /** Milliseconds from the click until the page shows that nothing runs. */
  const cancelled = () =>
    page.evaluate(() => {
      const button = [...document.querySelectorAll<HTMLButtonElement>("span.running button")].find(
        (one) => one.textContent === "Cancel",
      )!;
      const start = performance.now();
      button.click();
      return new Promise<number>((resolve) => {
        const look = () => (button.isConnected ? setTimeout(look, 1) : resolve(performance.now() - start));
        look();
      });
    });

  it("draws its first values early, in short tasks, with a rate and the time left", async () => {
    let far = "";
    const tasks = await tasksOf(site.browser, page, async () => {
      await compare();
      await values(page).waitFor();
      far = await page.locator("span.running").innerText();
      await page.waitForTimeout(500);
    });
    const [, done, total] = far
      .match(/pairs: ([\d,]+) of ([\d,]+)/)!
      .map((one) => Number(one.replaceAll(",", "")));
    expect(total).toBe(1770);
    expect(done).toBeLessThan(0.2 * 1770);
    await page.locator("span.running .left").waitFor();
    expect(await page.locator("span.running").innerText()).toMatch(/[\d.]+ a second.*\d+ (s|min) left/s);
    expect(tasks[0]).toBeLessThan(longestTask);
  });

  it("is cancelled at once, and what was known stays", async () => {
    const times = [await cancelled()];
    await page.getByRole("region", { name: "Values until it was cancelled" }).waitFor();
    expect(await stateOf(0)).toBe("cancelled");
    // A busy machine may take its time with one.
    for (let more = 0; more < 2 && Math.min(...times) >= 100; more++) {
      await compare();
      await values(page).waitFor();
      times.push(await cancelled());
    }
    expect(Math.min(...times)).toBeLessThan(100);
  });

  it("lets others wait in a list that can be changed", async () => {
    const first = await page.locator("nav.answers .tab").count();
    for (let k = 0; k < 4; k++) await compare();
    await page.getByText("3 waiting").click();
    const list = page.getByRole("list", { name: "Waiting questions" });
    await list
      .getByRole("button", { name: /^Move up/ })
      .nth(1)
      .click();
    await list
      .getByRole("button", { name: /^Remove/ })
      .nth(2)
      .click();
    expect(await list.locator("li").count()).toBe(2);
    await cancelled();
    await page.waitForFunction(
      (k) => document.querySelectorAll("nav.answers .tab")[k]!.className === "tab running",
      first + 2,
    );
    expect([await stateOf(first), await stateOf(first + 1), await stateOf(first + 3)]).toEqual([
      "cancelled",
      "queued",
      "cancelled",
    ]);
    await page.getByText("1 waiting").click();
    await list.getByRole("button", { name: /^Remove/ }).click();
    await cancelled();
    await cancelButton().waitFor({ state: "detached" });
  });

  it("survives the death of its analysis: it is said, and the data are read again", async () => {
    const count = await page.locator("nav.answers .tab").count();
    await compare();
    await cancelButton().waitFor();
    const worker = page.workers().find((one) => one.url().includes("analysis"))!;
    await worker.evaluate(() => close());
    await page.waitForFunction(
      (k) => document.querySelectorAll("nav.answers .tab")[k]!.className === "tab failed",
      count,
    );
    await page.getByText("was started again and has its data").waitFor();
    await compare();
    await values(page).waitFor();
    await cancelled();
    expect(opened.faults).toEqual([]);
  });
});
