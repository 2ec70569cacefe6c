import type { Item } from "../../../session/types.ts";
import { commandOf } from "../code.ts";
import { comparable } from "../fitting.ts";
import { filesOf, source } from "../files-code.ts";
import type { Code, Data, QuestionKind } from "../kind.ts";
import { computedText, listed, paragraph } from "../methods.ts";
import { programOf, readingCode } from "../program.ts";
import { sidesMistake, sidesOf, usualRows } from "../sides.ts";
import type { Question } from "../../../session/types.ts";
import { chosenOf, flagOptions, optionsOf, partsOf, type Group } from "./options.ts";

/** Layers of networks against regions, with intervals and noise ceilings. */
export const layers: QuestionKind = {
  name: "layers",
  title: "Layers and regions",
  help: "Which layer of a network is most like each region: curves over depth with noise ceilings, best layers, intervals.",
  verb: "Study",
  metrics: "none",
  options: optionsOf,
  main: ["rows", "dissimilarity", "comparator"],
  labels: { rows: "Layers" },
  start: ({ items, session }) => {
    const rows = usualRows(items, session.table);
    return rows === undefined ? {} : { rows };
  },
  refusal({ items, session }) {
    if (items.length < 3) return "It needs layers and regions: three representations or more.";
    if (usualRows(items, session.table) === undefined && items.every(({ side }) => side !== "columns"))
      return "It needs two sides: mark the regions as columns in the list of data, or add a table with groups.";
    if (items[0]!.shape[0]! < 4) return "It needs four stimuli or more.";
    return sameStimuli(items);
  },
  mistake(question, data) {
    const { columns } = chosenOf(question.options);
    const sides = sidesOf(data.items, data.session.table, columns.rows);
    const wrong = sidesMistake(sides, ["layers", "regions"], "rows");
    if (wrong) return wrong;
    const lone = parts(question, data).networks.find(({ members }) => members.length < 2);
    if (!lone) return undefined;
    const text = `${lone.name} has one layer; a network needs two or more.`;
    return { text, option: columns.network ? "network" : "rows" };
  },
  code,
  methods(question, data) {
    const { options, dissimilarity, regionDissimilarity } = chosenOf(question.options);
    const { networks, regions } = parts(question, data);
    const drawn = options.bootstrap?.join(" and ") ?? "stimuli, and subjects where a region has several";
    const other = regionDissimilarity === dissimilarity ? "" : ` (${regionDissimilarity} of the regions)`;
    return paragraph(
      `Layers of ${listed(networks.map(({ name, members }) => `${name} (${members.length} layers)`))} were compared with ` +
        `${listed(regions.map(({ name, members }) => `${name} (${members.length} ${members.length === 1 ? "RDM" : "subjects"})`))}: ` +
        `RDMs by ${dissimilarity}${other}, compared by ${options.comparator}, with ${100 * options.confidence} % intervals from ` +
        `${options.samples} resamples of ${drawn} (corrected variance; Schütt et al., eLife 2023; seed ${options.seed}).`,
      computedText(data),
    );
  },
};

function parts(question: Question, { items, session }: Data) {
  return partsOf(items, session.table, chosenOf(question.options).columns);
}

/** RDMs are compared, so units and kinds may differ. */
function sameStimuli(items: readonly Item[]): string | undefined {
  return comparable(items.map((item) => ({ ...item, kind: "matrix" as const })));
}

function code(question: Question, data: Data): Code {
  const { options } = chosenOf(question.options);
  const { networks, regions } = parts(question, data);
  const named = (flag: string, groups: readonly Group<Item>[]) =>
    groups.flatMap(({ name, members }) => {
      const [first, ...rest] = filesOf(members);
      return [flag, `${name}=${first}`, ...rest];
    });
  return {
    command: commandOf({
      words: ["layers", ...named("--layers", networks), ...named("--region", regions)],
      question: { ...question, metrics: [] },
      data,
      options: flagOptions,
      pictures: false,
      named: [],
    }),
    typescript: programOf({
      data,
      before: programParts(question, data),
      imports: ["type DissimilarityName", "type Rdm", "type Representation"],
      calls: [`engine.layerStudy({ ...${source(options)}, networks, regions })`],
    }),
  };
}

function programParts(question: Question, data: Data): string {
  const { dissimilarity, regionDissimilarity } = chosenOf(question.options);
  const { networks, regions } = parts(question, data);
  const reading = (word: string, groups: readonly Group<Item>[]) =>
    groups.map(({ members }, k) => readingCode(`${word}${k}`, members, data));
  const list = (word: string, groups: readonly Group<Item>[], how: string) =>
    groups.map(
      ({ name }, k) => `  { name: ${source(name)}, ${word}: await rdms(${word}${k}, ${source(how)}) },`,
    );
  return `async function rdms(all: Representation[], dissimilarity: DissimilarityName): Promise<Rdm[]> {
  const found: Rdm[] = [];
  for (const one of all) found.push(await engine.rdm(one, { dissimilarity }));
  return found;
}
${[...reading("layers", networks), ...reading("subjects", regions)].join("\n")}
const networks = [
${list("layers", networks, dissimilarity).join("\n")}
];
const regions = [
${list("subjects", regions, regionDissimilarity).join("\n")}
];`;
}
