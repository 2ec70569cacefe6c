import { ask } from "../question/ask.ts";
import { change, session } from "../session/store.ts";
import { addSources } from "./add.ts";
import type { Example } from "./examples.ts";

/** Its data, its table and its questions, which are asked at once. */
export async function openExample(example: Example): Promise<void> {
  const { incoming, table, sides = {} } = await example.load();
  await addSources(incoming);
  const { look, question, before = [] } = example;
  const items = session.value.items.map((item) => {
    const side = Object.hasOwn(sides, item.name) ? sides[item.name] : undefined;
    return side ? { ...item, side } : item;
  });
  change((one) => ({ ...one, items, table, look, question }), `open ${example.name}`);
  await Promise.all([...before, question].map((one) => ask(one)));
}
