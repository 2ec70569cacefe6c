import { ask } from "../question/ask.ts";
import { change, session } from "../session/store.ts";
import { addSources } from "./add.ts";
import type { Example } from "./examples.ts";
import { isGrouping } from "./table/use.ts";

/** Its data, its table and its questions, which are asked at once. */
export async function openExample(example: Example): Promise<void> {
  const { incoming, table, sides = {} } = await example.load();
  await addSources(incoming);
  const { look, question, before = [] } = example;
  const items = session.value.items.map((item) => {
    const side = Object.hasOwn(sides, item.name) ? sides[item.name] : undefined;
    return side ? { ...item, side } : item;
  });
  const groups = look.color !== undefined && isGrouping(table, look.color) ? { groups: look.color } : {};
  change((one) => ({ ...one, items, table, look, question, ...groups }), `open ${example.name}`);
  await Promise.all([...before, question].map((one) => ask(one)));
}
