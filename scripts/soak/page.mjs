// The part of the soak that runs in a real browser: the built studio, as a user has it open.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Sessions until those that can be undone are as many as ever. */
const warmUp = 40;

/** Begins a session with the example again and again. @returns MiB that it may grow by; undefined without a browser */
export async function soakPage({ seconds, step }, tell) {
  if (!existsSync(executablePath)) return undefined;
  const { chromium } = await import("playwright-core");
  const { preview } = await import("vite");
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const site = { root: `${root}studio`, logLevel: "error", build: { outDir: `${root}dist/studio` } };
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
  }
  return { heap: 12, resident: 250 };
}

async function repeat(page, held, { seconds, step }, tell) {
  const button = (name) => page.getByRole("button", { name }).first();
  const compare = async () => {
    await button(/example/i).click();
    await page.locator('figure[data-view="tree"][aria-busy="false"]').waitFor();
    await button("Session").click();
    await button("New session").click();
    await page.keyboard.press("Escape");
  };
  for (let k = 0; k < warmUp; k++) await compare();
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
