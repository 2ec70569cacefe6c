// Distances between the networks by each view, and by chance.
import { cross, pairwise } from "repgeom";
import { asRows, shuffled, trialRdms, withoutMeans } from "./networks.mjs";

/** The forms of the networks that views take, from `means` and `trials`. */
async function formsOf({ means, trials }, control) {
  const clouds = [];
  for (const one of trials) clouds.push(await trialRdms(one, control));
  return {
    means,
    trials,
    rows: trials.map(asRows),
    variation: trials.map(withoutMeans),
    trialRdms: clouds,
  };
}

/** @returns for each view, in their order: the view with `square`, its distances as rows */
export async function distancesOf(views, networks, control) {
  const forms = await formsOf(networks, control);
  const done = [];
  for (const view of views) {
    const result = await pairwise(forms[view.form], view.spec, control);
    done.push({ ...view, square: rowsOf(result) });
  }
  return done;
}

/**
 * The mean distance by chance: of each network to the others, whose units stand in a random order (unit by
 * unit), or whose stimuli do (of RDMs, after rotation).
 */
export async function chanceOf(views, { means, trials }, control) {
  const lost = (networks, axis) => networks.map((one, k) => shuffled(one, axis(one), k + 1));
  const units = (axis) => ({ means: lost(means, axis), trials: lost(trials, axis) });
  const forms = await formsOf({ means, trials }, control);
  const byUnits = await formsOf(
    units(({ shape }) => shape.length - 1),
    control,
  );
  const byStimuli = await formsOf(
    units(() => 0),
    control,
  );
  const done = [];
  for (const { reading, form, spec } of views) {
    const others = reading === "units" ? byUnits : byStimuli;
    done.push(meanOff(rowsOf(await cross(forms[form], others[form], spec, control))));
  }
  return done;
}

/** Distances as rows; of a similarity what it lacks to 1. */
function rowsOf(result) {
  const { rowNames, colNames, kind } = result;
  const distance = (value) => (kind === "similarity" ? 1 - value : value);
  return rowNames.map((_, i) => colNames.map((_, j) => distance(result.at(i, j))));
}

function meanOff(rows) {
  const values = rows.flatMap((row, i) => row.filter((_, j) => j !== i));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Values of the pairs i < j of these items. */
export function pairsOf(square, items = square.map((_, k) => k)) {
  return items.flatMap((i, a) => items.slice(a + 1).map((j) => square[i][j]));
}
