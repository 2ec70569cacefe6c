/** What can be taken away of a card. The pictures are made by the charts themselves. */
import type { RefObject } from "preact";
import { Menu } from "../parts/menu.tsx";

export function SaveMenu({
  title,
}: {
  readonly card: RefObject<HTMLElement | null>;
  readonly title: string;
  readonly about: string;
}) {
  return (
    <Menu name={`Save or copy ${title}`} choices={[]}>
      ⇩
    </Menu>
  );
}
