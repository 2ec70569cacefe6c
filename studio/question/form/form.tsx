/** A form made from schemas of options. It shows every option that a person can give. */
import type { AnySchemas, OptionSchema } from "repgeom/options";
import { Field, type FieldProps } from "./field.tsx";
import { withValue, type Values } from "./values.ts";

interface FormProps extends Pick<FieldProps, "owner" | "schemas" | "values" | "labels"> {
  /** Options of type `data` that are objects of further options. */
  readonly nested?: Readonly<Record<string, AnySchemas>> | undefined;
  readonly idle?: Readonly<Record<string, string>> | undefined;
  readonly mistake?: { readonly option?: string; readonly text: string } | undefined;
  onChange(values: Values, again?: boolean): void;
}

export function OptionForm(props: FormProps) {
  const { owner, schemas, values, labels, nested = {}, idle = {}, mistake, onChange } = props;
  const names = Object.keys(schemas);
  return (
    <div class="form">
      {names.map((name) => {
        if (nested[name])
          return <Nested key={name} form={props} name={name} schemas={nested[name]} about={schemas[name]!} />;
        if (!isAskable(schemas[name]!)) return null;
        return (
          <Field
            key={name}
            owner={owner}
            schemas={schemas}
            name={name}
            values={values}
            labels={labels}
            idle={idle[name]}
            mistake={mistake?.option === name ? mistake.text : undefined}
            onChange={(option, value, again) => onChange(withValue(values, schemas, option, value), again)}
          />
        );
      })}
      {names.length === 0 && <p class="hint">It has no options.</p>}
    </div>
  );
}

/** Whether a person can write its value: matrices and functions come from programs only. */
function isAskable(schema: OptionSchema): boolean {
  if (schema.type === "either") return schema.of.some((one) => isAskable({ ...schema, ...one }));
  return schema.type !== "data" || schema.check("text");
}

interface NestedProps {
  readonly form: FormProps;
  readonly name: string;
  readonly schemas: AnySchemas;
  readonly about: OptionSchema;
}

/** Options within an option. */
function Nested({ form: { values, onChange, owner }, name, schemas, about }: NestedProps) {
  const { [name]: given, ...others } = values;
  const inner = (typeof given === "object" ? given : {}) as Values;
  return (
    <details class="nested" open={given !== undefined}>
      <summary>{name}</summary>
      <p class="about">{about.doc}</p>
      <OptionForm
        owner={`${owner}: ${name}`}
        schemas={schemas}
        values={inner}
        onChange={(next, again) =>
          onChange(Object.keys(next).length > 0 ? { ...others, [name]: next } : others, again)
        }
      />
    </details>
  );
}
