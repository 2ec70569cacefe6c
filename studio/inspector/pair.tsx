/** The pair inspector: its value in each answer, and why the two differ. */
import { useMemo, useState } from "preact/hooks";
import type { MetricSpec } from "repgeom";
import type { Pair } from "repgeom/charts";
import type { Figure, Section } from "repgeom/report";
import { useLoaded } from "../parts/loaded.ts";
import { shown } from "../parts/numbers.ts";
import { session } from "../session/store.ts";
import type { Item } from "../session/types.ts";
import { Said } from "../views/answer.tsx";
import { Card } from "../views/card.tsx";
import { useDress } from "../views/dress.ts";
import { rankOf, valueOf, type Values } from "../views/matrices.ts";
import type { View } from "../views/table.ts";
import { analysis } from "../worker/client.ts";
import { itemNamed } from "./items.ts";

export function PairInspector({ pair, values }: { readonly pair: Pair; readonly values: readonly Values[] }) {
  const [a, b] = pair;
  return (
    <section class="pair" aria-label={`${a} and ${b}`}>
      <h3>
        {a} × {b}
      </h3>
      <table class="near">
        <tbody>
          {values.map((of) => (
            <ValueRow key={`${of.answer}/${of.section}`} pair={pair} of={of} />
          ))}
        </tbody>
      </table>
      <Why pair={pair} values={values} />
    </section>
  );
}

function ValueRow({ pair: [a, b], of }: { readonly pair: Pair; readonly of: Values }) {
  const value = valueOf(of, a, b);
  const place = value === undefined || Number.isNaN(value) ? undefined : rankOf(of, value);
  return (
    <tr>
      <th scope="row">{of.title}</th>
      <td class="value" title={value === undefined ? undefined : String(value)}>
        {shown(value)}
      </td>
      <td>
        {place && (
          <small title="Counted from the most alike pair">
            {place.rank} of {place.of}
          </small>
        )}
      </td>
    </tr>
  );
}

/** By which metric: that of the answer that is shown, or another one that was asked for. */
function Why({ pair, values }: { readonly pair: Pair; readonly values: readonly Values[] }) {
  const [chosen, choose] = useState(0);
  const offered = specsOf(values);
  const { spec } = offered[chosen] ?? offered[0]!;
  const items = pair.map((name) => [itemNamed(name)].find((item) => item?.present));
  const missing = pair.filter((_, k) => !items[k]);
  return (
    <>
      <p class="row">
        <strong>Why they differ</strong>
        {offered.length > 1 && (
          <select
            aria-label="Metric that is explained"
            value={chosen}
            onChange={(event) => choose(Number(event.currentTarget.value))}
          >
            {offered.map((one, k) => (
              <option key={k} value={k}>
                {one.title}
              </option>
            ))}
          </select>
        )}
      </p>
      {missing.length > 0 ? (
        <p class="empty">
          {`The responses of ${missing.join(" and ")} are not here: they were removed. Add the file again.`}
        </p>
      ) : (
        <Explained key={JSON.stringify(spec)} items={items as [Item, Item]} spec={spec} />
      )}
    </>
  );
}

interface Offered {
  readonly title: string;
  readonly spec: MetricSpec;
}

/** The metrics of the answers that are shown, each once; without any that of the question in the bar. */
function specsOf(values: readonly Values[]): readonly Offered[] {
  const found = new Map<string, Offered>();
  for (const { spec, title } of values) if (spec) found.set(JSON.stringify(spec), { title, spec });
  const asked = session.value.question.metrics[0] ?? { metric: "procrustes" };
  return found.size > 0 ? [...found.values()] : [{ title: asked.metric, spec: asked }];
}

/** A pair that is passed over is not explained. */
const pause = 150;

interface ExplainedProps {
  readonly items: readonly [Item, Item];
  readonly spec: MetricSpec;
}

/** At once what is a sum over stimuli and units; what each leaves when it is taken away, when it is wished for. */
function Explained({ items: [a, b], spec }: ExplainedProps) {
  const [leaveOut, setLeaveOut] = useState(false);
  const key = `explain/${a.id} ${a.name}/${b.id} ${b.name}/${JSON.stringify(spec)}/${leaveOut}`;
  const asked = ({ id, name }: Item) => ({ id, name });
  const found = useLoaded(key, () => analysis().explain(asked(a), asked(b), spec, leaveOut), pause);
  const thorough = !leaveOut && found.state !== "waiting" && (
    <button onClick={() => setLeaveOut(true)} title="It takes some seconds">
      Leave out each stimulus in turn
    </button>
  );
  if (found.state === "failed") return <p class="error">{found.message}</p>;
  if (found.state === "waiting")
    return (
      <p class="empty" aria-busy="true">
        It is computed …
      </p>
    );
  return (
    <>
      {found.value.map((section, k) => (
        <ExplainedSection
          key={k}
          section={section}
          of={`${a.name} ${b.name} ${k}`}
          names={[a.name, b.name]}
        />
      ))}
      {thorough}
    </>
  );
}

function ExplainedSection({
  section,
  of,
  names,
}: {
  readonly section: Section;
  readonly of: string;
  readonly names: readonly string[];
}) {
  const dress = useDress(names);
  const views = useMemo(() => viewsIn(dress([section])[0]!, of), [dress, section]);
  const { facts = [] } = section;
  const sums = facts.filter(({ term }) => term.startsWith("Sum "));
  const others = { ...section, facts: facts.filter((fact) => !sums.includes(fact)) };
  return (
    <div class="explained" aria-busy="false">
      <dl class="facts">
        {sums.map(({ term, text }, k) => (
          <div key={k}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <Said section={others} />
      {views.map((view) => (
        <Card key={view.id} view={view} about={section.heading} dress={dress} />
      ))}
    </div>
  );
}

function viewsIn({ figures }: Section, of: string): View[] {
  return (figures.flat() as Figure[]).map((figure, k) => ({
    id: `explain/${of}/${k}`,
    title: figure.title,
    forms: [{ label: "", content: [figure] }],
  }));
}
