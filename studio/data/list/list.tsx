/** The list of items: groups that fold, and only as many lines in the page as can be seen. */
import { useRef } from "preact/hooks";
import { onListKey } from "./keys.ts";
import { active, elementId, keyOf, lines } from "./model.ts";
import { Row } from "./row.tsx";
import { hideTip } from "./tip.tsx";
import { useVirtual } from "./virtual.ts";

const [itemHeight, groupHeight] = [44, 32];

export function List() {
  const scroller = useRef<HTMLDivElement>(null);
  const all = lines.value;
  const virtual = useVirtual(
    all,
    (index) => (all[index]?.line === "group" ? groupHeight : itemHeight),
    scroller,
  );
  const seen = virtual.getVirtualItems().filter(({ index }) => index < all.length);
  const isSeen = seen.some(({ index }) => keyOf(all[index]!) === active.value);
  return (
    <div
      ref={scroller}
      class="list"
      role="treegrid"
      aria-label="Networks"
      aria-multiselectable="true"
      aria-rowcount={all.length}
      aria-activedescendant={isSeen ? elementId(active.value!) : undefined}
      tabIndex={0}
      onKeyDown={(event) => onListKey(event, (index) => virtual.scrollToIndex(index))}
      onScroll={hideTip}
    >
      <div role="presentation" class="lines" style={{ height: `${virtual.getTotalSize()}px` }}>
        {seen.map(({ index, start, size }) => (
          <Row key={keyOf(all[index]!)} line={all[index]!} place={{ index, top: start, height: size }} />
        ))}
      </div>
    </div>
  );
}
