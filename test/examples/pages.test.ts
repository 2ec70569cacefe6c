import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pairwise, read, type Comparisons } from "repgeom";
import { launchBrowser, missing } from "../report/browser.ts";
import { watched } from "../report/watch.ts";
import { serve, type Served } from "../support/serve.ts";
import { examples, root } from "./folders.ts";

const networks = join(examples, "rnn-dms");
const pathsTo = (names: readonly string[]) => names.map((name) => join(networks, `${name}.npy`));

describe.skipIf(missing)("the examples that are pages", () => {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-examples-"));
  let browser: Browser;
  let own: Served;
  let other: Served;

  beforeAll(async () => {
    for (const name of ["static-page", "electron-like"]) {
      cpSync(join(examples, name), join(folder, name), { recursive: true });
      cpSync(join(root, "dist/browser"), join(folder, name), { recursive: true });
    }
    cpSync(join(examples, "charts-page"), join(folder, "charts-page"), { recursive: true });
    cpSync(join(root, "dist/charts"), join(folder, "charts-page/charts"), { recursive: true });
    cpSync(networks, join(folder, "rnn-dms"), { recursive: true });
    [browser, own, other] = await Promise.all([launchBrowser(), serve(folder), serve(root)]);
  });

  afterAll(async () => {
    await browser?.close();
    own?.close();
    other?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("static-page draws the networks of its server, then those that are chosen, and says what is wrong", async () => {
    const { page, faults } = await watched(browser, own.origin);
    await page.goto(`${own.origin}/static-page/`);
    await page.getByText("8 networks, each with each.").waitFor();
    const report = page.frameLocator("iframe");
    await report.locator("svg[aria-label^='Heat map']").first().waitFor();
    await page.setInputFiles("input", pathsTo(["control-01", "noise-5"]));
    await page.getByText("2 networks, each with each.").waitFor();
    await page.setInputFiles("input", join(root, "README.md"));
    await page.getByText(/README\.md: expected a file ending in .*got "\.md"/).waitFor();
    await expectNoScroll(page);
    expect(faults.filter((fault) => !fault.startsWith("about:srcdoc"))).toEqual([]);
    await page.close();
  });

  it("charts-page draws every kind, and shows in the others what is selected in one", async () => {
    const { page, faults } = await watched(browser, own.origin);
    await page.goto(`${own.origin}/charts-page/`);
    await page.locator("figure[aria-busy='false']").nth(10).waitFor();
    const views = await page.locator("figure").evaluateAll((all) => all.map((one) => one.dataset["view"]));
    const kinds = ["heat-map", "map", "tree", "gallery", "lines", "bars", "scatter", "histogram"];
    expect(new Set(views)).toEqual(new Set([...kinds, "trajectories", "table"]));
    await page.locator("[data-view=tree] .names text", { hasText: "rnn-2" }).click();
    await page.locator("output", { hasText: /^rnn-2$/ }).waitFor();
    await page.locator("[data-view=table] tr[aria-selected=true]", { hasText: "rnn-2" }).waitFor();
    await page.locator("[data-view=heat-map] text.chosen").first().waitFor();
    await expectNoScroll(page);
    expect(faults).toEqual([]);
    await page.close();
  });

  it("electron-like reads files that are dropped, though the page looks like Node", async () => {
    await dropOn(browser, own.origin, `${own.origin}/electron-like/`);
  });

  it("electron-like is the same from a file, where pages may read files, as in Electron", async () => {
    const local = await launchBrowser("--allow-file-access-from-files");
    await dropOn(local, "file:", pathToFileURL(join(folder, "electron-like/index.html")).href);
    await local.close();
  });

  it("notebook: its cells, from another origin, give the table", async () => {
    const page = await browser.newPage();
    writeFileSync(join(folder, "notebook.html"), "<!doctype html><title>notebook</title>");
    await page.goto(`${own.origin}/notebook.html`);
    const cells = cellsOf(readFileSync(join(examples, "notebook/alike.html"), "utf8"));
    expect(cells.length).toBe(4);
    const code = cells.join("\n").replaceAll("http://localhost:8080", other.origin);
    await page.evaluate(() =>
      Object.assign(globalThis, { display: (node: Node) => document.body.append(node) }),
    );
    await page.addScriptTag({ type: "module", content: code });
    const row = await page.locator("tr").filter({ hasText: "noise-3" }).innerText();
    const names = ["control-01", "control-02", "control-03", "noise-1", "noise-2", "noise-3"];
    const expected = await here(names, "cka");
    expect(row.split(/\s+/)).toEqual(["noise-3", ...names.map((_, j) => expected.at(5, j).toFixed(3))]);
    await page.close();
  });
});

/** Drops three networks on the page at `address`, and compares its table with what this host computes. */
async function dropOn(browser: Browser, own: string, address: string): Promise<void> {
  const { page, faults } = await watched(browser, own);
  const names = ["control-01", "noise-1", "noise-2"];
  await page.goto(address);
  await drop(page, names);
  await page.getByText("in a page that has Node 22").waitFor();
  const rows = await page.locator("tr").allInnerTexts();
  const expected = await here(names, "procrustes");
  const pairs = [[0, 1], [0, 2], [1, 2]] as const; // prettier-ignore
  expect(rows.map((row) => row.split(/\s+/))).toEqual(
    pairs.map(([i, j]) => [names[i], names[j], expected.at(i, j).toFixed(3)]),
  );
  await expectNoScroll(page);
  expect(faults).toEqual([]);
  await page.close();
}

/** The same comparison on this host. */
async function here(names: readonly string[], metric: "cka" | "procrustes"): Promise<Comparisons> {
  return pairwise(await read(pathsTo(names)), { metric });
}

/** Cells of code in Observable's file format, each of which sees what the others declare. */
function cellsOf(notebook: string): string[] {
  const cells = notebook.matchAll(/<script type="module"[^>]*>([^]*?)<\/script>/g);
  return [...cells].map(([, code]) => code!);
}

async function drop(page: Page, names: readonly string[]): Promise<void> {
  const files = pathsTo(names).map((path, k) => [`${names[k]}.npy`, readFileSync(path, "base64")] as const);
  await page.evaluate((files) => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of files) {
      const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      dataTransfer.items.add(new File([bytes], name));
    }
    const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
    if (document.body.dispatchEvent(event)) throw new Error("the page lets the browser open the files");
  }, files);
}

/** A phone shows the page without scrolling sideways. */
async function expectNoScroll(page: Page): Promise<void> {
  await page.setViewportSize({ width: 380, height: 700 });
  // Charts are drawn anew for the width, one after the other.
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(380);
}
