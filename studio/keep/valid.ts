/**
 * Whether what comes from outside (a session file, the browser's storage, a link) is a session, or a part of one, so that
 * no panel meets a value that it cannot show. What no panel reads is let be.
 */
import { metrics } from "../own/metrics.ts";
import { kinds } from "../question/kinds/registry.ts";
import { isHttp } from "./addresses.ts";
import {
  both,
  count,
  each,
  fields,
  flag,
  list,
  numeric,
  ofType,
  oneOf,
  record,
  text,
  type Shape,
} from "./shape.ts";

const kind = oneOf(...kinds.map(({ name }) => name));
const metric = ofType("the name of a metric", (name) => Object.hasOwn(metrics, name as string));
const question = fields({ kind, metrics: list(fields({ metric })), options: record });
const look = each(text);
const arrangement = list(fields({ view: text }, { width: oneOf(1, 2), closed: flag, form: text }));

/** The parts of a session that stand in an address, too. */
export const parts = { question, look, arrangement, reading: record } as const satisfies Record<
  string,
  Shape
>;

const origin: Shape = (value, where) => {
  const of = {
    file: fields({ path: text, size: numeric }, { nth: count }),
    url: fields({ url: ofType("an address with http: or https:", isHttp) }),
    example: fields({ example: text, path: text }),
  } as const;
  return (
    fields({ from: oneOf(...Object.keys(of)) })(value, where) ??
    of[(value as { from: keyof typeof of }).from](value, where)
  );
};

const remedies = list(fields({ label: text }, { reading: record, all: flag, form: text }));

const thumbnail = both(
  fields({ side: count, values: list(numeric) }),
  ofType("side × side values", (value) => {
    const { side, values } = value as { readonly side: number; readonly values: readonly number[] };
    return values.length === side * side;
  }),
);

const item = fields(
  {
    id: count,
    name: text,
    origin,
    readAs: text,
    kind: oneOf("matrix", "images", "repeats", "gaussians", "trajectories", "other"),
    shape: list(count),
    axes: text,
    type: text,
    said: list(text),
    warnings: list(text),
  },
  {
    bytes: numeric,
    stimuli: list(text),
    remedies,
    reading: record,
    thumbnail,
    excluded: flag,
    side: oneOf("rows", "columns"),
  },
);

const refused = fields(
  { id: count, origin, message: text },
  { remedies, reading: record, was: list(item), place: numeric },
);

const cell = ofType(
  "a text, a number or null",
  (value) => value === null || /string|number/.test(typeof value),
);
const table = both(fields({ names: list(text), columns: each(list(cell)) }), (value, where) => {
  const { names, columns } = value as { readonly names: readonly string[]; readonly columns: object };
  const short = Object.entries(columns).find(([, cells]) => cells.length !== names.length);
  return short && `${where}, ${short[0]}: expected ${names.length} cells, got ${short[1].length}`;
});

const figure: Shape = (value, where) =>
  Array.isArray(value) ? list(figure)(value, where) : fields({ kind: text, title: text })(value, where);

const section = fields(
  { heading: text, figures: list(figure) },
  { facts: list(fields({ term: text, text })), text: list(text), warnings: list(text) },
);

const answer = fields(
  {
    id: count,
    question,
    title: text,
    names: list(text),
    state: oneOf("queued", "running", "done", "failed", "cancelled"),
    sections: list(section),
    files: list(fields({ name: text, label: text })),
    reading: record,
  },
  { name: text, ids: list(count), error: text, seconds: numeric },
);

const own = list(
  fields({
    name: text,
    file: text,
    text,
    about: fields({
      title: text,
      summary: text,
      family: text,
      blindTo: text,
      options: each(fields({ type: text, doc: text })),
      properties: fields({ kind: oneOf("distance", "dissimilarity", "similarity"), invariantTo: list(text) }),
    }),
  }),
);

/** What is wrong with what a session says of its own metrics. */
export function wrongInOwn(value: unknown): string | undefined {
  return value === undefined ? undefined : own(value, "own");
}

const session = fields(
  {
    items: list(item),
    refused: list(refused),
    answers: list(answer),
    shown: list(count),
    nextId: count,
    ...parts,
  },
  { table, groups: text, own },
);

/** What is wrong with a session of the newest version, in words; undefined where nothing is. */
export function wrongInSession(value: unknown): string | undefined {
  return session(value, "");
}
