import type { Bar, Figure, Section } from "../../report/figures.ts";
import { madeWith } from "../../report/parts.ts";
import type { Description } from "./result.ts";

/** All descriptors in a table, and a figure for each where there are several networks. */
export function descriptionSection(result: Description): Section {
  const { names, stimuli, units, descriptors, options, warnings } = result;
  const list = (values: readonly number[]) => [...new Set(values)].slice(0, 12).join(", ");
  return {
    heading: "Descriptors of single networks",
    facts: [
      { term: "Networks", text: String(names.length) },
      { term: "Stimuli", text: list(stimuli) },
      { term: "Units", text: list(units) },
      {
        term: "Intervals",
        text: result.lower
          ? `${100 * Number(options["confidence"])} %, from ${String(options["samples"])} divisions of the stimuli into random halves, seed ${String(options["seed"])}`
          : "none",
      },
      ...descriptors.map(({ title, unit, summary }) => ({ term: title, text: `${summary} In: ${unit}.` })),
      madeWith,
    ],
    warnings,
    figures: [tableOf(result), ...(names.length > 1 ? descriptors.map((_, d) => barsOf(result, d)) : [])],
  };
}

const orNull = (value: number) => (Number.isFinite(value) ? value : null);

function tableOf({ names, descriptors, values, lower, upper, estimands }: Description): Figure {
  const cell = (of: typeof values | undefined, k: number, d: number) =>
    of ? orNull(of.data[k * of.cols + d]!) : null;
  return {
    kind: "table",
    title: "Descriptors",
    caption:
      "The interval is for the value of endlessly many such stimuli (population, debiased), or for the mean over samples of as many (expectation).",
    columns: ["network", "descriptor", "value", "lower", "upper", "interval for"],
    rows: names.flatMap((name, k) =>
      descriptors.map(({ title }, d) => [
        name,
        title,
        cell(values, k, d),
        cell(lower, k, d),
        cell(upper, k, d),
        estimands?.[k]?.[d] ?? "none",
      ]),
    ),
    wide: true,
  };
}

function barsOf({ names, descriptors, values, lower, upper }: Description, d: number): Figure {
  const { title, summary, unit } = descriptors[d]!;
  const bars = names.map((name, k): Bar => {
    const at = k * values.cols + d;
    const [low, high] = [lower?.data[at] ?? NaN, upper?.data[at] ?? NaN];
    return {
      name,
      value: orNull(values.data[at]!),
      ...(Number.isFinite(low) && Number.isFinite(high) ? { low, high } : {}),
    };
  });
  return {
    kind: "bars",
    title,
    caption: summary,
    networks: "items",
    y: { label: `${title.toLowerCase()} (${unit})` },
    bars,
  };
}
