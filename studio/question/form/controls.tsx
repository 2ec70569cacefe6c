/** The control of an option, by its type. Each shows a value and tells the next one; undefined is the default. */
import type { Accepted } from "repgeom/options";
import { useRef, useState } from "preact/hooks";
import { numberIn, wordOf } from "./values.ts";

interface ControlProps<A extends Accepted = Accepted> {
  readonly schema: A & { readonly default: unknown };
  readonly value: unknown;
  readonly id: string;
  readonly disabled: boolean;
  readonly invalid: boolean;
  /** Id of the sentences that describe it. */
  readonly about: string;
  /** @param again - whether the same movement goes on, which is one step of undo */
  onChange(value: unknown, again?: boolean): void;
}

type Of<Type extends Accepted["type"]> = ControlProps<Extract<Accepted, { type: Type }>>;

export function Control(props: ControlProps) {
  switch (props.schema.type) {
    case "boolean":
      return <Yes {...(props as Of<"boolean">)} />;
    case "choice":
      return <Choice {...(props as Of<"choice">)} />;
    case "choices":
      return <Choices {...(props as Of<"choices">)} />;
    case "either":
      return <Either {...(props as Of<"either">)} />;
    case "data":
      return <Text {...(props as Of<"data">)} />;
    default:
      return <Number_ {...(props as Of<"number">)} />;
  }
}

/** A box of text for a number, with a slider where both ends are near. */
function Number_(props: Of<"number" | "whole">) {
  const { schema, value, id, disabled, invalid, about, onChange } = props;
  const typed = useTyped(value, numberIn, onChange);
  const { min, max } = schema;
  const slides = schema.type === "number" && !schema.open && max - min <= 10 && schema.default !== undefined;
  const usual = schema.default === undefined ? "" : wordOf(schema.default);
  return (
    <span class="number">
      {slides && (
        <input
          type="range"
          min={min}
          max={max}
          step={(max - min) / 100}
          value={typeof value === "number" ? value : Number(schema.default ?? min)}
          disabled={disabled}
          aria-label="Slider"
          tabIndex={-1}
          onPointerDown={typed.start}
          onInput={(event) => typed.tell(Number(event.currentTarget.value))}
        />
      )}
      <input
        id={id}
        inputMode={schema.type === "whole" ? "numeric" : "decimal"}
        size={8}
        placeholder={usual}
        value={typed.text}
        disabled={disabled}
        aria-invalid={invalid}
        aria-describedby={about}
        onFocus={typed.start}
        onInput={(event) => typed.type(event.currentTarget.value)}
      />
    </span>
  );
}

/** A text as it is typed, also while it says nothing yet, such as "0." */
function useTyped(
  value: unknown,
  parse: (text: string) => unknown,
  onChange: ControlProps["onChange"],
): {
  readonly text: string;
  start(): void;
  type(text: string): void;
  tell(value: unknown): void;
} {
  const [text, setText] = useState("");
  const again = useRef(false);
  const tell = (next: unknown) => {
    onChange(next, again.current);
    again.current = true;
  };
  return {
    text: Object.is(parse(text), value) ? text : value === undefined ? "" : String(value),
    start: () => (again.current = false),
    type(next) {
      setText(next);
      tell(parse(next));
    },
    tell,
  };
}

function Yes({ schema, value, id, disabled, about, onChange }: Of<"boolean">) {
  return (
    <input
      id={id}
      type="checkbox"
      checked={(value ?? schema.default) === true}
      disabled={disabled}
      aria-describedby={about}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

function Choice({ schema, value, id, disabled, invalid, about, onChange }: Of<"choice">) {
  const given = value === undefined ? String(schema.default ?? "") : String(value);
  return (
    <select
      id={id}
      value={given}
      disabled={disabled}
      aria-invalid={invalid}
      aria-describedby={about}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    >
      {schema.default === undefined && <option value="">none</option>}
      {!schema.choices.includes(given) && given !== "" && <option value={given}>{given}</option>}
      {schema.choices.map((one) => (
        <option key={one} value={one}>
          {one}
        </option>
      ))}
    </select>
  );
}

function Choices({ schema, value, id, disabled, about, onChange }: Of<"choices">) {
  const given: readonly string[] = Array.isArray(value) ? value : [];
  const toggle = (one: string) => {
    const next = schema.choices.filter((other) => (other === one) !== given.includes(other));
    onChange(next.length > 0 ? next : undefined);
  };
  return (
    <span id={id} class="choices" role="group" aria-describedby={about}>
      {schema.choices.map((one) => (
        <label key={one} class="check">
          <input
            type="checkbox"
            checked={given.includes(one)}
            disabled={disabled}
            onChange={() => toggle(one)}
          />
          {one}
        </label>
      ))}
    </span>
  );
}

const words: Readonly<Record<string, string>> = {
  boolean: "yes or no",
  number: "a number",
  whole: "a whole number",
  choice: "a name",
};

/** The forms that a value may have; those that only a program can give are left out. */
function Either(props: Of<"either">) {
  const { schema, value, onChange } = props;
  const forms = schema.of.filter(({ type }) => type !== "data");
  const [wanted, want] = useState<number>();
  const found = forms.findIndex((one) => fits(one, value ?? schema.default));
  const at = wanted ?? Math.max(0, found);
  const form = forms[at]!;
  return (
    <span class="either">
      {forms.length > 1 && (
        <select
          aria-label="What kind of value"
          value={at}
          onChange={(event) => {
            want(Number(event.currentTarget.value));
            onChange(undefined);
          }}
        >
          {forms.map(({ type }, k) => (
            <option key={type} value={k}>
              {words[type] ?? type}
            </option>
          ))}
        </select>
      )}
      <Control
        {...props}
        schema={{ ...form, default: fits(form, schema.default) ? schema.default : undefined }}
      />
    </span>
  );
}

function fits(form: Accepted, value: unknown): boolean {
  if (form.type === "boolean") return typeof value === "boolean";
  if (form.type === "choice") return typeof value === "string";
  return typeof value === "number";
}

/** A list or a text: names of axes, a pattern. */
function Text({ schema, value, id, disabled, invalid, about, onChange }: Of<"data">) {
  const isList = schema.check([]) && !schema.check("x");
  const parse = (text: string) => {
    if (text.trim() === "") return undefined;
    return isList ? text.split(",").map((one) => one.trim()) : text;
  };
  const shown = Array.isArray(value) ? value.join(", ") : value;
  const typed = useTyped(shown, (text) => (text === "" ? undefined : text), (text, again) => onChange(parse(String(text ?? "")), again)); // prettier-ignore
  return (
    <input
      id={id}
      value={typed.text}
      disabled={disabled}
      placeholder={schema.accepted}
      aria-invalid={invalid}
      aria-describedby={about}
      onFocus={typed.start}
      onInput={(event) => typed.type(event.currentTarget.value)}
    />
  );
}
