/** One line of the list. */
import type { ComponentProps } from "preact";
import type { Item } from "../../session/types.ts";
import { removeItems } from "../add.ts";
import { Close, Eye } from "../icons.tsx";
import { colourOf, colourOfGroup } from "./colours.ts";
import { dragged, dragOver, drop, endDrag, over, startDrag } from "./drag.ts";
import { exclude } from "./edit.ts";
import { active, elementId, fold, found, groupColumn, groupOf, keyOf, type Line } from "./model.ts";
import { RenameField, renaming } from "./rename.tsx";
import { click, clickGroup, light, litNames, meant, selectedNames } from "./select.ts";
import { Thumbnail } from "./thumbnail.tsx";
import { Dot } from "./tip.tsx";
import { doubtsOf } from "./warnings.ts";

export interface Place {
  readonly index: number;
  readonly top: number;
  readonly height: number;
}

export function Row({ line, place }: { readonly line: Line; readonly place: Place }) {
  const key = keyOf(line);
  const shared = {
    id: elementId(key),
    role: "row" as const,
    "aria-rowindex": place.index + 1,
    style: { top: `${place.top}px`, height: `${place.height}px` },
    "data-active": active.value === key ? "" : undefined,
    "data-over": over.value?.key === key ? (over.value.after ? "after" : "before") : undefined,
    onDragOver: (event: DragEvent) => dragOver(line, event),
    onDrop: (event: DragEvent) => drop(line, event),
  };
  return line.line === "item" ? (
    <ItemRow item={line.item} level={line.group === undefined ? 1 : 2} shared={shared} />
  ) : (
    <GroupRow line={line} shared={shared} />
  );
}

type Shared = ComponentProps<"div">;

function ItemRow({
  item,
  level,
  shared,
}: {
  readonly item: Item;
  readonly level: number;
  readonly shared: Shared;
}) {
  const { id, name, excluded, present, thumbnail } = item;
  const doubts = doubtsOf(item);
  const colour = colourOf(name);
  return (
    <div
      {...shared}
      class={`item${excluded ? " excluded" : ""}${present ? "" : " absent"}${litNames.value.has(name) ? " lit" : ""}`}
      aria-level={level}
      aria-selected={selectedNames.value.has(name)}
      draggable={renaming.value !== id}
      onDragStart={(event) => startDrag(item, event)}
      onDragEnd={endDrag}
      onClick={(event) => click(item, event)}
      onDblClick={() => (renaming.value = id)}
      onPointerEnter={() => dragged.value.length === 0 && light([name])}
      onPointerLeave={() => light([])}
    >
      <span role="gridcell" class="picture" style={colour ? { borderColor: colour } : undefined}>
        <Thumbnail thumbnail={thumbnail} />
      </span>
      <span role="gridcell" class="who">
        {renaming.value === id ? <RenameField item={item} /> : <b title={name}>{name}</b>}
        <small>
          {shapeWords(item)}
          {item.side && <i class="side">{item.side}</i>}
        </small>
      </span>
      <span role="gridcell" class="acts" onClick={(event) => event.stopPropagation()}>
        {doubts.words.length > 0 && <Dot words={doubts.words} of={name} />}
        <button
          class="quiet icon"
          tabIndex={-1}
          aria-pressed={excluded === true}
          aria-label={excluded ? `Include ${name}` : `Exclude ${name}`}
          title={excluded ? "Include in questions (X)" : "Exclude from questions (X)"}
          onClick={() => exclude(meant(item), !excluded)}
        >
          <Eye closed={excluded === true} />
        </button>
        <button
          class="quiet icon"
          tabIndex={-1}
          aria-label={`Remove ${name}`}
          title="Remove (Delete)"
          onClick={() => removeItems(meant(item).map((one) => one.id))}
        >
          <Close />
        </button>
      </span>
    </div>
  );
}

function shapeWords({ shape, kind, axes, present }: Item): string {
  if (!present) return "add the file again";
  return kind === "matrix"
    ? `${shape.join(" × ")}`
    : `${shape.join(" × ")} ${kind === "other" ? axes : kind}`;
}

function GroupRow({
  line,
  shared,
}: {
  readonly line: Extract<Line, { line: "group" }>;
  readonly shared: Shared;
}) {
  const { group, count, folded } = line;
  const colour = colourOfGroup(groupColumn.value!, group);
  const names = () => found.value.filter(({ name }) => groupOf.value(name) === group).map(({ name }) => name);
  return (
    <div
      {...shared}
      class="group"
      aria-level={1}
      aria-expanded={!folded}
      aria-selected={false}
      onPointerEnter={() => dragged.value.length === 0 && light(names())}
      onPointerLeave={() => light([])}
      onClick={(event) => {
        active.value = group;
        clickGroup(names(), event.ctrlKey || event.metaKey || event.shiftKey);
      }}
    >
      <span role="gridcell" class="fold">
        <button
          class="quiet icon"
          tabIndex={-1}
          aria-label={`${folded ? "Unfold" : "Fold"} ${group}`}
          onClick={(event) => {
            event.stopPropagation();
            fold(group, !folded);
          }}
        >
          {folded ? "▸" : "▾"}
        </button>
      </span>
      <span role="gridcell" class="heading">
        {colour && <i class="swatch" style={{ background: colour }} />}
        <b title={group}>{group}</b> <small>{count}</small>
      </span>
    </div>
  );
}
