// The part of the soak that runs in a real browser: the built studio, as a user has it open.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Compares the example of the page again and again. @returns MiB that it may grow by; undefined without a browser */
export async function soakPage({ seconds, step }, tell) {
  if (!existsSync(executablePath)) return undefined;
  const { chromium } = await import("playwright-core");
  const { build, preview } = await import("vite");
  const folder = mkdtempSync(join(tmpdir(), "repgeom-soak-"));
  const site = {
    root: fileURLToPath(new URL("../../studio", import.meta.url)),
    logLevel: "error",
    build: { outDir: folder, emptyOutDir: true },
  };
  await build(site);
  const server = await preview({ ...site, preview: { port: 0, host: "127.0.0.1" } });
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const page = await browser.newPage();
    await page.goto(server.resolvedUrls.local[0]);
    await repeat(page, await meter(browser, page), { seconds, step }, tell);
  } finally {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true });
  }
  return { heap: 12, resident: 250 };
}

async function repeat(page, held, { seconds, step }, tell) {
  // The example takes the place of the results before it.
  const compare = async () => {
    await page.getByRole("button", { name: "Try the example" }).click();
    await page.locator("#results svg[aria-label^='Tree']").waitFor();
  };
  for (let k = 0; k < 3; k++) await compare();
  const start = performance.now();
  const since = () => (performance.now() - start) / 1000;
  let [calls, next] = [0, 0];
  while (since() < seconds) {
    if (since() >= next) {
      tell({ seconds: since(), calls, ...(await held()) });
      next += step;
    }
    await compare();
    calls++;
  }
  tell({ seconds: since(), calls, ...(await held()) });
}

/** MiB of the page's heap after collection, and of the processes that draw pages, where the host tells. */
async function meter(browser, page) {
  const ofPage = await page.context().newCDPSession(page);
  const ofBrowser = await browser.newBrowserCDPSession();
  await ofPage.send("Performance.enable");
  return async () => {
    await ofPage.send("HeapProfiler.collectGarbage");
    const { metrics } = await ofPage.send("Performance.getMetrics");
    const heap = metrics.find(({ name }) => name === "JSHeapUsedSize").value;
    const { processInfo } = await ofBrowser.send("SystemInfo.getProcessInfo");
    const resident = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => residentOf(id));
    return { heap: heap / 2 ** 20, resident: resident.reduce((sum, one) => sum + one, 0) };
  };
}

function residentOf(id) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, "utf8"))[1]) / 2 ** 10;
  } catch {
    return NaN; // not Linux, or it has just ended
  }
}
