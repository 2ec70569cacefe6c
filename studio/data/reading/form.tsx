/** How files are read: the options of `read`, from their schema. Files are read again when it is applied. */
import { useEffect, useRef, useState } from "preact/hooks";
import { acceptedValues } from "repgeom";
import { readOptions } from "repgeom/options";
import { Dialog } from "../../parts/dialog.tsx";
import { session } from "../../session/store.ts";
import { readAllWith, readSomeWith } from "../arrive/reread.ts";
import { selectedItems } from "../list/select.ts";
import { readingForm } from "./open.ts";
import { readingOf, shown, textOf } from "./values.ts";

type Name = (typeof shown)[number];

/** Under headings, as in the help of the command line. */
const parts: readonly (readonly [title: string, names: readonly string[]])[] = [
  ["Which arrays, and their axes", ["arrays", "axes", "layout", "flatten", "pool", "perStimulus"]],
  ["Which stimuli", ["rows", "sample", "seed", "match"]],
  ["Units", ["units", "dropConstant", "zscore", "normalize"]],
  ["Tables of text", ["header", "rowNames"]],
];

export function ReadingForm() {
  const { option, ids } = readingForm.value!;
  const form = useRef<HTMLFormElement>(null);
  const scopes = { all: undefined, chosen: ids ?? selectedItems.value.map(({ id }) => id) };
  const [scope, setScope] = useState<"all" | "chosen">(ids ? "chosen" : "all");
  const [problem, setProblem] = useState("");
  const [texts, setTexts] = useState(() =>
    textsOf(scope === "all" ? session.value.reading : readingOfOne(scopes.chosen)),
  );
  const choose = (next: "all" | "chosen") => {
    setScope(next);
    setTexts(textsOf(next === "all" ? session.value.reading : readingOfOne(scopes.chosen)));
  };
  const close = () => (readingForm.value = undefined);
  useEffect(() => {
    const field = option && form.current?.querySelector<HTMLElement>(`[name="${option}"]`);
    if (field) field.focus();
  }, [option]);
  const apply = async (event: Event) => {
    event.preventDefault();
    try {
      const next = readingOf(texts);
      close();
      if (scope === "all") await readAllWith({ ...kept(), ...next });
      else await readSomeWith(scopes.chosen, overridesFor(next));
    } catch (error) {
      setProblem((error as Error).message.replace(/^Reading: /, ""));
    }
  };
  return (
    <Dialog title="Reading" onClose={close}>
      <form ref={form} class="reading" onSubmit={(event) => void apply(event)}>
        {scopes.chosen.length > 0 && (
          <fieldset class="scope">
            <legend>For</legend>
            {(["all", "chosen"] as const).map((one) => (
              <label key={one}>
                <input type="radio" name="scope" checked={scope === one} onChange={() => choose(one)} />
                {one === "all" ? "all files" : wordsOf(scopes.chosen)}
              </label>
            ))}
          </fieldset>
        )}
        {parts.map(([title, names]) => (
          <fieldset key={title}>
            <legend>{title}</legend>
            {shown
              .filter((name) => names.includes(name))
              .map((name) => (
                <Field
                  key={name}
                  name={name}
                  text={texts[name]!}
                  onChange={(text) => setTexts({ ...texts, [name]: text })}
                />
              ))}
          </fieldset>
        ))}
        {problem && (
          <p class="warn" role="alert">
            {problem}
          </p>
        )}
        <div class="actions end">
          <button type="button" onClick={close}>
            Cancel
          </button>
          <button class="primary" type="submit">
            Read again
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface FieldProps {
  readonly name: Name;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

function Field({ name, text, onChange }: FieldProps) {
  const schema = readOptions[name];
  const id = `reading-${name}`;
  const common = { id, name, "aria-describedby": `${id}-doc` };
  return (
    <div class="field">
      <label for={id}>{labelOf(name)}</label>
      {schema.type === "choice" ? (
        <select {...common} value={text} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
          {schema.default === undefined && <option value="">not said</option>}
          {schema.choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      ) : schema.type === "boolean" ? (
        <input
          {...common}
          type="checkbox"
          checked={text === "true"}
          onChange={({ currentTarget }) => onChange(currentTarget.checked ? "true" : "")}
        />
      ) : (
        <input
          {...common}
          type="text"
          inputMode={schema.type === "whole" ? "numeric" : "text"}
          placeholder={name === "seed" ? String(schema.default) : (examples[name] ?? "")}
          value={text}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
      <p class="hint" id={`${id}-doc`}>
        {schema.doc} {schema.type === "whole" && `Accepted: ${acceptedValues(schema)}.`}
      </p>
    </div>
  );
}

const examples: Readonly<Partial<Record<string, string>>> = {
  arrays: "layer*, /session/spikes",
  axes: "units, stimuli",
  flatten: "all, or height, width",
  pool: "mean:height,width",
  rows: "0:1000",
  sample: "all",
  units: "0:512",
};

function textsOf(reading: object): Record<string, string> {
  const given = reading as Record<string, unknown>;
  const first = (name: Name) => (readOptions[name].type === "choice" ? readOptions[name].default : undefined);
  return Object.fromEntries(shown.map((name) => [name, textOf(name, given[name] ?? first(name))]));
}

/** dropConstant → "drop constant" */
function labelOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** What the form does not show stays. */
function kept() {
  const { stimuli, select, mask, maxMemory } = session.value.reading;
  return {
    ...(stimuli && { stimuli }),
    ...(select && { select }),
    ...(mask && { mask }),
    ...(maxMemory && { maxMemory }),
  };
}

function readingOfOne(ids: readonly number[]): object {
  const one = [...session.value.items, ...session.value.refused].find(({ id }) => ids.includes(id));
  return { ...session.value.reading, ...one?.reading };
}

/** Of one file: what is as it is for all needs not be said, and what is taken away is null. */
function overridesFor(next: object): Record<string, unknown> {
  const all = session.value.reading as Record<string, unknown>;
  const own = next as Record<string, unknown>;
  return Object.fromEntries(
    shown.map((name) => [name, own[name] ?? (all[name] === undefined ? undefined : null)]),
  );
}

function wordsOf(ids: readonly number[]): string {
  const one = session.value.items.find(({ id }) => id === ids[0]);
  return ids.length === 1
    ? one
      ? `the file of ${one.name}`
      : "this file"
    : `the files of ${ids.length} selected`;
}
