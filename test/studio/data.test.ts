import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pairwise } from "../../dist/src/index.js";
import { drop, dropPaths, listed, npy, responses, text } from "./dropping.ts";
import { longestTask, tasksOf } from "../support/tasks.ts";
import { cannot, root, cellsIn, openExample, studioSite, valueIn, type Site } from "./site.ts";

const [stimuli, units] = [12, 5];
/** A picture of one pixel. */
const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const net = (name: string, seed: number) => npy(name, stimuli, units, responses(stimuli, units, seed));

describe.skipIf(cannot)("the data of the studio", () => {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-data-"));
  let site: Site;
  beforeAll(async () => void (site = await studioSite()));
  afterAll(async () => {
    await site?.close();
    rmSync(folder, { recursive: true });
  });

  const item = (page: Page, name: string) =>
    page.locator(".data .item").filter({ has: page.getByText(name, { exact: true }) });

  /** Waits until so many are listed. */
  const count = (page: Page, many: number) => page.locator(`.data .list[aria-rowcount="${many}"]`).waitFor();

  /** Asks, and gives the table of the heat map. */
  async function asked(page: Page): Promise<string[][]> {
    const answers = page.locator("nav.answers .tab");
    const before = await answers.count();
    await page.getByRole("button", { name: "Compare" }).click();
    await answers.nth(before).waitFor();
    await expect.poll(() => page.locator("nav.answers .tab:is(.running, .queued)").count()).toBe(0);
    await page.locator('figure[data-view="tree"][aria-busy="false"]').waitFor();
    const map = page.locator('figure[data-view="heat-map"]').first();
    await map.locator("summary").click();
    await map.locator("table tr").nth(1).waitFor();
    return map.evaluate(cellsIn);
  }

  it("come in natural order; wrong ones say what is wrong, doubtful ones have a dot, and one of two with one name is told apart", async () => {
    const { page, faults } = await site.open();
    const broken = text("layer3.npy", "no numbers");
    const withNaN = responses(stimuli, units, 4);
    withNaN[7] = NaN;
    const files = [
      net("layer10.npy", 1),
      broken,
      net("layer2.npy", 2),
      npy("nan.npy", stimuli, units, withNaN),
    ];
    await drop(page, files);
    await count(page, 3);
    await expect.poll(() => listed(page)).toEqual(["layer2", "layer10", "nan"]);
    const refused = page.getByRole("region", { name: "Files that cannot be read" });
    expect(await refused.innerText()).toMatch(/layer3\.npy[^]*expected the magic bytes/);
    await item(page, "nan")
      .getByRole("button", { name: /nan: 1 of 60 values are NaN/ })
      .focus();
    expect(await page.locator(".data-tip").innerText()).toBe("1 of 60 values are NaN or infinite.");
    await drop(page, [net("layer2.npy", 5)]);
    await count(page, 4);
    await expect.poll(() => listed(page)).toEqual(["layer2", "layer10", "nan", "layer2 (2)"]);
    await refused.getByRole("button", { name: "Remove layer3.npy" }).click();
    await refused.waitFor({ state: "detached" });
    expect(faults).toEqual([]);
  });

  it("come as a folder of the disk, with names and groups of its folders, without other files", async () => {
    for (const [k, of] of ["apes", "birds"].entries()) {
      mkdirSync(join(folder, "animals", of), { recursive: true });
      for (const layer of [1, 2, 10])
        writeFileSync(join(folder, "animals", of, `layer${layer}.npy`), net("x", 10 * k + layer).bytes);
    }
    writeFileSync(join(folder, "animals", "notes.md"), "about them");
    const { page } = await site.open();
    await dropPaths(page, [join(folder, "animals")]);
    await count(page, 8); // six, and two groups
    const of = (animal: string) => [1, 2, 10].map((layer) => `${animal}/layer${layer}`);
    await expect.poll(() => listed(page)).toEqual([...of("apes"), ...of("birds")]);
    await page.getByText("1 file of other kinds left out (.md).").waitFor();
  });

  it("are what the next question is asked about: renamed, reordered, without the excluded", async () => {
    const { page, faults } = await site.open();
    const files = ["a", "b", "c", "d"].map((name, k) => net(`${name}.npy`, k + 1));
    await drop(page, files);
    await count(page, 4);
    await item(page, "a").click();
    await page.keyboard.press("F2");
    await page.keyboard.type("first");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Alt+ArrowDown");
    await item(page, "c").click();
    await page.keyboard.press("x");
    await expect.poll(() => listed(page)).toEqual(["b", "first", "c", "d"]);
    await item(page, "d").dragTo(item(page, "b"), { targetPosition: { x: 60, y: 4 } });
    await expect.poll(() => listed(page)).toEqual(["d", "b", "first", "c"]);
    const cells = await asked(page);
    expect(cells.slice(1).map(([name]) => name)).toEqual(["d", "b", "first"]);
    const data = [4, 2, 1].map((seed) => ({
      rows: stimuli,
      cols: units,
      data: responses(stimuli, units, seed),
    }));
    const { values } = await pairwise(data, { metric: "procrustes" });
    expect(Number(valueIn(cells, "d", "b"))).toBeCloseTo(values[1]!, 3);
    expect(faults).toEqual([]);
  });

  it("are coloured by a table that is dropped, which says what it has no network for", async () => {
    const { page } = await site.open();
    const table = "name,kind,seed\na.npy,deep,1\nb,shallow,2\nc,deep,3\nelsewhere,deep,4\n";
    await drop(page, [
      ...["a", "b", "c"].map((name, k) => net(`${name}.npy`, k + 1)),
      text("networks.csv", table),
    ]);
    await count(page, 5);
    await expect.poll(() => listed(page)).toEqual(["a", "c", "b"]);
    const colour = (name: string) =>
      item(page, name)
        .locator(".picture")
        .evaluate((one) => (one as HTMLElement).style.borderColor);
    await expect
      .poll(() => Promise.all(["a", "b", "c"].map(colour)))
      .toEqual(["var(--group-0)", "var(--group-1)", "var(--group-0)"]);
    await page.locator("summary").filter({ hasText: "Table" }).click();
    await page.getByText("1 of its rows is about no network that is here.", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Edit table…" }).click();
    const cell = page.getByLabel("kind of b");
    await cell.fill("deep");
    await cell.press("Tab");
    await page.keyboard.press("Escape");
    await count(page, 4);
    await expect.poll(() => listed(page)).toEqual(["a", "b", "c"]);
  });

  it("are read otherwise by the button beside what is wrong, and undo brings them back", async () => {
    const { page, faults } = await site.open();
    const turned = npy("turned.npy", units, stimuli, responses(units, stimuli, 3));
    await drop(page, [net("a.npy", 1), turned]);
    await count(page, 2);
    await item(page, "turned").click();
    await page.getByRole("button", { name: "Read as units × stimuli" }).click();
    await item(page, "turned").getByText("12 × 5").waitFor();
    const cells = await asked(page);
    const given = responses(units, stimuli, 3);
    const data = Float64Array.from(
      { length: stimuli * units },
      (_, at) => given[(at % units) * stimuli + Math.floor(at / units)]!,
    );
    const pair = [responses(stimuli, units, 1), data].map((one) => ({
      rows: stimuli,
      cols: units,
      data: one,
    }));
    const { values } = await pairwise(pair, { metric: "procrustes" });
    expect(Number(valueIn(cells, "a", "turned"))).toBeCloseTo(values[1]!, 3);
    await item(page, "a").click();
    await page.keyboard.press("Delete");
    await count(page, 1);
    await page.getByRole("button", { name: /^Undo/ }).click();
    await count(page, 2);
    expect(await asked(page)).toEqual(cells); // its responses are read again
    expect(faults).toEqual([]);
  });

  it("come out of an archive", async () => {
    const { page } = await site.open();
    const bytes = zipSync({
      "nets/a.npy": net("a", 1).bytes,
      "nets/b.npy": net("b", 2).bytes,
      "nets/readme.txt": strToU8("text"),
      "__MACOSX/._a.npy": strToU8("x"),
    });
    await drop(page, [{ name: "all.zip", bytes }]);
    await count(page, 2);
    await expect.poll(() => listed(page)).toEqual(["a", "b"]);
    await dropPaths(page, [`${root}test/golden/formats/zarr/data.zarr`]); // a folder, which is one file
    await count(page, 4);
    await expect.poll(() => listed(page)).toEqual(["a", "b", "data:acts", "data:f4"]);
  });

  it("are told from their table where all of them are text", async () => {
    const { page, faults } = await site.open();
    const values = (seed: number) =>
      `${Array.from({ length: 5 }, (_, k) => `${(k * seed) % 7},${k + seed}`).join("\n")}\n`;
    const nets = ["first", "second", "third"].map((name, k) => text(`${name}.csv`, values(k + 2)));
    await drop(page, [...nets, text("networks.csv", "name,group,size\nfirst,a,1\nsecond,b,2\nthird,a,3\n")]);
    await expect.poll(() => listed(page)).toHaveLength(3);
    await expect
      .poll(() => page.getByRole("region", { name: "Data" }).textContent())
      .toMatch(/Table\s*group/);
    expect(await page.locator(".refused").count()).toBe(0);
    // Numbered files whose responses are numbers are no tables.
    const { page: other } = await site.open();
    await drop(
      other,
      ["1", "2", "3"].map((name) => text(`${name}.csv`, "1,4\n2,5\n3,7\n")),
    );
    await expect.poll(() => listed(other)).toEqual(["1", "2", "3"]);
    expect(faults).toEqual([]);
    await page.context().close();
    await other.context().close();
  });

  it("take names and images of stimuli from a table and images that are dropped", async () => {
    const { page, faults } = await site.open();
    const names = Array.from({ length: stimuli }, (_, k) => `animal${k}`);
    const table = ["stimulus,category", ...names.map((name, k) => `${name},${k % 2 ? "cat" : "dog"}`)].join(
      "\n",
    );
    const image = Buffer.from(pixel, "base64");
    const images = names.slice(0, 5).map((name) => ({ name: `${name}.png`, bytes: image }));
    await drop(page, [net("a.npy", 1), net("b.npy", 2), text("stimuli.csv", table), ...images]);
    await count(page, 2);
    await page.getByText("5, of 5 of 12 stimuli").waitFor();
    await item(page, "a").click();
    await page.locator(".about").getByText("animal0 … animal11").waitFor();
    await page.locator(".part.line").filter({ hasText: "category" }).getByRole("button").click();
    await page.getByText("5, of 0 of 0 stimuli").waitFor();
    expect(faults).toEqual([]);
  });

  it("of another site say that the policy of this one forbids it, and that a file is not there", async () => {
    const { page } = await site.open();
    const field = page.getByLabel("Address of a file");
    await field.fill("https://example.invalid/net.npy");
    await field.press("Enter");
    await page.getByText(/The site that serves this page forbids it to ask example\.invalid/).waitFor();
    await field.fill(`${site.address}nothing.npy`);
    await field.press("Enter");
    await page.getByText(/nothing\.npy is a web page and no file/).waitFor();
    await page.route("**/gone.npy", (route) => route.fulfill({ status: 404 }));
    await field.fill(`${site.address}gone.npy`);
    await field.press("Enter");
    await page.getByText(/answers 404/).waitFor();
  });

  it("wait after a reload until their files are added again; the example comes by itself", async () => {
    const { page } = await site.open();
    await openExample(page);
    await drop(page, [net("mine.npy", 1)]);
    await count(page, 19);
    await page.getByText("Saved in this browser").waitFor();
    await page.reload();
    await page.getByText("16, 1 not here").waitFor();
    await page.getByLabel("Search networks").fill("mine");
    const before = await item(page, "mine").getAttribute("id");
    await drop(page, [net("mine.npy", 1)]);
    await page.getByText("16, 1 with warnings").waitFor(); // it has other stimuli than the example
    expect(await item(page, "mine").getAttribute("id")).toBe(before);
  });

  it("are a thousand in short tasks, and the search finds one", async () => {
    const { page, faults } = await site.open();
    await page.waitForTimeout(300);
    const template = Buffer.from(net("x", 1).bytes).toString("base64");
    const dropNumbered = (first: number, last: number) =>
      page.evaluate(
        ({ text, first, last }) => {
          const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
          const dataTransfer = new DataTransfer();
          for (let k = first; k <= last; k++) {
            new DataView(bytes.buffer).setFloat64(bytes.length - 8, k, true);
            dataTransfer.items.add(new File([bytes.slice()], `net${k}.npy`));
          }
          const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
          setTimeout(() => document.querySelector("main")!.dispatchEvent(event));
        },
        { text: template, first, last },
      );
    const onBusyMachine = { timeout: 90_000 };
    await dropNumbered(1, 700);
    await page.locator('.data .list[aria-rowcount="700"]').waitFor(onBusyMachine);
    // The longest list is the hardest; a trace of all of them takes longer than the work.
    const tasks = await tasksOf(site.browser, page, async () => {
      await dropNumbered(701, 1000);
      await page.locator('.data .list[aria-rowcount="1000"]').waitFor(onBusyMachine);
      await page.locator(".data .list").evaluate((one) => (one.scrollTop = 20_000));
      await item(page, "net460").waitFor();
      await page.getByLabel("Search networks").fill("net777");
      await count(page, 1);
    });
    await expect.poll(() => listed(page)).toEqual(["net777"]);
    expect(tasks.length).toBeGreaterThan(50);
    expect(tasks[0]).toBeLessThan(longestTask);
    expect(faults).toEqual([]);
  }, 120_000);
});
