import { assertList } from "../../base/lists.ts";
import { assertAtlasFits, reductionOf, type Reduction } from "./models/fast-reduction.ts";
import { fastSrmStep, type FastPart, type FastPiece } from "./models/fast-parts.ts";
import { fitFor } from "./fit.ts";
import { joining } from "./joining.ts";
import { sharedSpaceResult, type SharedSpace } from "./result.ts";
import { heard, roundsOf } from "./rounds.ts";
import { fitSrm } from "./srm.ts";
import { meanOf } from "./models/srm-models.ts";
import { fastSrmOptions, type FastSrmOptions } from "./srm-options.ts";
import {
  assertMeasurable,
  assertSeveral,
  preparationOf,
  subjectOf,
  withConstantUnits,
  type Preparation,
  type Subject,
} from "./models/srm-subjects.ts";
import type { Matrix } from "../../base/matrix.ts";
import { resolveOptions } from "../../base/options.ts";
import { shared as sharedArray } from "../../base/thread-memory.ts";
import { assertComparable } from "../../data/kinds.ts";
import { defaultNormalization, divideUnits, equalizedNotes, normOf } from "../../data/normalize.ts";
import { toRepresentation, type Representation, type RepresentationLike } from "../../data/representation.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf } from "../../run/runtime.ts";
import type { Crew } from "../../run/tasks/task.ts";

/** A network, or a function that loads it. The function is called twice; nothing is kept in between. */
export type LazyRepresentation =
  RepresentationLike | (() => RepresentationLike | Promise<RepresentationLike>);

/** The computation of `fastSrm`. */
export async function fastSrm(
  given: readonly LazyRepresentation[],
  options: FastSrmOptions = {},
  control: Control = {},
): Promise<SharedSpace> {
  const chosen = resolveOptions("fastSrm", fastSrmOptions, options);
  assertList("fastSrm", "representations", given);
  assertSeveral("fastSrm", given.length);
  const reduction = reductionOf(chosen);
  const { perturbation, atlas, components } = chosen;
  const pass = passOver(given);
  const runtime = await runtimeOf(control);
  const { kernels, tasks } = runtime;
  const withCrew: WithCrew = (body) => tasks.with(fastSrmStep, null, { signal: control.signal }, body);
  const first = await withCrew((crew) => reduceAll(pass, crew, reduction, preparationOf(chosen)));
  const { reduced, how: prepared, notes } = chosen.normalize ? first : atOneScale(first);
  const fit = fitFor("fastSrm", chosen, reduced);
  const how = { ...fit, kind: "deterministic", perturbation } as const;
  const rough = await fitSrm(reduced, how, kernels, roundsOf(runtime, control), heard(control));
  const mapped = await withCrew((crew) => mapAll(pass, crew, rough.shared, { ...chosen, prepared }));
  const { start: _, ...told } = fit;
  const facts = {
    ...told,
    ...prepared,
    perturbation,
    atlas: atlas !== undefined,
    components: components ?? "all",
  };
  const { objective, iterations, converged } = rough;
  const found = { shared: meanOf(mapped.aligned), ...mapped, objective, iterations, converged };
  const about = { subjects: mapped.light, stimuli: pass.stimuli(), notes };
  const space = sharedSpaceResult("fast-srm", facts, about, found);
  return { ...space, ...joining(space, prepared, kernels) };
}

type FastCrew = Crew<FastPiece, FastPart>;
type WithCrew = <R>(body: (crew: FastCrew) => Promise<R>) => Promise<R>;
type Pass = ReturnType<typeof passOver>;

/** Subjects reduced to few units, with the Frobenius norm of the whole. */
interface Reduced {
  readonly reduced: readonly Subject[];
  readonly norms: readonly number[];
  readonly how: Preparation;
  readonly notes: readonly string[];
}

async function reduceAll(
  pass: Pass,
  crew: FastCrew,
  reduction: Reduction,
  how: Preparation,
): Promise<Reduced> {
  const [norms, reduced]: [number[], Subject[]] = [[], []];
  const reduce = (subject: Subject): FastPiece => {
    assertAtlasFits(reduction, subject);
    return { step: "reduce", subject, reduction };
  };
  await pass(crew, how, reduce, (part, subject) => {
    norms.push(normOf(subject.data));
    reduced.push(asSubject(subject.name, part.reduced!));
  });
  return { reduced, norms, how, notes: [] };
}

/** The default of `normalize`. A reduction is linear: its result can be divided instead of what it was made from. */
function atOneScale(found: Reduced): Reduced {
  const { reduced, norms, how } = found;
  const normalize = defaultNormalization(norms);
  if (normalize === "none") return found;
  reduced.forEach(({ data, cols }, i) => divideUnits(data, new Float64Array(cols).fill(norms[i]!)));
  const names = reduced.map(({ name }) => name);
  return { ...found, how: { ...how, normalize }, notes: equalizedNotes(names, norms) };
}

/** Maps of all units of each subject for a given shared response; `onMap` takes them if it is there. */
async function mapAll(
  pass: Pass,
  crew: FastCrew,
  shared: Matrix,
  {
    perturbation,
    onMap,
    prepared,
  }: Pick<FastSrmOptions, "onMap"> & { readonly perturbation: number; readonly prepared: Preparation },
) {
  const light: Subject[] = [];
  const [maps, aligned, energies]: [Matrix[], Matrix[], number[]] = [[], [], []];
  const map = (subject: Subject): FastPiece => ({ step: "map", subject, shared, perturbation });
  await pass(crew, prepared, map, async (part, subject, index) => {
    assertMeasurable(subject, part.energy!);
    light.push({ ...subject, data: new Float64Array(0) });
    aligned.push(part.projected!);
    energies.push(part.energy!);
    if (onMap) await onMap(withConstantUnits(part.map!, subject), index);
    else maps.push(part.map!);
  });
  return { light, maps, aligned, energies };
}

type Accept = (part: FastPart, subject: Subject, index: number) => void | Promise<void>;

/** Goes over the subjects in order, as many at a time as the crew can do at once. */
function passOver(given: readonly LazyRepresentation[]) {
  let first: Representation | undefined;
  const load = async (one: LazyRepresentation, index: number, how: Preparation): Promise<Subject> => {
    const representation = toRepresentation(typeof one === "function" ? await one() : one, String(index));
    first ??= { ...representation, data: new Float64Array(0) };
    assertComparable([first, representation], "fastSrm", "matrix");
    return subjectOf("fastSrm", representation, how);
  };
  const pass = async (
    crew: FastCrew,
    how: Preparation,
    toPiece: (subject: Subject) => FastPiece,
    accept: Accept,
  ) => {
    for (let start = 0; start < given.length; start += crew.width) {
      const subjects: Subject[] = [];
      for (const [k, one] of given.slice(start, start + crew.width).entries())
        subjects.push(await load(one, start + k, how));
      const parts = await crew.map(subjects.map(toPiece));
      for (const [k, part] of parts.entries()) await accept(part, subjects[k]!, start + k);
    }
  };
  return Object.assign(pass, { stimuli: () => first?.stimuli });
}

function asSubject(name: string, { rows, cols, data }: Matrix): Subject {
  return { name, rows, cols, units: cols, data: sharedArray(data), ...unmoved(cols) };
}

/** What reduced responses went through: nothing. */
function unmoved(cols: number): Pick<Subject, "means" | "scales"> {
  return { means: new Float64Array(cols), scales: new Float64Array(cols).fill(1) };
}
