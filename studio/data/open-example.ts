import { knowMetrics } from "../own/metrics.ts";
import { ask } from "../question/ask.ts";
import { change, session } from "../session/store.ts";
import { addSources } from "./add.ts";
import type { Example } from "./examples.ts";
import { isGrouping } from "./table/use.ts";

/** Its data, its table and its questions, which are asked at once. */
export async function openExample(example: Example): Promise<void> {
  const { look, question, before = [] } = example;
  const asked = [...before, question];
  const [{ incoming, table, sides = {} }] = await Promise.all([
    example.load(),
    knowMetrics(asked.flatMap(({ metrics }) => metrics)),
  ]);
  await addSources(incoming);
  const items = session.value.items.map((item) => {
    const side = Object.hasOwn(sides, item.name) ? sides[item.name] : undefined;
    return side ? { ...item, side } : item;
  });
  const groups = look.color !== undefined && isGrouping(table, look.color) ? { groups: look.color } : {};
  change((one) => ({ ...one, items, table, look, question, ...groups }), `open ${example.name}`);
  await Promise.all(asked.map((one) => ask(one)));
}
