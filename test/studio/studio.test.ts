import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Download, Page } from "playwright-core";
import { build, preview } from "vite";
import type { PreviewServer } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeNpy } from "../../src/data/write.ts";
import { uniform } from "../geometry/oracles.ts";
import { launchBrowser, missing, reason } from "../report/browser.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const built = existsSync(join(root, "dist/src/index.js")) && existsSync(join(root, "dist/report/charts.js"));
if (!built && process.env["CI"] === "true")
  throw new Error("The demo needs the built library: npm run build.");

const why = missing ? reason : "the library is not built: npm run build";
const title = "the demo page";

describe.skipIf(missing || !built)(missing || !built ? `${title} (skipped: ${why})` : title, () => {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-demo-"));
  let server: PreviewServer;
  let browser: Browser;

  beforeAll(async () => {
    const shared = {
      root: join(root, "studio"),
      logLevel: "error" as const,
      build: { outDir: folder, emptyOutDir: true },
    };
    await build(shared);
    server = await preview({ ...shared, preview: { port: 0, host: "127.0.0.1" } });
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true });
  });

  async function open(): Promise<{ page: Page; faults: string[] }> {
    const page = await browser.newPage();
    const faults: string[] = [];
    const own = server.resolvedUrls!.local[0]!;
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("request", (request) => {
      if (
        request.method() !== "GET" ||
        (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(own))
      ) {
        faults.push(request.url());
      }
    });
    await page.goto(own);
    return { page, faults };
  }

  async function save(page: Page, button: RegExp): Promise<Buffer> {
    const saving: Promise<Download> = page.waitForEvent("download");
    await page.getByRole("button", { name: button }).click();
    return readFileSync((await (await saving).path())!);
  }

  it("compares the example, draws it and saves it, and sends nothing", async () => {
    const { page, faults } = await open();
    await page.getByRole("button", { name: "Try the example" }).click();
    await page.locator("#results svg[aria-label^='Tree']").waitFor();
    expect(await page.getByText("15 representations, 200 stimuli × 100 units").count()).toBe(1);
    expect((await save(page, /npy/)).subarray(1, 6).toString()).toBe("NUMPY");
    expect((await save(page, /csv/)).toString().split("\n")[0]).toMatch(/^,"?control-01"?,/);
    expect((await save(page, /report/)).toString()).toContain("repgeom-data");
    expect(faults).toEqual([]);
    await page.close();
  });

  it("offers every metric with its options, and reports them together", async () => {
    const { page } = await open();
    await page.getByRole("button", { name: "Try the example" }).click();
    await page.locator("#results section").waitFor();
    const name = page.getByLabel("Metric", { exact: true });
    await name.selectOption("cka");
    await page.getByLabel("Debiased").check();
    await page.getByRole("button", { name: "Compare all pairs" }).press("Enter");
    await page.getByText("debiased = true").first().waitFor();
    const report = (
      await save(page, /report of all 2/).catch(() => save(page, /Report of all 2/))
    ).toString();
    expect(report.match(/<section/g)).toHaveLength(2);
    await page.close();
  });

  it("says in the page what is wrong with a file, a name and an option", async () => {
    const { page } = await open();
    const message = page.getByRole("alert");
    const give = (name: string, buffer: Buffer) =>
      page.setInputFiles("#files", [{ name, mimeType: "", buffer }]);
    await give("broken.npy", Buffer.from("this is no array"));
    await message.getByText("broken.npy: at byte 0").waitFor();
    await give("a.npy", npy(4, 3, 1));
    await page.getByText("1 representation; add another").waitFor();
    expect(await message.isVisible()).toBe(false);
    await give("a.npy", npy(4, 3, 1));
    await message.getByText("“a” is loaded already").waitFor();
    await give("b.npy", npy(5, 3, 2));
    await page.getByRole("button", { name: "Compare all pairs" }).click();
    await message.getByText(/stimuli/).waitFor();
    await page.close();
  });

  it("asks where the channels of images are, and compares them as was said", async () => {
    const { page } = await open();
    const images = (seed: number) =>
      Buffer.from(writeNpy([3, 4, 2, 5], Float64Array.from({ length: 120 }, uniform(seed))));
    await page.setInputFiles(
      "#files",
      [1, 2].map((k) => ({ name: `n${k}.npy`, mimeType: "", buffer: images(k) })),
    );
    await page.getByLabel("Metric", { exact: true }).selectOption("convolutional");
    await page.getByRole("button", { name: "Compare all pairs" }).click();
    await page.getByRole("alert").getByText("nchw, 3 stimuli with 4 channels of 2 × 5 positions").waitFor();
    await page.getByLabel("Axes of the images").selectOption("nchw");
    await page.getByRole("button", { name: "Compare all pairs" }).click();
    await page.locator("#results section").waitFor();
    await page.close();
  });

  it("puts own files in place of the example", async () => {
    const { page } = await open();
    await page.getByRole("button", { name: "Try the example" }).click();
    await page.locator("#results section").waitFor();
    await page.setInputFiles("#files", [{ name: "control-01.npy", mimeType: "", buffer: npy(4, 3, 1) }]);
    await page.getByText("1 representation; add another, 4 stimuli × 3 units").waitFor();
    expect(await page.locator("#results section").count()).toBe(0);
    await page.close();
  });

  it("offers the metrics that are defined for the files, and takes single trials", async () => {
    const { page, faults } = await open();
    const offered = () =>
      page
        .locator("#metric-name option")
        .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
    const all = await offered();
    const files = [1, 2, 3].map((seed) => ({
      name: `trials${seed}.npy`,
      mimeType: "",
      buffer: npyOf([4, 5, 3], seed),
    }));
    await page.setInputFiles("#files", files);
    await page.getByText("3 representations, 4 × 5 × 3").waitFor();
    const fitting = await offered();
    expect(fitting).toContain("energy");
    expect(fitting).not.toContain("procrustes");
    expect(
      await page.getByText(`${all.length - fitting.length} more metrics are for other kinds of data`).count(),
    ).toBe(1);
    expect(await page.getByRole("button", { name: "Show RDM" }).count()).toBe(0);
    await page.getByLabel("Metric", { exact: true }).selectOption("energy");
    await page.getByRole("button", { name: "Compare all pairs" }).click();
    await page.locator("#results svg[aria-label^='Heat map']").waitFor();
    await page.getByRole("button", { name: "Clear" }).click();
    expect(await offered()).toEqual(all);
    expect(faults).toEqual([]);
    await page.close();
  });

  it("shows and saves the RDM of one file", async () => {
    const { page, faults } = await open();
    await page.setInputFiles("#files", [
      { name: "one.npy", mimeType: "", buffer: npy(6, 4, 1) },
      { name: "two.npy", mimeType: "", buffer: npy(6, 4, 2) },
    ]);
    await page.getByLabel("File", { exact: true }).selectOption("two");
    await page.getByLabel("Dissimilarity", { exact: true }).last().selectOption("euclidean");
    await page.getByRole("button", { name: "Show RDM" }).click();
    await page.getByRole("heading", { name: "RDM of two" }).waitFor();
    await page.locator("#results svg[aria-label^='Heat map of 6 × 6']").waitFor();
    const csv = (await save(page, /square/)).toString().trimEnd().split("\n");
    expect(csv).toHaveLength(7);
    expect(csv[1]!.split(",")[1]).toBe("0");
    await page.getByRole("button", { name: "Compare all pairs" }).click();
    await page.locator("#results section").nth(1).waitFor();
    expect((await save(page, /report of all 2/)).toString()).toContain("RDM of two");
    expect(faults).toEqual([]);
    await page.close();
  });

  it("stays responsive while it computes, and stops when told to", async () => {
    const { page } = await open();
    const files = Array.from({ length: 24 }, (_, i) => ({
      name: `n${i}.npy`,
      mimeType: "",
      buffer: npy(400, 300, i),
    }));
    await page.setInputFiles("#files", files);
    await page.getByText("24 representations").waitFor();
    await page.getByRole("button", { name: "Compare all pairs" }).click();
    await page.getByRole("progressbar").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("progressbar").waitFor({ state: "hidden" });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("compare");
    expect(await page.locator("#results section").count()).toBe(0);
    expect(await page.getByRole("alert").isVisible()).toBe(false);
    expect(await page.getByRole("button", { name: "Compare all pairs" }).isEnabled()).toBe(true);
    await page.close();
  });
});

/** A file of seeded random responses. */
function npy(stimuli: number, units: number, seed: number): Buffer {
  return npyOf([stimuli, units], seed);
}

function npyOf(shape: number[], seed: number): Buffer {
  const length = shape.reduce((product, axis) => product * axis, 1);
  return Buffer.from(writeNpy(shape, Float64Array.from({ length }, uniform(seed))));
}
