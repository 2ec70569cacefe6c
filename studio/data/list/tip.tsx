/** A dot that says what may be wrong, in words while it has the focus or the pointer. */
import { signal } from "@preact/signals";

const shown = signal<
  { readonly words: readonly string[]; readonly left: number; readonly top: number } | undefined
>(undefined);

export function Dot({ words, of }: { readonly words: readonly string[]; readonly of: string }) {
  const show = (event: { currentTarget: EventTarget | null }) => {
    const { left, bottom } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    shown.value = { words, left: left - 8, top: bottom + 4 };
  };
  const hide = () => (shown.value = undefined);
  return (
    <button
      class="dot"
      aria-label={`${of}: ${words.join(" ")}`}
      onPointerEnter={show}
      onPointerLeave={hide}
      onFocus={show}
      onBlur={hide}
    />
  );
}

/** Stands beside the list, so that nothing cuts it off. */
export function Tip() {
  const tip = shown.value;
  if (!tip) return null;
  const left = Math.max(8, Math.min(tip.left, innerWidth - 296));
  return (
    <div class="data-tip" role="presentation" style={{ left: `${left}px`, top: `${tip.top}px` }}>
      {tip.words.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}

/** Where the line of it goes, e.g. by scrolling. */
export function hideTip(): void {
  shown.value = undefined;
}
