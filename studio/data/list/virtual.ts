/** Only the lines that can be seen are in the page. */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import { useLayoutEffect, useReducer, useRef, useState } from "preact/hooks";

/**
 * @param lines - another list whenever their heights may have changed
 * @param sizeOf - height of a line, in pixels
 * @param scroller - the element that scrolls
 */
export function useVirtual(
  lines: readonly unknown[],
  sizeOf: (index: number) => number,
  scroller: { readonly current: HTMLElement | null },
): Virtualizer<HTMLElement, HTMLElement> {
  const [, redraw] = useReducer<number, void>((n) => n + 1, 0);
  const options = {
    count: lines.length,
    estimateSize: sizeOf,
    getScrollElement: () => scroller.current,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    overscan: 6,
    onChange: () => redraw(),
  };
  const [virtual] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options));
  virtual.setOptions(options);
  const measured = useRef<readonly unknown[]>(lines);
  if (measured.current !== lines) {
    measured.current = lines;
    virtual.itemSizeCache.clear();
    virtual.measurementsCache = [];
  }
  useLayoutEffect(() => virtual._didMount(), [virtual]);
  useLayoutEffect(() => virtual._willUpdate());
  return virtual;
}
