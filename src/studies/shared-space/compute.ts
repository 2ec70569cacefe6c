import { heard, roundsOf } from "./rounds.ts";
import { hyperalignment } from "./hyperalignment.ts";
import { fitFor } from "./fit.ts";
import { partialSrm } from "./partial/compute.ts";
import { fitSrm } from "./srm.ts";
import {
  hyperalignmentOptions,
  srmOptions,
  type HyperalignmentOptions,
  type SrmOptions,
} from "./srm-options.ts";
import { preparedSubjects } from "./models/srm-subjects.ts";
import { resolveOptions } from "../../base/options.ts";
import { runtimeOf } from "../../run/runtime.ts";
import type { Control } from "../../run/lanes/control.ts";
import { toInputs, type RepresentationLike, type UnreadRepresentation } from "../../data/representation.ts";
import { joining } from "./joining.ts";
import { sharedSpaceResult, type SharedResponse, type SharedSpace } from "./result.ts";

export type { SharedResponse } from "./result.ts";

/** The computation of `srm`. */
export async function srm(
  representations: readonly (RepresentationLike | UnreadRepresentation)[],
  options: SrmOptions = {},
  control: Control = {},
): Promise<SharedResponse> {
  const chosen = resolveOptions("srm", srmOptions, options);
  const { kind, perturbation, center = kind === "probabilistic" } = chosen;
  const given = toInputs(representations, "srm");
  if (chosen.missing) return partialSrm(given, chosen, control);
  const prepared = await preparedSubjects("srm", given, { ...chosen, center }, control.signal);
  const { subjects, how: preparation } = prepared;
  const fit = fitFor("srm", chosen, subjects);
  const runtime = await runtimeOf(control);
  const { kernels } = runtime;
  const how = { ...fit, kind, perturbation };
  const found = await fitSrm(subjects, how, kernels, roundsOf(runtime, control), heard(control));
  const { start: _, ...told } = fit;
  const facts = { kind, ...told, ...preparation, perturbation };
  const { noiseVariance, covariance } = found;
  const more = { kind, noiseVariance: [...noiseVariance] };
  const { stimuli } = given[0]!;
  const space = sharedSpaceResult("srm", facts, { ...prepared, stimuli }, found, more);
  return {
    ...space,
    ...joining(space, preparation, kernels),
    kind,
    noiseVariance,
    ...(covariance ? { covariance } : {}),
  };
}

/** The computation of `hyperalign`. */
export async function hyperalign(
  representations: readonly (RepresentationLike | UnreadRepresentation)[],
  options: HyperalignmentOptions = {},
  control: Control = {},
): Promise<SharedSpace> {
  const chosen = resolveOptions("hyperalign", hyperalignmentOptions, options);
  const given = toInputs(representations, "hyperalign");
  const prepared = await preparedSubjects("hyperalign", given, chosen, control.signal);
  const { subjects, how } = prepared;
  const runtime = await runtimeOf(control);
  const found = await hyperalignment(subjects, runtime.kernels, roundsOf(runtime, control));
  const { stimuli } = given[0]!;
  const space = sharedSpaceResult("hyperalignment", { ...how }, { ...prepared, stimuli }, found);
  return { ...space, ...joining(space, how, runtime.kernels) };
}
