import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { broughtUpToDate } from "../../studio/keep/versions.ts";
import { decoded, encoded } from "../../studio/keep/session-file.ts";
import { cannot, openExample, studioSite, type Site } from "./site.ts";

declare global {
  /** Ends of writing that the page has not been told; undefined where it is told at once. */
  var held: (() => void)[] | undefined;
}

describe("a session as text", () => {
  it("keeps arrays of numbers to the bit, and numbers that are none", () => {
    const given = { values: new Float64Array([0.1, NaN, -0, Infinity]), list: [NaN, 1, null, -Infinity] };
    expect(decoded(encoded(given))).toEqual(given);
  });

  it("is brought up to date from version 0, and refused from a newer one", async () => {
    expect(await broughtUpToDate({ version: 0, items: [] })).toMatchObject({ version: 1, refused: [] });
    await expect(broughtUpToDate({ version: 2, items: [] })).rejects.toThrow(/newer studio/);
    await expect(broughtUpToDate({ some: "thing" })).rejects.toThrow(/not a session/);
  });
});

describe.skipIf(cannot)("keeping and taking away", () => {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-keep-"));
  let site: Site;
  beforeAll(async () => void (site = await studioSite()));
  afterAll(async () => {
    await site?.close();
    rmSync(folder, { recursive: true });
  });

  /** Clicks a button that saves a file. @returns where it is */
  async function saved(page: Page, button: RegExp): Promise<string> {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: button }).click(),
    ]);
    const path = join(folder, download.suggestedFilename());
    await download.saveAs(path);
    return path;
  }

  /** The button of each; another one beside it opens a menu. */
  const answers = (page: Page) =>
    page.getByRole("navigation", { name: "Answers" }).locator("button[aria-pressed]");

  it("loses nothing by a reload, and tells two tabs apart", async () => {
    const { page, faults } = await site.open();
    await openExample(page);
    await page.getByText("Saved in this browser").waitFor();
    await page.reload();
    await page.locator('figure[data-view="tree"][aria-busy="false"]').waitFor();
    expect(await answers(page).count()).toBe(1);
    const other = await page.context().newPage();
    await other.goto(site.address);
    await other
      .getByRole("button", { name: /example/i })
      .first()
      .waitFor(); // a session of its own
    await page.close();
    const third = await other.context().newPage();
    await third.goto(site.address); // takes up what no tab has
    await third.locator('figure[data-view="tree"][aria-busy="false"]').waitFor();
    expect(faults).toEqual([]);
    await third.context().close();
  });

  it("saves a change that comes while another is being written", async () => {
    const { page } = await site.open();
    await page.addInitScript(() => {
      const { set } = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "oncomplete")!;
      globalThis.held = undefined;
      Object.defineProperty(IDBTransaction.prototype, "oncomplete", {
        set(this: IDBTransaction, done: (event: Event) => void) {
          const late = (event: Event) => {
            if (held) held.push(() => done.call(this, event));
            else done.call(this, event);
          };
          set!.call(this, late);
        },
      });
    });
    await page.reload();
    await openExample(page);
    await page.getByText("Saved in this browser").waitFor();
    await page.evaluate(() => (globalThis.held = []));
    await page.getByRole("button", { name: "Remove control-01" }).click();
    await page.waitForFunction(() => held!.length > 0);
    await page.evaluate(() => {
      document.querySelector<HTMLElement>('[aria-label="Remove control-02"]')!.click();
      const waiting = held!;
      globalThis.held = undefined;
      for (const go of waiting) go();
    });
    await page.getByText("Saved in this browser").waitFor();
    await page.reload();
    const data = page.getByRole("region", { name: "Data" });
    await data.getByText("control-03").waitFor();
    expect(await data.getByText(/control-0[12]$/).count()).toBe(0);
    await page.context().close();
  });

  it("saves the session as a file that another browser opens, data included", async () => {
    const { page } = await site.open();
    await openExample(page);
    await page.getByRole("button", { name: "Session", exact: true }).click();
    const path = await saved(page, /with its data/);
    const parts = unzipSync(readFileSync(path));
    expect(Object.keys(parts).filter((name) => name.endsWith(".npy"))).toHaveLength(15);
    await page.context().close();

    const { page: elsewhere, faults } = await site.open();
    await elsewhere.getByRole("button", { name: "Session", exact: true }).click();
    await elsewhere.getByLabel("Open session").setInputFiles(path);
    await elsewhere.getByText("The session is open.").waitFor();
    await elsewhere.keyboard.press("Escape");
    expect(await answers(elsewhere).count()).toBe(1);
    await elsewhere.getByRole("button", { name: /^Compare/ }).click();
    await expect.poll(() => answers(elsewhere).count()).toBe(2);
    await expect.poll(() => answers(elsewhere).last().textContent()).not.toMatch(/queued|running/);
    expect(await answers(elsewhere).last().textContent()).not.toMatch(/failed/);
    expect(faults).toEqual([]);
    await elsewhere.context().close();
  });

  it("refuses a damaged session file in words, and keeps what is there", async () => {
    const { page } = await site.open();
    const session = strFromU8(zipSync({ "session.json": strToU8('{"version":9,"items":[]}') }), true);
    for (const [name, text, said] of [
      ["cut.repgeom", session.slice(0, 20), /cannot be opened/],
      ["newer.repgeom", session, /newer studio/],
    ] as const) {
      const path = join(folder, name);
      writeFileSync(path, text, "latin1");
      await page.getByRole("button", { name: "Session", exact: true }).click();
      await page.getByLabel("Open session").setInputFiles(path);
      await page.getByRole("alert").filter({ hasText: said }).waitFor();
      await page.keyboard.press("Escape");
    }
    await page.context().close();
  });

  it("undoes and redoes, and keeps the answers meanwhile", async () => {
    const { page } = await site.open();
    await openExample(page);
    await page.getByRole("button", { name: "Remove control-01" }).first().click();
    const item = page.getByRole("region", { name: "Data" }).getByText("control-01");
    await expect.poll(() => item.count()).toBe(0);
    await page.getByRole("button", { name: /^Undo: remove control-01/ }).click();
    await expect.poll(() => item.count()).toBe(1);
    expect(await answers(page).count()).toBe(1);
    await page.context().close();
  });

  it("opens a shared link with its question and its example", async () => {
    const question = { kind: "pairs", metrics: [{ metric: "cka" }], options: {} };
    const hash = `#${new URLSearchParams({ question: JSON.stringify(question), example: "rnn-dms" })}`;
    const { page, faults } = await site.open({ hash });
    await page.locator('figure[data-view="tree"][aria-busy="false"]').waitFor();
    expect(await answers(page).first().textContent()).toMatch(/Centered kernel alignment/);
    expect(decodeURIComponent(new URL(page.url()).hash)).toContain('"metric":"cka"');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("asks nothing of another host before the person agrees", async () => {
    const { page, faults } = await site.open({ hash: "#data=https://example.org/net.npy" });
    await page.getByRole("button", { name: "Load it" }).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("saves the report, linked and self-contained", async () => {
    const { page } = await site.open();
    await openExample(page);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const path = await saved(page, /Report of what is shown/);
    expect(readFileSync(path, "utf8")).toMatch(/control-01[^]*<script>/);
    await page.goto(`file://${path}`);
    await page.locator('figure[data-view="tree"]').waitFor();
    await page.context().close();
  });
});
