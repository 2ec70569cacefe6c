/** The question, as one sentence of controls, with the progress of what runs. */
import type { MetricSpec } from "repgeom";
import { knowMetrics, metrics } from "../own/metrics.ts";
import type { AnySchemas } from "repgeom/options";
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Popover } from "../parts/popover.tsx";
import { orSay } from "../session/live.ts";
import { change, session } from "../session/store.ts";
import type { Question } from "../session/types.ts";
import { ask } from "./ask.ts";
import { dataNow } from "./data.ts";
import { estimateText, followEstimate } from "./estimated.ts";
import { BarField } from "./form/field.tsx";
import { OptionForm } from "./form/form.tsx";
import { withValue, type Values } from "./form/values.ts";
import { KindMenu } from "./kind-menu.tsx";
import type { Data, QuestionKind } from "./kinds/kind.ts";
import { kindNamed } from "./kinds/registry.ts";
import { MetricChips } from "./metric/chips.tsx";
import { mainOptions, specText } from "./metric/facts.ts";
import { problemOf } from "./problem.ts";
import { Running } from "./running.tsx";

/** Whether a narrow screen shows the whole form, not one line of it. */
const unfolded = signal(false);

export function QuestionBar() {
  useEffect(followEstimate, []);
  const { question } = session.value;
  const data = dataNow(session.value);
  const kind = kindNamed(question.kind);
  const problem = problemOf(kind, question, data);
  const asked = () => {
    if (problem) return;
    unfolded.value = false;
    void ask();
  };
  return (
    <header class={unfolded.value ? "question unfolded" : "question"}>
      <h1>repgeom</h1>
      <div class="asking" onKeyDown={(event) => isAsking(event) && asked()}>
        <button
          class="fold"
          aria-expanded={unfolded.value}
          onClick={() => (unfolded.value = !unfolded.value)}
        >
          {kind.title}
          {kind.metrics !== "none" && `: ${question.metrics.map(specText).join("; ")}`} ▾
        </button>
        <Sentence kind={kind} question={question} data={data} />
        <button
          class="primary"
          onClick={asked}
          aria-disabled={problem !== undefined}
          aria-describedby="question-problem"
        >
          {kind.verb}
        </button>
        {estimateText.value && <span class="estimate">{estimateText.value}</span>}
      </div>
      <Running />
      <p id="question-problem" class="why" hidden={!problem || data.items.length === 0}>
        {problem?.text}
      </p>
    </header>
  );
}

interface Props {
  readonly kind: QuestionKind;
  readonly question: Question;
  readonly data: Data;
}

function Sentence({ kind, question, data }: Props) {
  const schemas = kind.options(data, question);
  const idle = kind.idle?.(question, data) ?? {};
  const isAvailable = (name: string) => Object.hasOwn(schemas, name); // some need a table
  const setMetrics = (specs: readonly MetricSpec[], again?: boolean) =>
    setQuestion({ metrics: specs }, again);
  const setOptions = (options: Values, again?: boolean) => setQuestion({ options }, again);
  const only = question.metrics.length === 1 && kind.metrics !== "none" ? question.metrics[0] : undefined;
  return (
    <div class="sentence">
      <KindMenu chosen={kind} data={data} onChoose={(next) => void orSay(() => choose(next))} />
      {kind.metrics !== "none" && (
        <MetricChips kind={kind} question={question} data={data} onChange={setMetrics} />
      )}
      {only && metrics[only.metric] && (
        <MainOptions spec={only} onChange={(spec, again) => setMetrics([spec], again)} />
      )}
      {kind.main.filter(isAvailable).map((name) => (
        <BarField
          key={name}
          owner={kind.title}
          schemas={schemas}
          name={name}
          values={question.options}
          labels={kind.labels}
          idle={idle[name]}
          onChange={(option, value, again) =>
            setOptions(withValue(question.options, schemas, option, value), again)
          }
        />
      ))}
      <Popover label="⚙" name="All options" class="quiet gear">
        {() => (
          <section class="options" aria-label={`Options of ${kind.title}`}>
            <h3>{kind.title}</h3>
            <p>{kind.help}</p>
            <OptionForm
              owner={kind.title}
              schemas={schemas}
              values={question.options}
              labels={kind.labels}
              nested={kind.nested}
              idle={idle}
              mistake={kind.mistake?.(question, data)}
              onChange={setOptions}
            />
          </section>
        )}
      </Popover>
    </div>
  );
}

interface MainProps {
  readonly spec: MetricSpec;
  onChange(spec: MetricSpec, again?: boolean): void;
}

/** The first options of the only metric. */
function MainOptions({ spec, onChange }: MainProps) {
  const { metric, ...values } = spec;
  const schemas = metrics[metric].options as AnySchemas;
  return (
    <>
      {mainOptions(metric).map((name) => (
        <BarField
          key={`${metric} ${name}`}
          owner={metric}
          schemas={schemas}
          name={name}
          values={values}
          onChange={(option, value, again) =>
            onChange({ metric, ...withValue(values, schemas, option, value) } as MetricSpec, again)
          }
        />
      ))}
    </>
  );
}

/** Another kind, with its usual metrics where those of now are not for it. */
async function choose(kind: QuestionKind): Promise<void> {
  const { question } = session.value;
  const fit = question.metrics.filter(({ metric }) => kind.unfit?.(metric) === undefined);
  const some = fit.length > 0 ? fit : (kind.usual ?? [{ metric: "procrustes" as const }]);
  const asked = kind.metrics === "none" ? question.metrics : kind.metrics === "one" ? some.slice(0, 1) : some;
  await knowMetrics(asked);
  setQuestion({ kind: kind.name, metrics: asked, options: kind.start?.(dataNow(session.value)) ?? {} });
}

/** @param again - whether the same movement goes on, which is one step of undo */
function setQuestion(next: Partial<Question>, again = false): void {
  change(
    (one) => ({ ...one, question: { ...one.question, ...next } }),
    again ? undefined : "change the question",
  );
}

/** Enter in a box of the bar asks. */
function isAsking({ key, target }: KeyboardEvent): boolean {
  return key === "Enter" && target instanceof HTMLInputElement && target.closest(".popover") === null;
}
