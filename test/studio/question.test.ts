import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, stackRdms, type Engine, type Representation } from "../../dist/src/index.js";
import { drop, npy, responses, text } from "./dropping.ts";
import { cannot, studioSite, type Site } from "./site.ts";

const [stimuli, units] = [12, 5];
const names = ["a", "b", "c", "d", "e"];
const data = names.map((_, k) => responses(stimuli, units, 31 * (k + 1)));
const networks: Representation[] = names.map((name, k) => ({
  name,
  shape: [stimuli, units],
  data: data[k]!,
}));
const table = `name,area\n${names.map((name, k) => `${name},${k < 2 ? "V1" : "IT"}`).join("\n")}\n`;

describe.skipIf(cannot)("a question", () => {
  let site: Site;
  let engine: Engine;
  beforeAll(async () => {
    site = await studioSite();
    engine = await createEngine({ threads: 0, deterministic: true });
  });
  afterAll(async () => {
    engine?.close();
    await site?.close();
  });

  /** A page with the networks and their table: five in two groups. */
  async function opened(width = 1280) {
    const one = await site.open({ width });
    await drop(one.page, [...names.map((name, k) => npy(`${name}.npy`, stimuli, units, data[k]!)), text("networks.csv", table)]); // prettier-ignore
    await one.page.locator('.data .list[aria-rowcount="7"]').waitFor({ state: "attached" });
    return one;
  }

  async function choose(page: Page, kind: string): Promise<void> {
    await page.locator(".question .kind").click();
    await page.locator(".kinds button", { has: page.getByText(kind, { exact: true }) }).click();
  }

  /** Adds or takes away a metric. */
  async function pick(page: Page, ...metrics: string[]): Promise<void> {
    await page.getByRole("button", { name: "+ metric" }).click();
    for (const metric of metrics)
      await page.locator(".metrics .entry", { has: page.getByText(metric, { exact: true }) }).click();
    await page.keyboard.press("Escape");
  }

  /** Asks, and takes a file of the answer. */
  async function fileOf(page: Page, verb: string, label: string | RegExp): Promise<string> {
    const answers = page.getByRole("navigation", { name: "Answers" }).locator("[aria-pressed]");
    const before = await answers.count();
    await page.locator(".question").getByRole("button", { name: verb, exact: true }).click();
    await expect.poll(() => answers.count(), { timeout: 10_000 }).toBe(before + 1);
    await expect.poll(() => answers.last().textContent(), { timeout: 10_000 }).not.toMatch(/queued|running/);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("dialog").getByRole("button", { name: label }).first().click(),
    ]);
    await page.keyboard.press("Escape");
    return readFileSync(await download.path(), "utf8");
  }

  it("of each kind is answered with the bits of the library", async () => {
    const { page, faults } = await opened();
    await pick(page, "cka");
    expect(await fileOf(page, "Compare", /^Procrustes.*\(\.csv\)/)).toBe((await engine.pairwise(networks, { metric: "procrustes" })).toCsv()); // prettier-ignore

    await choose(page, "Layers × regions");
    await pick(page, "procrustes");
    const [rows, columns] = [networks.slice(0, 2), networks.slice(2)];
    expect(await fileOf(page, "Compare", "Values (.csv)")).toBe((await engine.cross(rows, columns, { metric: "cka" })).toCsv()); // prettier-ignore

    await choose(page, "RDM");
    await page.getByLabel("dissimilarity").first().selectOption("euclidean");
    const rdms = await Promise.all(networks.map((one) => engine.rdm(one, { dissimilarity: "euclidean" })));
    expect(await fileOf(page, "Compute", "RDMs (.csv)")).toBe(stackRdms(rdms).toCsv());

    await choose(page, "Models × subjects");
    await page.getByLabel("comparator").first().selectOption("spearman");
    const correlations = await Promise.all(networks.map((one) => engine.rdm(one)));
    const [models, subjects] = [correlations.slice(0, 2), correlations.slice(2)];
    const evaluated = await engine.rsa({ models, data: subjects, comparator: "spearman" });
    expect(await fileOf(page, "Evaluate", "Models (.csv)")).toBe(evaluated.toCsv());

    await choose(page, "Metric × metric");
    await pick(page, "rsa");
    const results = [await engine.pairwise(networks, { metric: "cka" }), await engine.pairwise(networks, { metric: "rsa" })]; // prettier-ignore
    expect(await fileOf(page, "Compare", "Agreement (.csv)")).toBe(
      (await engine.compareMetrics(results)).toCsv(),
    );
    expect(faults).toEqual([]);
    await page.context().close();
  }, 60_000);

  it("says what is wrong beside the option, with the words of the library, and is not asked", async () => {
    const { page, faults } = await opened();
    const alpha = page.locator(".bar-field").filter({ hasText: "alpha" });
    const box = alpha.getByRole("textbox");
    const ask = page.locator(".question .primary");
    await box.fill("1.5");
    const sentence = "procrustes: alpha is 1.5; accepted: a number from 0 to 1 (default 1).";
    expect(await alpha.locator(".error").innerText()).toBe(sentence);
    expect(await page.locator("#question-problem").innerText()).toBe(sentence);
    expect(await ask.getAttribute("aria-disabled")).toBe("true");
    await box.fill("0.5");
    expect(await ask.getAttribute("aria-disabled")).toBe("false");
    const chip = page.getByRole("button", { name: "Procrustes shape distance, alpha = 0.5", exact: true });
    await chip.click();
    await page.getByRole("button", { name: "Reset alpha to its default" }).click();
    expect(await page.getByRole("dialog", { name: /^Options of/ }).getByLabel("alpha").evaluate((one) => one === document.activeElement)).toBe(true); // prettier-ignore
    await page.keyboard.press("Escape");
    expect(await page.locator(".question .chip").innerText()).not.toMatch("alpha");

    const gear = page.getByRole("button", { name: "⚙" });
    await gear.click();
    const form = page.getByRole("dialog", { name: "All options" });
    await form.getByLabel("folds").fill("3");
    await form.getByLabel("bootstrap", { exact: true }).selectOption("stimuli");
    expect(await form.getByRole("alert").innerText()).toMatch(/resample all stimuli: leave out folds/);
    await page.keyboard.press("Escape");
    expect(await gear.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 30_000);

  it("is offered only where the data allow it; the others say why", async () => {
    const { page, faults } = await opened();
    await page.getByRole("button", { name: "+ metric" }).click();
    const convolutional = page.locator(".metrics .entry", { hasText: "convolutional" }).first();
    expect(await convolutional.locator(".why").innerText()).toBe(
      "It is for images (stimuli × height × width × channels); a is stimuli × units.",
    );
    await convolutional.click({ force: true });
    await page.getByLabel("Search metrics").fill("kornblith cka");
    expect(await page.locator(".metrics .entry").count()).toBe(1);
    await page.keyboard.press("Escape");
    expect(await page.locator(".question .chip").count()).toBe(1);
    await drop(page, [npy("other.npy", 7, units, responses(7, units, 5))]);
    await page.locator("#question-problem", { hasText: "All need the same stimuli: a has 12, other has 7." }).waitFor(); // prettier-ignore
    await page.locator(".question .kind").click();
    expect(await page.locator(".kinds .why").allInnerTexts()).toContain("All need the same stimuli: a has 12, other has 7."); // prettier-ignore
    await page.keyboard.press("Escape");
    expect(faults).toEqual([]);
    await page.context().close();
  }, 30_000);

  it("is one line on a narrow screen, which opens the form; Enter asks", async () => {
    const { page, faults } = await opened(360);
    const box = page.locator(".bar-field").getByRole("textbox").first();
    expect(await box.isVisible()).toBe(false);
    await page.locator(".question .fold").click();
    await box.fill("0.25");
    await box.press("Enter");
    await page.locator('figure[data-view="heat-map"][aria-busy="false"]').first().waitFor();
    expect(await box.isVisible()).toBe(false);
    expect(await page.locator(".question .fold").innerText()).toMatch("alpha = 0.25");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 30_000);
});
