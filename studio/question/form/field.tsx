/** One option: its name, its control, what it means, what it accepts, and what is wrong with its value. */
import type { AnySchemas } from "repgeom/options";
import { useId } from "preact/hooks";
import { Control } from "./controls.tsx";
import { labelOf, rangeText, wrongValue, type Values } from "./values.ts";

export interface FieldProps {
  /** Whose option it is, in messages of the library. */
  readonly owner: string;
  readonly schemas: AnySchemas;
  readonly name: string;
  readonly values: Values;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Why it does nothing now. */
  readonly idle?: string | undefined;
  /** What is wrong with it together with others. */
  readonly mistake?: string | undefined;
  onChange(name: string, value: unknown, again?: boolean): void;
}

/** In a form, with all that is known of it. */
export function Field(props: FieldProps) {
  const { owner, schemas, name, values, labels, idle, mistake, onChange } = props;
  const id = useId();
  const schema = schemas[name]!;
  const value = values[name];
  const wrong = (value === undefined ? undefined : wrongValue(owner, schemas, name, value)) ?? mistake;
  const label = labelOf(name, labels);
  return (
    <div class={idle && value === undefined ? "field idle" : "field"}>
      <label for={id}>{label}</label>
      <span class="control">
        <Control
          id={id}
          about={`${id}-about`}
          schema={schema}
          value={value}
          disabled={idle !== undefined && value === undefined}
          invalid={wrong !== undefined}
          onChange={(next, again) => onChange(name, next, again)}
        />
        {value !== undefined && (
          <button
            class="quiet"
            aria-label={`Reset ${label} to its default`}
            onClick={() => {
              onChange(name, undefined);
              document.getElementById(id)?.focus(); // this button goes
            }}
          >
            ↺
          </button>
        )}
      </span>
      <div id={`${id}-about`} class="about">
        {wrong && (
          <p class="error" role="alert">
            {wrong}
          </p>
        )}
        {idle && <p class="why">{idle}</p>}
        <p>{schema.doc}</p>
        <p class="range">{rangeText(schema)}</p>
      </div>
    </div>
  );
}

/** In the bar: name and control alone; its help is behind the gear. */
export function BarField({ owner, schemas, name, values, labels, idle, onChange }: FieldProps) {
  const id = useId();
  const value = values[name];
  const wrong = value === undefined ? undefined : wrongValue(owner, schemas, name, value);
  return (
    <span class="bar-field">
      <label for={id}>{labelOf(name, labels)}</label>
      <Control
        id={id}
        about={`${id}-about`}
        schema={schemas[name]!}
        value={value}
        disabled={idle !== undefined && value === undefined}
        invalid={wrong !== undefined}
        onChange={(next, again) => onChange(name, next, again)}
      />
      <span id={`${id}-about`} class={wrong ? "error" : "spoken"}>
        {wrong ?? schemas[name]!.doc}
      </span>
    </span>
  );
}
