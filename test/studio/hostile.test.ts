import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeNpy } from "../../src/data/write.ts";
import { uniform } from "../geometry/oracles.ts";
import { cannot, studioSite, type Site } from "./site.ts";

/** Names that would do harm if they were read as HTML, or that break a layout. */
const names = [
  '<img src=x onerror="document.title=1">',
  "a".repeat(1000),
  "‮right to left",
  "</script><script>document.title=1</script>",
  "' OR 1=1; --",
  "네트워크 🧠",
];

describe.skipIf(cannot)("hostile names in the studio", () => {
  let site: Site;
  beforeAll(async () => void (site = await studioSite()));
  afterAll(() => site?.close());

  it("are shown as they are, everywhere, and the page keeps its width", async () => {
    const { page, faults } = await site.open({ width: 360 });
    const files = names.map((name, k) => ({
      name: `${name.replaceAll("/", "∕").slice(0, 1000)}.npy`,
      mimeType: "application/octet-stream",
      buffer: Buffer.from(writeNpy([6, 3], Float64Array.from({ length: 18 }, uniform(k + 1)))),
    }));
    await page.getByLabel("Choose files", { exact: true }).setInputFiles(files);
    const data = page.getByRole("region", { name: "Data" });
    await expect.poll(() => data.textContent(), { timeout: 10_000 }).toContain("네트워크");
    await page.getByRole("button", { name: /^Compare/ }).click();
    await page.locator('figure[data-view="tree"][aria-busy="false"]').waitFor();
    expect(await page.title()).toBe("repgeom studio");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
    await page.getByRole("button", { name: "Code", exact: true }).click();
    expect(await page.locator("dialog pre").first().textContent()).toContain("onerror");
    expect(faults).toEqual([]);
  });
});
