/** Hands the person a file. Its content stands in a blob: a strict policy allows that. */
export function download(name: string, content: BlobPart, type = "application/octet-stream"): void {
  const link = document.createElement("a");
  link.download = name.replaceAll(/[\\/:*?"<>|]/g, "_");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
