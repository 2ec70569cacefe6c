import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/**
 * A new page that notes whatever it should not do: violations of a content security policy, dialogs,
 * errors, messages, and requests to addresses that do not start with `own`.
 */
export async function watched(
  browser: Browser,
  own: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; faults: string[] }> {
  const page = await browser.newPage(options);
  const faults: string[] = [];
  await page.exposeFunction("noteFault", (text: string) => void faults.push(text));
  await page.addInitScript(() => {
    const note = (globalThis as unknown as { noteFault(text: string): void }).noteFault;
    document.addEventListener("securitypolicyviolation", (event) =>
      note(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(own) && !request.url().startsWith("blob:")) faults.push(request.url());
  });
  return { page, faults };
}
