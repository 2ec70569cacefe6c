import { ask } from "../question/ask.ts";
import { change } from "../session/store.ts";
import { addSources } from "./add.ts";
import type { Example } from "./examples.ts";
import { isGrouping } from "./table/use.ts";

/** Its data, its table and its question, which is asked at once. */
export async function openExample(example: Example): Promise<void> {
  const { incoming, table } = await example.load();
  await addSources(incoming);
  const { look, question } = example;
  const groups = look.color !== undefined && isGrouping(table, look.color) ? { groups: look.color } : {};
  change((one) => ({ ...one, table, look, question, ...groups }), `open ${example.name}`);
  await ask();
}
