import type { Isc, Isfc, Representation } from "repgeom";
import { iscSection, type Figure, type Section } from "repgeom/report";
import type { MadeFile, Runner, Work } from "../../../worker/runner.ts";
import { writtenFiles } from "../made.ts";
import { chosenOf } from "./options.ts";

const onlyShared =
  "Subjects differ in their number of units: they are compared in the shared space alone, feature by feature.";

/** Units (or features of a shared space, or both), and pairs of units if asked for. */
export const run: Runner = async (work) => {
  const { task, given, engine } = work;
  const subjects = given.map(({ representation }) => representation);
  const names = subjects.map(({ name }) => name);
  const chosen = chosenOf(task.question.options, names, task.table);
  const { native, shared } = await correlated(subjects, chosen, work);
  const { method, summary, tolerateNans } = chosen.options;
  const isfc = chosen.isConnectivity
    ? await engine.isfc(subjects, { method, summary, tolerateNans }, during(work, "units with units"))
    : undefined;
  return {
    title: `Inter-subject correlation, ${native.options.method}`,
    sections: [
      iscSection({ native, ...(shared && { shared }) }),
      ...(isfc ? [connectivitySection(isfc)] : []),
    ],
    files: [
      ...writtenFiles(native, "isc", "Correlations and test"),
      ...(shared ? writtenFiles(shared, "isc.shared", "In the shared space") : []),
      ...(isfc ? connectivityFiles(isfc) : []),
    ],
    result: { native, shared, isfc },
  };
};

function during({ control }: Work, part: string): Work["control"] {
  return { ...control, onProgress: (progress) => control.onProgress({ ...progress, part }) };
}

/** As the command line: where units are not the same, only the shared space is left. */
async function correlated(
  subjects: readonly Representation[],
  { options, features }: ReturnType<typeof chosenOf>,
  work: Work,
): Promise<{ readonly native: Isc; readonly shared?: Isc }> {
  const { engine } = work;
  const isSame = new Set(subjects.map(({ shape }) => shape[1])).size === 1;
  const ofUnits = () => engine.isc(subjects, options, during(work, "units"));
  if (features === undefined) return { native: await ofUnits() };
  const native = isSame ? await ofUnits() : undefined;
  const { aligned } = await engine.srm(subjects, { features }, during(work, "the shared space"));
  const moved = aligned.map(({ rows, cols, data }, k) => ({
    name: subjects[k]!.name,
    shape: [rows, cols],
    data,
  }));
  const shared = await engine.isc(moved, options, during(work, "shared features"));
  if (native) return { native, shared };
  return { native: { ...shared, warnings: [onlyShared, ...shared.warnings] } };
}

/** Units × units: the summary over subjects, or of each subject or pair. */
function connectivitySection({ matrices, rows, subjects, warnings }: Isfc): Section {
  const named = matrices.map((matrix, k) => ({ matrix, name: rows[k] ?? "" }));
  return {
    heading: "Inter-subject functional connectivity",
    facts: [
      { term: "Subjects", text: String(subjects.length) },
      { term: "Units", text: `${matrices[0]!.rows} × ${matrices[0]!.cols}` },
    ],
    warnings,
    figures: [
      {
        kind: "heat-maps",
        title: "Units with units of the other subjects",
        caption: "Rows are units of a subject, columns those of the others.",
        wide: matrices.length > 1,
        panels: named.map(({ matrix, name }) => ({
          ...(matrices.length > 1 && { title: name }),
          rowNames: numbers(matrix.rows),
          colNames: numbers(matrix.cols),
          values: matrix.data,
        })),
        scale: { word: "correlation", dark: "most", around: 0, domain: [-1, 1] },
      } satisfies Figure,
    ],
  };
}

function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, k) => String(k));
}

function connectivityFiles(isfc: Isfc): MadeFile[] {
  return writtenFiles(isfc, "isfc", "Units with units");
}
