/** The list of metrics: searched, by family, each with what it says and promises, or why it is not for these data. */
import type { MetricName, MetricSpec } from "repgeom";
import { hasAllMetrics, knowAllMetrics, metrics } from "../../own/metrics.ts";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { unfit } from "../kinds/fitting.ts";
import type { Data, QuestionKind } from "../kinds/kind.ts";
import { OwnFromFile } from "../../own/from-file.tsx";
import { factsOf } from "./facts.ts";
import { metricsByFamily } from "./families.ts";

interface Props {
  readonly kind: QuestionKind;
  readonly data: Data;
  readonly taken: readonly MetricSpec[];
  onPick(name: MetricName): void;
}

export function MetricPicker({ kind, data, taken, onPick }: Props) {
  const [search, setSearch] = useState("");
  const missing = useAllMetrics();
  const found = metricsByFamily(search);
  return (
    <div class="metrics">
      <input
        type="search"
        aria-label="Search metrics"
        placeholder="Search: rotation, CKA, Williams…"
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      <div class="list">
        {missing ?? (found.length === 0 && <p class="hint">No metric has these words.</p>)}
        {found.map(([family, names]) => (
          <section key={family} aria-label={family}>
            <h3>{family}</h3>
            <ul>
              {names.map((name) => (
                <li key={name}>
                  <Entry
                    name={name}
                    reason={kind.unfit?.(name) ?? unfit(name, data.items)}
                    taken={taken.some(({ metric }) => metric === name)}
                    onPick={onPick}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
        <OwnFromFile onPick={onPick} />
      </div>
    </div>
  );
}

/** Draws again when every metric is there. @returns what is to be said until then */
function useAllMetrics(): ComponentChildren {
  const [wrong, setWrong] = useState<string>();
  const [, setReady] = useState(hasAllMetrics());
  useEffect(
    () =>
      void knowAllMetrics().then(
        () => setReady(true),
        (error: Error) => setWrong(error.message),
      ),
    [],
  );
  if (hasAllMetrics()) return undefined;
  return wrong ? (
    <p class="why">The other metrics could not be loaded: {wrong}</p>
  ) : (
    <p class="hint">The other metrics are being loaded…</p>
  );
}

interface EntryProps {
  readonly name: MetricName;
  readonly reason: string | undefined;
  readonly taken: boolean;
  onPick(name: MetricName): void;
}

function Entry({ name, reason, taken, onPick }: EntryProps) {
  const { title, summary } = metrics[name];
  const { value, invariances, blindTo, source } = factsOf({ metric: name } as MetricSpec);
  return (
    <button
      class="entry"
      aria-pressed={taken}
      aria-disabled={reason !== undefined}
      onClick={() => reason ?? onPick(name)}
    >
      <b>{title}</b> <small>{name}</small>
      <span>{summary}</span>
      {reason ? (
        <span class="why">{reason}</span>
      ) : (
        <small>
          {value} {invariances} {blindTo} <cite>{source}</cite>
        </small>
      )}
    </button>
  );
}
