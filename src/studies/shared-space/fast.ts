import { fastSrmStep } from "./fast-task.ts";
import {
  assertAtlasFits,
  reductionOf,
  type FastPart,
  type FastPiece,
  type FastSrmOptions,
} from "./fast-srm.ts";
import { weightedSum } from "./srm-models.ts";
import { assertAtLeastZero, checkedFit } from "./srm-options.ts";
import { assertMeasurable, subjectOf, withConstantUnits, type Subject } from "./srm-subjects.ts";
import { heard, roundsOf } from "./rounds.ts";
import { fitSrm } from "./srm.ts";
import type { Control } from "../../run/control.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { OptionError } from "../../base/errors.ts";
import { assertComparable } from "../../data/kinds.ts";
import type { Matrix } from "../../base/matrix.ts";
import { toRepresentation, type Representation, type RepresentationLike } from "../../data/representation.ts";
import { shared as sharedArray } from "../../base/thread-memory.ts";
import { joining, sharedSpaceResult, type SharedSpace } from "./result.ts";
import type { Crew } from "../../run/tasks/task.ts";

/** A network, or how to get it: it is then asked for twice, and let go after each time. */
export type LazyRepresentation =
  RepresentationLike | (() => RepresentationLike | Promise<RepresentationLike>);

/**
 * Fast SRM: the deterministic model of subjects whose units were brought down first, then for
 * each one map of all its units, and the mean of what they give as S. As many subjects are in
 * memory at a time as there are threads.
 *
 * Source: Richard, Martin, Pinho, Pillow & Thirion, "Fast shared response model for fMRI data",
 * 2019, arXiv:1909.12537.
 *
 * @param given - stimuli × units each, or functions that load them, of more than fit in memory
 *   together; such a function must not use the same engine
 * @throws as `srm`.
 */
export async function fastSrm(
  given: readonly LazyRepresentation[],
  options: FastSrmOptions = {},
  control: Control = {},
): Promise<SharedSpace> {
  const { center = false, perturbation = 0, onMap, atlas, components } = options;
  assertAtLeastZero("fastSrm", "perturbation", perturbation);
  if (given.length < 2) {
    throw new OptionError(
      `fastSrm needs at least two subjects to have something shared; got ${given.length}.`,
    );
  }
  const reduction = reductionOf(options);
  const pass = passOver(given, center);
  const runtime = await runtimeOf(control);
  const { kernels, tasks } = runtime;
  const withCrew = <R>(body: (crew: Crew<FastPiece, FastPart>) => Promise<R>) =>
    tasks.with(fastSrmStep, null, { signal: control.signal }, body);

  const light: Subject[] = [];
  const reduced: Subject[] = [];
  const reduce = (subject: Subject): FastPiece => {
    assertAtlasFits(reduction, subject);
    return { step: "reduce", subject, reduction };
  };
  await withCrew((crew) =>
    pass(crew, reduce, (part, subject) => {
      light.push({ ...subject, data: new Float64Array(0) });
      reduced.push(asSubject(subject.name, part.reduced!));
    }),
  );
  const fit = checkedFit("fastSrm", options, reduced);
  const rough = await fitSrm(
    reduced,
    { ...fit, kind: "deterministic", perturbation },
    kernels,
    roundsOf(runtime, control),
    heard(control),
  );

  const [maps, aligned, energies]: [Matrix[], Matrix[], number[]] = [[], [], []];
  const map = (subject: Subject): FastPiece => ({ step: "map", subject, shared: rough.shared, perturbation });
  await withCrew((crew) =>
    pass(crew, map, async (part, subject, index) => {
      assertMeasurable(subject, part.energy!);
      aligned.push(part.projected!);
      energies.push(part.energy!);
      if (onMap) await onMap(withConstantUnits(part.map!, subject), index);
      else maps.push(part.map!);
    }),
  );
  const shared = weightedSum(
    aligned,
    aligned.map(() => 1 / aligned.length),
  );
  const { start: _, ...told } = fit;
  const facts = {
    ...told,
    center,
    perturbation,
    atlas: atlas !== undefined,
    components: components ?? "all",
  };
  const { objective, iterations, converged } = rough;
  const found = { shared, maps, aligned, energies, objective, iterations, converged };
  const space = sharedSpaceResult("fast-srm", facts, { subjects: light, stimuli: pass.stimuli() }, found);
  return { ...space, ...joining(space, center, kernels) };
}

type Accept = (part: FastPart, subject: Subject, index: number) => void | Promise<void>;

/** Goes over the subjects, a crew's width of them at a time, in order. */
function passOver(given: readonly LazyRepresentation[], center: boolean) {
  let first: Representation | undefined;
  const load = async (one: LazyRepresentation, index: number): Promise<Subject> => {
    const representation = toRepresentation(typeof one === "function" ? await one() : one, String(index));
    first ??= { ...representation, data: new Float64Array(0) };
    assertComparable([first, representation], "fastSrm", "matrix");
    return subjectOf("fastSrm", representation, center);
  };
  const pass = async (
    crew: Crew<FastPiece, FastPart>,
    toPiece: (subject: Subject) => FastPiece,
    accept: Accept,
  ) => {
    for (let start = 0; start < given.length; start += crew.width) {
      const subjects: Subject[] = [];
      for (const [k, one] of given.slice(start, start + crew.width).entries())
        subjects.push(await load(one, start + k));
      const parts = await crew.map(subjects.map(toPiece));
      for (const [k, part] of parts.entries()) await accept(part, subjects[k]!, start + k);
    }
  };
  return Object.assign(pass, { stimuli: () => first?.stimuli });
}

function asSubject(name: string, { rows, cols, data }: Matrix): Subject {
  return { name, rows, cols, units: cols, data: sharedArray(data), means: new Float64Array(cols) };
}
