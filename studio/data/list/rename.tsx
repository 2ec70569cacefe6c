/** A name that is being changed in its place. */
import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Item } from "../../session/types.ts";
import { rename } from "./edit.ts";

/** The item whose name is being changed. */
export const renaming = signal<number | undefined>(undefined);

export function RenameField({ item }: { readonly item: Item }) {
  const field = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  useLayoutEffect(() => field.current?.select(), []);
  const end = (text: string | undefined) => {
    if (isOver.current) return;
    if (text !== undefined && !rename(item, text)) return void field.current?.select();
    isOver.current = true;
    const list = field.current?.closest<HTMLElement>("[role=treegrid]");
    renaming.value = undefined;
    list?.focus();
  };
  return (
    <input
      ref={field}
      class="rename"
      aria-label={`New name of ${item.name}`}
      value={item.name}
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") end(event.currentTarget.value);
        if (event.key === "Escape") end(undefined);
      }}
      onBlur={(event) => end(event.currentTarget.value)}
    />
  );
}
