import type { FileToOpen, OpenedFile, OpenHow } from "../opened.ts";
import { openTable } from "../tables/arrays.ts";
import type { TableColumn, TableFile } from "../tables/table-file.ts";
import { startsOf, type ArrowFile } from "./buffers.ts";
import { chainOf, fillFrom, lengthsOf, scratchIn } from "./column.ts";
import { readMessages } from "./messages.ts";
import type { Field } from "./schema.ts";
import { textsOf } from "./texts.ts";

/**
 * Opens an Arrow file, which Feather version 2 is, or an Arrow stream: the headers of its messages, and the names of
 * its rows. Record batches are read where their rows are asked for, a column after the other.
 * `openTable` says which columns are numbers, names or lists. In a file that pandas wrote a null among
 * floats is NaN, as pandas has it; any other null is an error.
 */
export async function openArrow({ path, pieces: open }: FileToOpen, how: OpenHow): Promise<OpenedFile> {
  const pieces = await open();
  const messages = await readMessages(pieces, path, how, how.signal);
  return openTable(
    await tableOf({ path, pieces, messages, starts: startsOf(messages.schema.fields), limits: how }),
    how.signal,
  );
}

async function tableOf(file: ArrowFile): Promise<TableFile> {
  const { schema, batches } = file.messages;
  const { fields, pandas } = schema;
  const lengths: number[][] = [];
  for (const [k, field] of fields.entries())
    lengths.push(field.kind === "list" ? await lengthsOf(file, k) : []);
  return {
    path: file.path,
    limits: file.limits,
    rows: batches.reduce((sum, { rows }) => sum + rows, 0),
    columns: fields.map((field, k) => columnOf(field, lengths[k]!)),
    ...(pandas !== undefined && { pandas }),
    texts: (k, signal) => textsOf(file, k, signal),
    fill(k, target, signal) {
      const nullIsNaN = pandas !== undefined && fields[k]!.type.startsWith("float");
      return fillFrom(file, k, lengths[k]!, target, nullIsNaN, signal);
    },
    parts: batches.map((batch) => batch.rows),
    scratch: (k) => batches.reduce((most, batch) => Math.max(most, scratchIn(file, batch, k)), 0),
  };
}

function columnOf(field: Field, lengths: readonly number[]): TableColumn {
  const { name, kind, type } = field;
  if (kind !== "list") return { name, kind, type };
  const { lists } = chainOf(field);
  const { tensor, length } = lists[0]!;
  const size = tensor?.reduce((product, n) => product * n, 1);
  const inner = tensor && lists.length === 1 && size === length ? tensor : lengths;
  return { name, kind: "numbers", type, inner };
}
