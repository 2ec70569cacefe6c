import { square } from "../../base/math/powers.ts";
import { sharedAsStored } from "../../base/thread-memory.ts";
import { OptionError, ShapeError } from "../../base/errors.ts";
import { indexNames, assertList } from "../../base/lists.ts";
import { resolveOptions } from "../../base/options.ts";
import { mean } from "../../base/statistics.ts";
import { upperTail } from "../../base/student.ts";
import { toRepresentation, type RepresentationLike } from "../../data/representation.ts";
import { loadDissimilarity } from "../../rdm/dissimilarities/registry.ts";
import { describeOptions, resolveRdm } from "../../rdm/options.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf } from "../../run/runtime.ts";
import type { RunRows } from "./cross-runs.ts";
import { reliabilityOptions, type ReliabilityOptions } from "./options.ts";
import { reliabilityResult, type Reliability } from "./result.ts";
import { reliabilityOfSubject } from "./task.ts";

/**
 * How reliably responses tell stimuli apart from one run to another: of each subject the RDM of the stimuli of one run
 * (rows) with those of another (columns), whose diagonal is no longer 0 but what a stimulus differs from itself; the
 * exemplar discriminability index, mean off the diagonal less mean on it; and how the RDMs of the runs correlate.
 *
 * @param subjects - each stimuli × repeats × units; a repeat is a run
 * @throws {ShapeError} for other axes, or subjects with other numbers of stimuli.
 * @throws {OptionError} for a dissimilarity that compares runs itself, or an option that it does not take.
 * @throws {NumericalError} as `rdm`.
 *
 * Source: Nili, Walther, Alink & Kriegeskorte, PLoS ONE 15(6), 2020, e0232551.
 */
export async function reliability(
  subjects: readonly RepresentationLike[],
  options: ReliabilityOptions = {},
  control: Control = {},
): Promise<Reliability> {
  assertList("reliability", "representations", subjects);
  const { permutations, seed, ...given } = resolveOptions("reliability", reliabilityOptions, options);
  const { dissimilarity } = given;
  if ((await loadDissimilarity(dissimilarity)).accepts === "repeats") {
    const { dissimilaritiesThat } = await import("../../rdm/dissimilarities/all.ts");
    const others = dissimilaritiesThat(({ accepts }) => accepts === "matrix");
    throw new OptionError(
      `reliability: ${dissimilarity} compares runs itself; accepted: ${others.join(", ")}.`,
      "dissimilarity",
    );
  }
  const { permutations: _, seed: __, ...asked } = options;
  const resolved = await resolveRdm(asked);
  const rows = subjects.map((one, index) => runsOf(toRepresentation(one, `subject ${index}`)));
  assertAlike(rows);
  const { tasks } = await runtimeOf(control);
  const setup = { resolved, permutations, seed };
  const operations = rows.reduce((sum, { shape: [count, units] }) => sum + 2 * square(count) * units, 0);
  const found = await tasks.run(reliabilityOfSubject, setup, rows, { ...control, operations });
  const indices = Float64Array.from(found, ({ index }) => index);
  const group = groupTest(indices);
  return reliabilityResult({
    names: rows.map(({ name }) => name),
    stimuli: rows[0]!.stimuli,
    options: { dissimilarity, ...describeOptions(resolved), permutations, seed },
    runs: rows.map((one) => one.runs),
    indices,
    crossRdms: found.map(({ cross }) => cross),
    rdmCorrelations: Float64Array.from(found, ({ correlation }) => correlation),
    ...(permutations > 0 && { p: Float64Array.from(found, ({ p }) => p!) }),
    ...(group && { group }),
  });
}

/** Rows of all runs, those of the first run first. */
function runsOf({ name, shape, data, stimuli, repeats }: ReturnType<typeof toRepresentation>): RunRows {
  const [m, runs, units] = shape;
  if (shape.length !== 3 || repeats || m! < 2 || runs! < 2)
    throw new ShapeError(
      `reliability takes stimuli × repeats × units, with 2 stimuli and 2 repeats at least, as many of each stimulus; ${name} is ${shape.join(" × ")}${repeats ? " with unequal repeats" : ""}.`,
    );
  const rows = new Float64Array(data.length);
  for (let i = 0; i < m!; i++) {
    for (let r = 0; r < runs!; r++) {
      const from = (i * runs! + r) * units!;
      rows.set(data.subarray(from, from + units!), (r * m! + i) * units!);
    }
  }
  return {
    name,
    runs: runs!,
    stimuli: stimuli ?? indexNames(m!),
    shape: [m! * runs!, units!],
    data: sharedAsStored(rows) as Float64Array,
  };
}

function assertAlike(subjects: readonly RunRows[]): void {
  const [first] = subjects;
  if (!first) throw new OptionError("reliability: no subjects were given.");
  const other = subjects.find(({ stimuli }) => stimuli.length !== first.stimuli.length);
  if (other)
    throw new ShapeError(
      `reliability: ${first.name} has ${first.stimuli.length} stimuli, ${other.name} ${other.stimuli.length}; they must be the same.`,
    );
}

/** One-sided: is the mean index above 0? Absent for one subject. */
function groupTest(indices: Float64Array) {
  const count = indices.length;
  if (count < 2) return undefined;
  const centre = mean(indices);
  const variance = indices.reduce((sum, value) => sum + square(value - centre), 0) / (count - 1);
  const standardError = Math.sqrt(variance / count);
  const p = standardError > 0 ? upperTail(centre / standardError, count - 1) : NaN;
  return { mean: centre, standardError, p };
}
