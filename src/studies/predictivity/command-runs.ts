/** `--runs`: the files of one subject, a repeat each, as one array of responses. */
import { ShapeError } from "../../base/errors.ts";
import type { Representation } from "../../data/representation.ts";
import { UsageError } from "../../cli/errors.ts";

/** What `--target` says. @throws {ShapeError} for a file without repeats that no `--runs` explains. */
export function responsesOf(targets: readonly Representation[], runs = false): readonly Representation[] {
  if (runs) return [joinRuns(targets)];
  const single = targets.find(({ shape }) => shape.length === 2);
  if (!single) return targets;
  throw new ShapeError(
    `${single.name} is ${single.shape.join(" × ")}; expected responses, stimuli × repeats × voxels: halves of the repeats tell noise apart. Where each file is a repeat of the same stimuli, give all of them and --runs.`,
  );
}

/**
 * Responses of several runs side by side.
 *
 * @param runs - stimuli × voxels each, the stimuli in one order
 * @returns stimuli × runs × voxels, double precision, called after the first run, in the space of its voxels
 * @throws {UsageError} for a single run. @throws {ShapeError} for other axes, or runs of unequal size.
 */
function joinRuns(runs: readonly Representation[]): Representation {
  const [first] = runs;
  if (runs.length < 2)
    throw new UsageError("--runs takes 2 files of --target or more: a file a run, each a repeat.");
  for (const { name, shape } of runs)
    if (shape.length !== 2 || shape.join() !== first!.shape.join())
      throw new ShapeError(
        `--runs: expected stimuli × voxels, as many in every run; ${name} is ${shape.join(" × ")}, ${first!.name} is ${first!.shape.join(" × ")}.`,
      );
  const { name, shape, stimuli, space, arranged } = first!;
  const [rows, voxels] = shape as [number, number];
  const data = new Float64Array(rows * runs.length * voxels);
  for (const [r, run] of runs.entries())
    for (let row = 0; row < rows; row++) {
      const values = run.data.subarray(row * voxels, (row + 1) * voxels);
      data.set(values, (row * runs.length + r) * voxels);
    }
  return {
    name,
    shape: [rows, runs.length, voxels],
    data,
    ...(stimuli && { stimuli }),
    ...(space && { space }),
    ...(arranged && { arranged }),
  };
}
