import { metrics } from "../../../own/metrics.ts";
import { crossOptions } from "repgeom/options";
import type { Question } from "../../../session/types.ts";
import { certaintyMistake, hasSeed, idleCertainty, isResampled } from "../certainty.ts";
import { commandOf } from "../code.ts";
import { filesOf, source } from "../files-code.ts";
import { comparable } from "../fitting.ts";
import type { Data, QuestionKind } from "../kind.ts";
import { certaintyText, computedText, metricsText, networksText, paragraph } from "../methods.ts";
import { programOf, readingCode } from "../program.ts";
import { sideOption, sidesMistake, sidesOf, usualRows } from "../sides.ts";

const doc =
  "Which representations are the rows; all others are the columns. As marked: those that the list of data marks. Else those of one group of the table.";

/** Layers with layers of another network, or with regions. */
export const cross: QuestionKind = {
  name: "cross",
  title: "Layers × regions",
  help: "Each representation of one set with each of another: layers of two networks, or layers and brain regions.",
  verb: "Compare",
  metrics: "several",
  options: (data) => ({ rows: sideOption(data.items, data.session.table, doc), ...crossOptions }),
  main: ["rows"],
  start: ({ items, session }) => {
    const rows = usualRows(items, session.table);
    return rows === undefined ? {} : { rows };
  },
  idle: (question) =>
    idleCertainty(
      question,
      hasSeed(question, (name) => metrics[name as "cka"].options),
    ),
  mistake: (question, data) =>
    sidesMistake(sidesIn(question, data), ["rows", "columns"], "rows") ?? certaintyMistake(question),
  pairs(question, data) {
    const { rows, columns } = sidesIn(question, data);
    return { count: rows.length * columns.length, more: isResampled(question) };
  },
  refusal(data) {
    const { items, session } = data;
    if (items.length < 2)
      return "It needs representations on two sides: layers and regions, or two networks.";
    if (usualRows(items, session.table) === undefined && items.every(({ side }) => side !== "columns"))
      return "It needs two sides: mark some representations as columns in the list of data, or add a table with groups.";
    return comparable(items);
  },
  code(question, data) {
    const { rows, columns } = sidesIn(question, data);
    const { rows: _, ...about } = question.options;
    const words = ["cross", ...filesOf(rows), "--against", ...filesOf(columns)];
    const side = { ...data, items: rows };
    return {
      command: commandOf({ words, question, data, options: crossOptions, named: rows }),
      typescript: programOf({
        data,
        before: `${readingCode("rows", rows, side)}\n${readingCode("columns", columns, side)}`,
        calls: question.metrics.map(
          (spec) => `engine.cross(rows, columns, ${source({ ...spec, ...about })})`,
        ),
      }),
    };
  },
  methods(question, data) {
    const { rows, columns } = sidesIn(question, data);
    return paragraph(
      `Each of ${networksText(rows)} was compared with each of ${networksText(columns)} by ${metricsText(question.metrics)}.`,
      certaintyText(question.options),
      computedText(data),
    );
  },
};

function sidesIn({ options }: Question, { items, session }: Data) {
  return sidesOf(items, session.table, options["rows"]);
}
