import type { Page } from "playwright-core";
import { writeNpy } from "../../dist/src/index.js";

/** A file as a test gives it. */
interface TestFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Responses that a seed makes: stimuli × units. */
export function responses(stimuli: number, units: number, seed: number): Float64Array {
  let state = seed;
  const next = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648 - 0.5;
  return Float64Array.from({ length: stimuli * units }, next);
}

export function npy(name: string, stimuli: number, units: number, data: Float64Array): TestFile {
  return { name, bytes: writeNpy([stimuli, units], data) };
}

export function text(name: string, content: string): TestFile {
  return { name, bytes: new TextEncoder().encode(content) };
}

/** Drops files on the page, as from a window of the system. */
export async function drop(page: Page, files: readonly TestFile[]): Promise<void> {
  const given = files.map(({ name, bytes }) => ({ name, text: Buffer.from(bytes).toString("base64") }));
  await page.evaluate((given) => {
    const dataTransfer = new DataTransfer();
    for (const { name, text } of given)
      dataTransfer.items.add(
        new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name, { lastModified: 1 }),
      );
    const main = document.querySelector("main")!;
    for (const type of ["dragenter", "dragover", "drop"])
      main.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }, given);
}

/** Drops files and folders of the disk, as the browser itself does it. */
export async function dropPaths(page: Page, files: readonly string[]): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await browser.send("Input.dispatchDragEvent", { type, x: 600, y: 400, data });
}

/** Names in the list, from top to bottom, as far as they can be seen. */
export function listed(page: Page): Promise<string[]> {
  return page
    .locator(".data .list .item")
    .evaluateAll((all) =>
      all
        .toSorted(
          (a, b) => parseFloat((a as HTMLElement).style.top) - parseFloat((b as HTMLElement).style.top),
        )
        .map((one) => one.querySelector("b")!.textContent!),
    );
}
