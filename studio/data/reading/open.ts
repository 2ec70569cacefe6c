/** Whether the form of reading is open, at which option, and for which files. */
import { signal } from "@preact/signals";

export const readingForm = signal<
  | {
      /** The option that has the focus. */
      readonly option?: string;
      /** Items, or files that cannot be read, whose files are meant; all files without it. */
      readonly ids?: readonly number[];
    }
  | undefined
>(undefined);

export function openReading(option?: string, ids?: readonly number[]): void {
  readingForm.value = { ...(option !== undefined && { option }), ...(ids && { ids }) };
}
