import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Whether there is no browser to test in; on a build server that is a fault. */
export const missing = !existsSync(executablePath);
export const reason = `no Chromium at ${executablePath}: apt-get install chromium, or set CHROMIUM to its path`;
if (missing && process.env["CI"] === "true") throw new Error(`The pages cannot be tested: ${reason}.`);

export function launchBrowser(...more: string[]): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", ...more];
  return chromium.launch({ executablePath, args });
}
