import { metrics } from "repgeom";
import type { MetricName, MetricSpec, OptionSchema, Representation } from "repgeom";
import { element, fill } from "../src/report/charts/parts/element.ts";
import { byId } from "./page.ts";

/** The metrics that the form offers now. */
let offered: readonly MetricName[] = [];

/** The metric and the options chosen in the form. */
export function chosenSpec(): MetricSpec {
  const fields = [...byId("metric").querySelectorAll<HTMLInputElement | HTMLSelectElement>("[name]")];
  const given = fields.filter((field) => field.value !== "");
  const { metric, ...options } = Object.fromEntries(given.map((field) => [field.name, valueOf(field)]));
  return { metric, ...options } as unknown as MetricSpec;
}

/** The layout of images that was chosen, where the metric is of images and one was. */
export function chosenLayout(): Representation["layout"] {
  const field = byId("metric").querySelector<HTMLSelectElement>(`#${layoutId}`);
  return field?.value ? (field.value as Representation["layout"]) : undefined;
}

function valueOf(field: HTMLInputElement | HTMLSelectElement): string | boolean | number {
  if (field instanceof HTMLSelectElement) return field.value;
  return field.type === "checkbox" ? field.checked : field.valueAsNumber;
}

/** Builds the form: a choice of these metrics, and below it the options of the chosen metric. */
export function showForm(names: readonly MetricName[]): void {
  const before = byId("metric").querySelector("select")?.value;
  if (before !== undefined && offered.join() === names.join()) return;
  offered = names;
  const select = element(
    "select",
    { id: "metric-name", name: "metric", "aria-describedby": "metric-summary" },
    names.map((name) => element("option", { value: name }, [metrics[name].title])),
  );
  if (names.some((name) => name === before)) select.value = before!;
  const rest = element("div", {}, []);
  const show = () => fill(rest, metricDetails(select.value as MetricName));
  select.addEventListener("change", show);
  byId("metric").replaceChildren(
    element("div", { class: "field" }, [
      element("label", { for: select.id }, ["Metric"]),
      select,
      ...missingHint(names.length),
    ]),
    rest,
  );
  show();
}

function missingHint(count: number): Node[] {
  const rest = Object.keys(metrics).length - count;
  if (rest === 0) return [];
  const text = `${rest} more ${rest === 1 ? "metric is" : "metrics are"} for other kinds of data, not for these files.`;
  return [element("p", { class: "hint" }, [text])];
}

function metricDetails(name: MetricName): Node[] {
  const { summary, source, options, accepts } = metrics[name];
  const about = element("p", { id: "metric-summary", class: "field hint" }, [`${summary} ${source}.`]);
  const schemas = Object.entries(options) as [string, OptionSchema][];
  const layout = accepts === "images" ? [layoutField()] : [];
  return [about, ...layout, ...schemas.map(([option, schema]) => optionField(option, schema))];
}

const layoutId = "images-layout";

/** No file says where the channels of its images are, and nothing is taken for granted. */
function layoutField(): HTMLElement {
  const readings = [
    ["", "Choose"],
    ["nhwc", "stimuli × height × width × channels (Keras, TensorFlow, JAX)"],
    ["nchw", "stimuli × channels × height × width (PyTorch)"],
  ] as const;
  const choices = readings.map(([value, text]) => element("option", { value }, [text]));
  return element("div", { class: "field" }, [
    element("label", { for: layoutId }, ["Axes of the images"]),
    element("select", { id: layoutId }, choices),
  ]);
}

function optionField(name: string, schema: OptionSchema): HTMLElement {
  const id = `option-${name}`;
  const input = inputFor(schema);
  for (const [attribute, value] of Object.entries({ id, name, "aria-describedby": `${id}-doc` })) {
    input.setAttribute(attribute, value);
  }
  const label = element("label", { for: id }, [words(name)]);
  const hint = element("p", { id: `${id}-doc`, class: "hint" }, [schema.doc]);
  const row = schema.type === "boolean" ? [input, " ", label] : [label, input];
  return element("div", { class: "field" }, [...row, hint]);
}

function inputFor(schema: OptionSchema): HTMLElement {
  if (schema.type === "choice") {
    return element(
      "select",
      {},
      schema.choices.map((choice) => {
        const chosen: Record<string, string> = choice === schema.default ? { selected: "" } : {};
        return element("option", { value: choice, ...chosen }, [choice]);
      }),
    );
  }
  if (schema.type === "boolean") {
    return element("input", { type: "checkbox", ...(schema.default ? { checked: "" } : {}) }, []);
  }
  const range = "min" in schema ? bounds(schema) : {};
  // An option without a default may be left out.
  const start: Record<string, string> =
    schema.default === undefined ? {} : { value: String(schema.default), required: "" };
  return element("input", { type: "number", ...start, ...range }, []);
}

function bounds({ min, max }: { min: number; max: number }): Record<string, string> {
  const finite = Object.entries({ min, max }).filter(([, bound]) => Number.isFinite(bound));
  return { step: "any", ...Object.fromEntries(finite.map(([name, bound]) => [name, String(bound)])) };
}

/** `maxIterations` → "Max iterations" */
function words(name: string): string {
  const spaced = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
