/** The metrics of the question: a chip each, which opens its options, and a button for more. */
import type { MetricName, MetricSpec } from "repgeom";
import { metrics } from "../../own/metrics.ts";
import type { AnySchemas } from "repgeom/options";
import type { ComponentChildren } from "preact";
import { Popover } from "../../parts/popover.tsx";
import type { Question } from "../../session/types.ts";
import { OptionForm } from "../form/form.tsx";
import type { Data, QuestionKind } from "../kinds/kind.ts";
import { metricProblem } from "../problem.ts";
import { factsOf, shortText, specText } from "./facts.ts";
import { MetricPicker } from "./picker.tsx";

interface Props {
  readonly kind: QuestionKind;
  readonly question: Question;
  readonly data: Data;
  onChange(specs: readonly MetricSpec[], again?: boolean): void;
}

export function MetricChips({ kind, question: { metrics: specs }, data, onChange }: Props) {
  const several = kind.metrics === "several";
  const pick = (name: MetricName, close: () => void) => {
    const spec = { metric: name } as MetricSpec;
    const others = specs.filter(({ metric }) => metric !== name);
    if (!several) onChange([spec]);
    else onChange(others.length < specs.length ? others : [...specs, spec]);
    if (!several) close();
  };
  const chips = specs.map((spec, k) => (
    <Chip
      key={k}
      spec={spec}
      label={specs.length > 1 ? shortText(spec, specs) : specText(spec)}
      wrong={metricProblem(kind, spec, data)?.text}
      onChange={(next, again) => onChange(specs.with(k, next), again)}
      {...(several && {
        onRemove: () => onChange(specs.filter((_, other) => other !== k)),
        onDouble: () => onChange(specs.toSpliced(k + 1, 0, spec)),
      })}
    />
  ));
  return (
    <span class="chips" role="group" aria-label="Metrics">
      {specs.length > mostChips ? <Folded chips={chips} specs={specs} kind={kind} data={data} /> : chips}
      <Popover label={several ? "+ metric" : "change"} name="Choose a metric" class="quiet">
        {(close) => (
          <MetricPicker kind={kind} data={data} taken={specs} onPick={(name) => pick(name, close)} />
        )}
      </Popover>
    </span>
  );
}

/** More of them would take more than one line of the bar. */
const mostChips = 3;

interface FoldedProps extends Pick<Props, "kind" | "data"> {
  readonly chips: ComponentChildren;
  readonly specs: readonly MetricSpec[];
}

/** Many chips behind one button, which says their number and the metrics once each. */
function Folded({ chips, specs, kind, data }: FoldedProps) {
  const names = [...new Set(specs.map(({ metric }) => metric))].join(", ");
  const isWrong = specs.some((spec) => metricProblem(kind, spec, data));
  return (
    <span class={isWrong ? "chip wrong" : "chip"}>
      <Popover label={`${specs.length} metrics: ${names} ▾`} name={`${specs.length} metrics`} class="quiet">
        {() => (
          <section aria-label="Metrics of the question">
            <h3>{specs.length} metrics</h3>
            <div class="folded">{chips}</div>
          </section>
        )}
      </Popover>
    </span>
  );
}

interface ChipProps {
  readonly spec: MetricSpec;
  readonly label: string;
  readonly wrong: string | undefined;
  onChange(spec: MetricSpec, again?: boolean): void;
  onRemove?(): void;
  onDouble?(): void;
}

function Chip({ spec, label, wrong, onChange, onRemove, onDouble }: ChipProps) {
  const text = specText(spec);
  return (
    <span class={wrong ? "chip wrong" : "chip"}>
      <Popover label={label} name={`Options of ${text}`} class="quiet">
        {(close) => (
          <MetricOptions
            spec={spec}
            wrong={wrong}
            onChange={onChange}
            {...(onDouble && { onDouble: () => (close(), onDouble()) })}
          />
        )}
      </Popover>
      {onRemove && (
        <button class="quiet" aria-label={`Remove ${text}`} onClick={onRemove}>
          ×
        </button>
      )}
    </span>
  );
}

/** What a metric says and promises, and all its options. */
function MetricOptions({ spec, wrong, onChange, onDouble }: Omit<ChipProps, "onRemove" | "label">) {
  const { metric, ...values } = spec;
  const { title, summary, options } = metrics[metric];
  const { value, invariances, blindTo, source } = factsOf(spec);
  return (
    <section class="options" aria-label={title}>
      <h3>{title}</h3>
      <p>
        {summary} {value} {invariances}
      </p>
      <p class="hint">{blindTo}</p>
      <p class="hint">
        Source: <cite>{source}</cite>
      </p>
      {wrong && <p class="why">{wrong}</p>}
      <OptionForm
        owner={metric}
        schemas={options as AnySchemas}
        values={values}
        onChange={(next, again) => onChange({ metric, ...next } as MetricSpec, again)}
      />
      {onDouble && (
        <button class="quiet" onClick={onDouble}>
          Add once more, with other options
        </button>
      )}
    </section>
  );
}
