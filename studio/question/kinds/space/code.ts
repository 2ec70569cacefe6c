/** What reproduces a space: the distances once, then a command for each thing that was found in them. */
import type { MetricSpec } from "repgeom";
import { metrics } from "../../../own/metrics.ts";
import {
  clusterOptions,
  embedOptions,
  flagsOf,
  mantelOptions,
  predictOptions,
  resolveOptions,
  testedGroupsOptions,
  type AnySchemas,
} from "repgeom/options";
import type { Question } from "../../../session/types.ts";
import { commandOf, shellLine } from "../code.ts";
import { filesOf, source } from "../files-code.ts";
import type { Code, Data } from "../kind.ts";
import { programOf, readingCode } from "../program.ts";
import { rowsOf } from "../table-code.ts";
import { chosenOf, columnNamed, type Chosen } from "./options.ts";

const [file, table] = ["distances.csv", "networks.json"];

export function codeOf(question: Question, data: Data): Code {
  return { command: commandsOf(question, data), typescript: programOfSpace(question, data) };
}

function commandsOf(question: Question, data: Data): string {
  const chosen = chosenOf(question.options);
  const { covariate, confounds, clusters, permutations, seed } = chosen;
  const words = ["pairwise", ...filesOf(data.items)];
  const first = commandOf({
    words,
    question: { ...question, options: {} },
    data,
    options: {},
    pictures: false,
  });
  const conversion = conversionOf(question.metrics[0]);
  const look = lookFlags(data);
  const columns = [
    "--table",
    table,
    "--column",
    covariate ?? "",
    ...(confounds.length > 0 ? ["--confound", confounds.join(",")] : []),
  ];
  const line = (
    command: string,
    schemas: AnySchemas,
    options: object,
    more: readonly string[],
    ending: string,
  ) =>
    shellLine([
      "repgeom",
      command,
      file,
      ...conversion,
      ...flagsOf(schemas, options as Record<string, unknown>),
      ...more,
      "--deterministic",
      "--out",
      `${command}.${ending}`,
      "--report",
      `${command}.html`,
    ]);
  const { map: method, dimensions, restarts, clustering, groupTest } = chosen;
  const test = groupTest ? { groupTest, permutations } : {};
  const grouped = [...look, ...flagsOf(testedGroupsOptions, test)];
  const lines = [
    line("embed", embedOptions, { method, dimensions, restarts, seed }, grouped, "csv"),
    ...clusterLines(line, { method: clustering, seed }, clusters, look),
    ...(covariate
      ? [
          ...predictionLines(line, chosen, columns),
          line("mantel", mantelOptions, { permutations, seed }, columns, "json"),
        ]
      : []),
  ];
  return `${tableText(chosen, data)}${first.replace("--out pairwise.npy", `--out ${file}`)}${lines.join("\n")}\n`;
}

type Line = (
  command: string,
  schemas: AnySchemas,
  options: object,
  more: readonly string[],
  ending: string,
) => string;

/** Without a number the page shows those of the largest mean silhouette. */
function clusterLines(
  line: Line,
  options: object,
  clusters: number | undefined,
  look: readonly string[],
): string[] {
  if (clusters !== undefined) return [line("cluster", clusterOptions, { ...options, clusters }, look, "npy")];
  const each = line("cluster", clusterOptions, options, look, "npy")
    .replace(`${file}`, `${file} --clusters $k`)
    .replace("cluster.npy", "cluster-$k.npy")
    .replace("cluster.html", "cluster-$k.html");
  return [
    `# the page shows the number of clusters with the largest mean silhouette`,
    `for k in 2 3 4 5 6 7 8 9 10; do ${each}; done`,
  ];
}

/** The command line predicts from distances; ridge regression on coordinates is a function of the library. */
function predictionLines(line: Line, chosen: Chosen, columns: readonly string[]): string[] {
  const { predictor: method, folds, ridge, bandwidth, k, permutations, seed } = chosen;
  if (method === "linear-ridge") return ["# ridge regression on the coordinates: see the program"];
  const own = method === "kernel-ridge" ? { ridge, bandwidth } : { k };
  return [line("predict", predictOptions, { method, folds, ...own, permutations, seed }, columns, "json")];
}

/** Files of numbers do not say whether they are similarities. */
function conversionOf(spec: MetricSpec | undefined): string[] {
  if (!spec) return [];
  const { metric, ...options } = spec;
  const { toDistance } = metrics[metric].properties(
    resolveOptions(metric, metrics[metric].options as AnySchemas, options) as never,
  );
  return toDistance ? ["--to-distance", toDistance] : [];
}

function lookFlags({ session: { table: known, look, groups } }: Data): string[] {
  const columns = Object.entries({ ...look, groups }).filter(([, column]) => column);
  if (!known || columns.length === 0) return [];
  return ["--table", table, ...columns.flatMap(([name, column]) => [`--${name}`, column!])];
}

function tableText({ covariate }: Chosen, data: Data): string {
  if (!data.session.table || (!covariate && lookFlags(data).length === 0)) return "";
  const rows = rowsOf(data).map((row) => JSON.stringify(row));
  return `cat > ${table} <<'TABLE'\n[${rows.join(",\n")}]\nTABLE\n`;
}

function programOfSpace(question: Question, data: Data): string {
  const chosen = chosenOf(question.options);
  const { map: method, dimensions, restarts, seed, clustering, clusters, permutations } = chosen;
  const embedding = source({ method, dimensions, restarts, seed });
  const names = data.items.map(({ name }) => name);
  const values = (name: string) => source(columnNamed(name, names, data.session.table).values);
  const confounds =
    chosen.confounds.length > 0 ? `, confounds: [${chosen.confounds.map(values).join(", ")}]` : "";
  const count = clusters ?? Math.min(10, data.items.length - 1);
  const before = `${readingCode("networks", data.items, data)}
const distances = await engine.pairwise(networks, ${source(question.metrics[0])});
const map = await engine.embed(distances, ${embedding});
const clusterings = [];
for (let clusters = ${clusters ?? 2}; clusters <= ${count}; clusters++)
  clusterings.push(await engine.clusterAsync(distances, { ...${source({ method: clustering, seed })}, clusters }));
const best = clusterings.reduce((best, one) => (one.silhouette! > best.silhouette! ? one : best));`;
  const { predictor, folds, ridge, bandwidth, k } = chosen;
  const shared = source({ folds, seed, permutations, ridge }).slice(1, -1) + confounds;
  const predictions =
    predictor === "linear-ridge"
      ? `engine.regressAsync(map.coordinates, covariate, { ${shared}, names: map.names })`
      : `engine.predictAsync(distances, covariate, { ${shared}, ${source({ method: predictor, bandwidth, k }).slice(1, -1)} })`;
  return programOf({
    data,
    before: chosen.covariate ? `${before}\nconst covariate = ${values(chosen.covariate)};` : before,
    calls: ["distances", "map", "best", ...(chosen.covariate ? [predictions] : [])],
  });
}
