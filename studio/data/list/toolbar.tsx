/** What can be done with the items that are selected. */
import { useState } from "preact/hooks";
import { removeItems } from "../add.ts";
import { exclude, newGroup, putIntoGroup, setSide } from "./edit.ts";
import { groupColumn, groupOf, noGroup } from "./model.ts";
import { renaming } from "./rename.tsx";
import { selectedItems } from "./select.ts";
import { session } from "../../session/store.ts";

export function Toolbar() {
  const items = selectedItems.value;
  if (items.length === 0) return null;
  const allOut = items.every(({ excluded }) => excluded);
  const [first] = items;
  return (
    <div class="toolbar" role="toolbar" aria-label="Selected networks">
      <span>{items.length} selected</span>
      {items.length === 1 && <button onClick={() => (renaming.value = first!.id)}>Rename</button>}
      <button onClick={() => exclude(items, !allOut)}>{allOut ? "Include" : "Exclude"}</button>
      <button onClick={() => removeItems(items.map(({ id }) => id))}>Remove</button>
      <GroupMenu />
      <SideMenu />
    </div>
  );
}

function GroupMenu() {
  const [isNew, setNew] = useState(false);
  const items = selectedItems.value;
  if (isNew) return <NewGroup onEnd={() => setNew(false)} />;
  const of = groupOf.value;
  const groups = groupColumn.value === undefined ? [] : session.value.items.map(({ name }) => of(name)!);
  const here = new Set(items.map(({ name }) => of(name)));
  return (
    <select
      aria-label="Group of the selected networks"
      value={here.size === 1 ? `=${[...here][0]}` : ""}
      onChange={({ currentTarget }) => {
        if (currentTarget.value === "new") setNew(true);
        else putIntoGroup(items, currentTarget.value.slice(1));
      }}
    >
      <option value="" disabled>
        Group…
      </option>
      {[...new Set([...groups, ...(groups.length > 0 ? [noGroup] : [])])].map((group) => (
        <option key={group} value={`=${group}`}>
          {group}
        </option>
      ))}
      <option value="new">New group…</option>
    </select>
  );
}

function NewGroup({ onEnd }: { readonly onEnd: () => void }) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const group = String(new FormData(event.currentTarget).get("group")).trim();
        if (group !== "") newGroup(selectedItems.value, group);
        onEnd();
      }}
    >
      <input
        name="group"
        aria-label="Name of the new group"
        placeholder="name of the group"
        onBlur={onEnd}
        autofocus
      />
    </form>
  );
}

function SideMenu() {
  const items = selectedItems.value;
  const here = new Set(items.map(({ side }) => side ?? ""));
  return (
    <select
      aria-label="Side of the selected networks"
      title="In questions of two sides, e.g. layers and regions, models and subjects"
      value={here.size === 1 ? [...here][0] : "mixed"}
      onChange={({ currentTarget: { value } }) =>
        setSide(items, value === "" ? undefined : (value as "rows" | "columns"))
      }
    >
      {here.size > 1 && (
        <option value="mixed" disabled>
          Sides differ
        </option>
      )}
      <option value="">No side</option>
      <option value="rows">Rows</option>
      <option value="columns">Columns</option>
    </select>
  );
}
