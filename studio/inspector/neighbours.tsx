/** Whom a network resembles most, and how much it resembles each group, by the values of an answer. */
import { nothing, selectionOfPair } from "repgeom/charts";
import { shown } from "../parts/numbers.ts";
import { link } from "../session/live.ts";
import { session } from "../session/store.ts";
import { groupingOf } from "../views/dress.ts";
import { neighboursOf, type Near, type Values } from "../views/matrices.ts";

const most = 8;

export function Neighbours({ name, values }: { readonly name: string; readonly values: readonly Values[] }) {
  return (
    <>
      {values.map((of) => (
        <OfAnswer key={`${of.answer}/${of.section}`} name={name} of={of} />
      ))}
    </>
  );
}

function OfAnswer({ name, of }: { readonly name: string; readonly of: Values }) {
  const near = neighboursOf(of, name);
  if (near.length === 0) return null;
  const largest = near.reduce((most, { value }) => Math.max(most, Math.abs(value)), 0) || 1;
  return (
    <section aria-label={`Neighbours of ${name} by ${of.title}`}>
      <h3>Most like {name}</h3>
      <p class="empty">
        {of.title}, {of.word}
      </p>
      <table class="near">
        <tbody>
          {near.slice(0, most).map(({ name: other, value }) => (
            <tr
              key={other}
              onPointerEnter={() => link.light(selectionOfPair([name, other]))}
              onPointerLeave={() => link.light(nothing)}
            >
              <th scope="row">
                <button class="link" onClick={() => link.select(selectionOfPair([name, other]))}>
                  {other}
                </button>
              </th>
              <td class="bar" aria-hidden="true">
                <i style={{ width: `${(100 * Math.abs(value)) / largest}%` }} />
              </td>
              <td title={String(value)}>{shown(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <GroupMeans near={near} of={of} />
    </section>
  );
}

function GroupMeans({ near, of }: { readonly near: readonly Near[]; readonly of: Values }) {
  const grouping = groupingOf(session.value, [...of.rowNames, ...of.colNames]);
  if (!grouping) return null;
  const groups = new Map<string, number[]>();
  for (const { name, value } of near) {
    const group = grouping.groupOf(name);
    groups.set(group, [...(groups.get(group) ?? []), value]);
  }
  return (
    <table class="near means">
      <caption>Mean by {grouping.column}</caption>
      <tbody>
        {[...groups].map(([group, values]) => (
          <tr key={group}>
            <th scope="row">
              {group} <small>{values.length}</small>
            </th>
            <td>{shown(values.reduce((sum, value) => sum + value, 0) / values.length)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
