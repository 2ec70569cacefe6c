import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cannot, openExample, studioSite, type Site } from "./site.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

interface Axe {
  run(options: { runOnly?: string[] }): Promise<{ violations: Violation[] }>;
}

/** What axe finds that is serious or critical, in short: in light, and of colours in dark. */
async function serious(page: Page): Promise<string[]> {
  const light = await violations(page, {});
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await violations(page, { runOnly: ["color-contrast"] });
  await page.emulateMedia({ colorScheme: "light" });
  return [...light, ...dark];
}

async function violations(page: Page, options: { runOnly?: string[] }): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(
    (options) => (globalThis as unknown as { axe: Axe }).axe.run(options),
    options,
  );
  return found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary.split("\n")[1]}`,
      ),
    );
}

describe.skipIf(cannot)("the studio for anyone", () => {
  let site: Site;
  beforeAll(async () => void (site = await studioSite()));
  afterAll(() => site?.close());

  it.each([360, 1280])("has no serious fault that axe finds, in light or dark: %i px", async (width) => {
    const { page, faults } = await site.open({ width });
    expect(await serious(page)).toEqual([]);
    await openExample(page);
    expect(await serious(page)).toEqual([]);
    for (const name of ["Save", "Code", "Link", "Session"]) {
      await page.getByRole("button", { name, exact: true }).click();
      expect(await serious(page)).toEqual([]);
      await page.keyboard.press("Escape");
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("gives the focus back after a dialog", async () => {
    const { page } = await site.open();
    const button = page.getByRole("button", { name: "Session", exact: true });
    await button.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("Session");
    await page.context().close();
  });
});
