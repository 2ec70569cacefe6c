/** Images of stimuli, which stand at the axes of RDMs. They are held by the page alone, and no part of the session. */
import { computed, signal } from "@preact/signals";
import { say } from "../../session/live.ts";
import { session } from "../../session/store.ts";

/** Addresses of images by the names of their files. */
const files = signal<ReadonlyMap<string, string>>(new Map());

const image = /\.(png|jpe?g|webp|gif)$/i;

export function isImage(path: string): boolean {
  return image.test(path);
}

/** Another image of the same name takes the place of the first. */
export function addImages(images: readonly { readonly path: string; readonly file: Blob }[]): void {
  if (images.length === 0) return;
  const next = new Map(files.value);
  for (const { path, file } of images) {
    const name = path.split("/").at(-1)!;
    const before = next.get(name);
    if (before) URL.revokeObjectURL(before);
    next.set(name, URL.createObjectURL(file));
  }
  files.value = next;
  say(`${images.length} ${images.length === 1 ? "image" : "images"} of stimuli added.`);
}

export function removeImages(): void {
  for (const url of files.value.values()) URL.revokeObjectURL(url);
  files.value = new Map();
}

export const imageCount = computed(() => files.value.size);

/**
 * The address of the image of each stimulus, by its name: as the table of stimuli says, or the image whose file has that
 * name.
 */
export const stimulusImages = computed<ReadonlyMap<string, string>>(() => {
  const found = new Map([...files.value].map(([name, url]) => [name.replace(image, ""), url]));
  const { stimuli } = session.value.reading;
  if (typeof stimuli !== "object" || !("rows" in stimuli)) return found;
  const { columns, rows } = stimuli;
  const names = Math.max(
    0,
    columns.findIndex((column) => /^(stimulus|stimuli|name|names)$/i.test(column)),
  );
  const at = columns.findIndex((_, k) => k !== names && rows.some((row) => isImage(row[k]!)));
  for (const row of at < 0 ? [] : rows) {
    const url = files.value.get(row[at]!.split("/").at(-1)!);
    if (url) found.set(row[names]!, url);
  }
  return found;
});
