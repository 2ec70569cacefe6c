/** Which columns of the table pictures and lists show. */
import { session } from "../session/store.ts";
import { clearSides, folder, setSidesBy, cellsOf } from "./list/edit.ts";
import { setGroups, setLook } from "./table/use.ts";

const properties = [
  ["color", "Colour by"],
  ["shape", "Shape by"],
  ["label", "Label by"],
  ["order", "Order by"],
] as const;

export function LookFields() {
  const { table, look, groups } = session.value;
  const columns = Object.keys(table?.columns ?? {});
  return (
    <div class="fields">
      {columns.length > 0 && (
        <ColumnField label="Groups" none="none" columns={columns} value={groups} onChange={setGroups} />
      )}
      {columns.length > 0 &&
        properties.map(([property, label]) => (
          <ColumnField
            key={property}
            label={label}
            none={property === "label" ? "name" : property === "order" ? "as given" : "none"}
            columns={columns}
            value={look[property]}
            onChange={(column) => setLook(property, column)}
          />
        ))}
      <Sides columns={columns} />
    </div>
  );
}

interface Field {
  readonly label: string;
  readonly none: string;
  readonly columns: readonly string[];
  readonly value: string | undefined;
  readonly onChange: (column: string | undefined) => void;
}

function ColumnField({ label, none, columns, value, onChange }: Field) {
  return (
    <label>
      {label}
      <select
        value={value === undefined ? "" : `=${value}`}
        onChange={({ currentTarget }) =>
          onChange(currentTarget.value === "" ? undefined : currentTarget.value.slice(1))
        }
      >
        <option value="">{none}</option>
        {columns.map((column) => (
          <option key={column} value={`=${column}`}>
            {column}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Values of a column, at most, that may make a side. */
const most = 12;

function Sides({ columns }: { readonly columns: readonly string[] }) {
  const { items } = session.value;
  const choices = [...columns, folder].flatMap((column) => {
    const values = [...new Set(items.map(cellsOf(column)))].filter(Boolean);
    return values.length > 1 && values.length <= most ? [{ column, values }] : [];
  });
  const marked = items.filter(({ side }) => side === "columns").length;
  if (choices.length === 0 && marked === 0) return null;
  return (
    <label title="For questions of two sides: layers and regions, models and subjects. The others become the rows.">
      Columns
      <select
        value=""
        onChange={({ currentTarget: { value } }) => {
          if (value === "none") return clearSides();
          const [column, cell] = JSON.parse(value) as [string, string];
          setSidesBy(column, cell);
        }}
      >
        <option value="" disabled>
          {marked > 0 ? `${marked} of ${items.length}` : "no sides"}
        </option>
        <option value="none">no sides</option>
        {choices.map(({ column, values }) => (
          <optgroup key={column} label={column}>
            {values.map((cell) => (
              <option key={cell} value={JSON.stringify([column, cell])}>
                {cell}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}
