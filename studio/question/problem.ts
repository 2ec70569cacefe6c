/** What stands in the way of asking a question, in sentences of the library where it has any. */
import { metrics } from "../own/metrics.ts";
import type { AnySchemas } from "repgeom/options";
import type { Question } from "../session/types.ts";
import { firstWrong } from "./form/values.ts";
import { unfit } from "./kinds/fitting.ts";
import type { Data, Mistake, QuestionKind } from "./kinds/kind.ts";
import { specText } from "./metric/facts.ts";

/** The first reason; undefined where the question can be asked. */
export function problemOf(kind: QuestionKind, question: Question, data: Data): Mistake | undefined {
  const refused = kind.refusal(data);
  if (refused !== undefined) return { text: refused };
  return (
    (kind.metrics === "none" ? undefined : metricsProblem(kind, question, data)) ??
    firstWrong(kind.title, withNested(kind, kind.options(data, question)), question.options) ??
    nestedProblem(kind, question) ??
    kind.mistake?.(question, data)
  );
}

/** Of a metric alone: why it is not for these data or this question, or which of its options is wrong. */
export function metricProblem(
  kind: QuestionKind,
  { metric, ...options }: Question["metrics"][number],
  data: Data,
): Mistake | undefined {
  const known = metrics[metric];
  if (!known) return { text: `There is no metric ${metric}.` };
  const reason = kind.unfit?.(metric) ?? unfit(metric, data.items);
  if (reason !== undefined) return { text: `${known.title}: ${reason}` };
  return firstWrong(metric, known.options as AnySchemas, options);
}

function metricsProblem(kind: QuestionKind, { metrics: specs }: Question, data: Data): Mistake | undefined {
  if (specs.length === 0) return { text: "Choose a metric first." };
  for (const spec of specs) {
    const wrong = metricProblem(kind, spec, data);
    if (wrong) return wrong;
  }
  const texts = specs.map((spec) => JSON.stringify(Object.entries(spec).toSorted()));
  const twice = specs.find((_, k) => texts.indexOf(texts[k]!) !== k);
  return (
    twice && { text: `${specText(twice)} is there twice with the same options: change one or remove it.` }
  );
}

/** Options of options are checked by themselves. */
function nestedProblem({ nested = {}, title }: QuestionKind, { options }: Question): Mistake | undefined {
  for (const [name, schemas] of Object.entries(nested)) {
    const wrong = firstWrong(`${title}: ${name}`, schemas, (options[name] ?? {}) as Question["options"]);
    if (wrong) return { ...wrong, option: name };
  }
  return undefined;
}

function withNested({ nested = {} }: QuestionKind, schemas: AnySchemas): AnySchemas {
  const taken = Object.entries(schemas).map(([name, schema]) => [
    name,
    nested[name] ? { ...schema, type: "data", accepted: "options", check: () => true } : schema,
  ]);
  return Object.fromEntries(taken) as AnySchemas;
}
