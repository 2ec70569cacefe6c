/** The table of networks: cells can be changed, columns added and removed, and columns made of the names. */
import { useRef, useState } from "preact/hooks";
import { Dialog } from "../../parts/dialog.tsx";
import { orSay, say } from "../../session/live.ts";
import { session } from "../../session/store.ts";
import { Close } from "../icons.tsx";
import { useVirtual } from "../list/virtual.ts";
import { mismatch } from "./rows.ts";
import { addColumn, removeColumn, removeOrphans, setCells, usePattern } from "./use.ts";

const rowHeight = 32;

export function TableEditor({ onClose }: { readonly onClose: () => void }) {
  const { table, items } = session.value;
  const names = items.map(({ name }) => name);
  const columns = Object.keys(table?.columns ?? {});
  return (
    <Dialog title="Table of networks" onClose={onClose}>
      <div class="table-editor">
        <NewColumns />
        <Mismatch />
        <Grid names={names} columns={columns} />
      </div>
    </Dialog>
  );
}

function Grid({
  names,
  columns,
}: {
  readonly names: readonly string[];
  readonly columns: readonly string[];
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtual(names, () => rowHeight, scroller);
  const { table } = session.value;
  const rows = new Map(table?.names.map((name, row) => [name, row]));
  const template = `minmax(120px, 1.5fr) ${columns.map(() => "minmax(96px, 1fr)").join(" ")}`;
  return (
    <div
      ref={scroller}
      class="cells-of"
      role="grid"
      aria-label="Networks and what is known of them"
      aria-rowcount={names.length + 1}
    >
      <div role="row" class="head" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
        <span role="columnheader">name</span>
        {columns.map((column) => (
          <span role="columnheader" key={column}>
            <span title={column}>{column}</span>
            <button
              class="quiet icon"
              aria-label={`Remove the column ${column}`}
              onClick={() => removeColumn(column)}
            >
              <Close />
            </button>
          </span>
        ))}
      </div>
      <div role="presentation" class="lines" style={{ height: `${virtual.getTotalSize()}px` }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const name = names[index];
          if (name === undefined) return null;
          return (
            <div
              role="row"
              key={name}
              aria-rowindex={index + 2}
              style={{ top: `${start}px`, height: `${rowHeight}px`, gridTemplateColumns: template }}
            >
              <span role="rowheader" title={name}>
                {name}
              </span>
              {columns.map((column) => (
                <span role="gridcell" key={column}>
                  <input
                    aria-label={`${column} of ${name}`}
                    value={String(table?.columns[column]?.[rows.get(name) ?? -1] ?? "")}
                    onChange={({ currentTarget }) => setCells([name], column, currentTarget.value.trim())}
                  />
                </span>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function NewColumns() {
  const [problem, setProblem] = useState("");
  const submit = (event: SubmitEvent, work: (text: string) => void) => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem("text") as HTMLInputElement;
    try {
      work(field.value);
      field.value = "";
      setProblem("");
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <>
      <div class="actions">
        <form onSubmit={(event) => submit(event, usePattern)}>
          <input name="text" aria-label="Pattern of the names" placeholder="{condition}-{number}" required />
          <button type="submit">Columns from names</button>
        </form>
        <form onSubmit={(event) => submit(event, addColumn)}>
          <input name="text" aria-label="Name of a new column" placeholder="name of a column" required />
          <button type="submit">Add column</button>
        </form>
        <button onClick={() => void orSay(copyTable)}>Copy</button>
      </div>
      {problem && (
        <p class="warn" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

/** For a spreadsheet; pasted into the page it comes back as a table. */
async function copyTable(): Promise<void> {
  const { table, items } = session.value;
  const columns = Object.entries(table?.columns ?? {});
  const rows = new Map(table?.names.map((name, row) => [name, row]));
  const lines = items.map(({ name }) =>
    [name, ...columns.map(([, cells]) => String(cells[rows.get(name) ?? -1] ?? ""))].join("\t"),
  );
  await navigator.clipboard.writeText(
    [["name", ...columns.map(([column]) => column)].join("\t"), ...lines].join("\n"),
  );
  say("The table is copied.");
}

function Mismatch() {
  const { table, items } = session.value;
  const wrong = table && mismatch(table, items);
  if (!wrong || wrong.rows.length + wrong.items.length === 0) return null;
  return (
    <div class="warn">
      {wrong.rows.length > 0 && (
        <p>
          {listed(wrong.rows.length, "row is", "rows are")} about no network that is here: {some(wrong.rows)}.{" "}
          <button onClick={removeOrphans}>Remove {wrong.rows.length === 1 ? "it" : "them"}</button>
        </p>
      )}
      {wrong.items.length > 0 && (
        <p>
          {listed(wrong.items.length, "network has", "networks have")} no row: {some(wrong.items)}.
        </p>
      )}
    </div>
  );
}

function listed(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function some(names: readonly string[]): string {
  return names.slice(0, 5).join(", ") + (names.length > 5 ? ", …" : "");
}
