/** Files can be dropped, and files and addresses pasted, anywhere on the page. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { orSay } from "../session/live.ts";
import { addFiles, addUrl } from "./add.ts";
import { walk } from "./arrive/walk.ts";

/** Whether files are over the page. */
export const dropping = signal(false);

export function useDrops(): void {
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    // An element's events come in pairs that overlap; the last to leave ends it.
    let depth = 0;
    const end = () => {
      depth = 0;
      dropping.value = false;
    };
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth++;
      dropping.value = true;
    };
    const leave = (event: DragEvent) => hasFiles(event) && --depth <= 0 && end();
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.dataTransfer!.dropEffect = "copy";
    };
    const drop = (event: DragEvent) => {
      end();
      if (!event.dataTransfer || !hasFiles(event)) return;
      event.preventDefault();
      void orSay(() => dropped(event.dataTransfer!));
    };
    document.addEventListener("dragenter", enter, { signal });
    document.addEventListener("dragleave", leave, { signal });
    document.addEventListener("dragover", over, { signal });
    document.addEventListener("drop", drop, { signal });
    document.addEventListener("paste", (event) => void orSay(() => pasted(event)), { signal });
    return () => stop.abort();
  }, []);
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.some((type) => type === "Files" || type === "text/uri-list") ?? false;
}

async function dropped(transfer: DataTransfer): Promise<void> {
  const url = transfer.getData("text/uri-list").split("\n")[0]!.trim();
  // Before anything is waited for: afterwards the browser has nothing left of it.
  const files = await walk(transfer);
  if (files.length === 0 && /^https?:/.test(url)) return addUrl(url);
  const { addGiven } = await import("./arrive/given.ts");
  await addGiven(files);
}

async function pasted(event: ClipboardEvent): Promise<void> {
  const into = event.target as HTMLElement;
  if (into.closest?.("input, textarea, [contenteditable]")) return;
  const { files } = event.clipboardData!;
  const text = event.clipboardData!.getData("text/plain").trim();
  if (files.length > 0) return addFiles([...files]);
  if (/^https?:\S+(\s+https?:\S+)*$/.test(text)) {
    event.preventDefault();
    for (const url of text.split(/\s+/)) await addUrl(url);
  } else if (text.includes("\t") && text.includes("\n")) {
    event.preventDefault();
    await addFiles([new File([text], "pasted.tsv")]); // cells of a spreadsheet
  }
}
