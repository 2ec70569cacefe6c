/** The table of networks in one line, with what does not fit, and the ways to change it. */
import { session } from "../../session/store.ts";
import { Later } from "../later.tsx";
import { LookFields } from "../look.tsx";
import { signal } from "@preact/signals";
import { mismatch, orphansWords } from "./rows.ts";
import { removeTable } from "./use.ts";

const editing = signal(false);

export function TableSummary() {
  const { table, items } = session.value;
  const wrong = table && mismatch(table, items);
  const columns = Object.keys(table?.columns ?? {});
  return (
    <details class="part">
      <summary>Table{columns.length > 0 && <small> {columns.join(", ")}</small>}</summary>
      {columns.length === 0 && (
        <p class="hint">
          Drop a table (.csv, .tsv, .json) with a row for each network, or make one from the names.
        </p>
      )}
      {wrong && wrong.rows.length > 0 && <p class="warn">{orphansWords(wrong.rows.length)}</p>}
      {wrong && wrong.items.length > 0 && (
        <p class="warn">
          {wrong.items.length} {wrong.items.length === 1 ? "network has" : "networks have"} no row.
        </p>
      )}
      <LookFields />
      <div class="actions">
        <button onClick={() => (editing.value = true)}>
          {columns.length > 0 ? "Edit table…" : "Make a table…"}
        </button>
        {table && (
          <button class="quiet" onClick={removeTable}>
            Remove table
          </button>
        )}
      </div>
      {editing.value && (
        <Later
          load={async () => (await import("./editor.tsx")).TableEditor}
          props={{ onClose: () => (editing.value = false) }}
        />
      )}
    </details>
  );
}
