import { overAllStimuli, stackRdms, type Rdm, type RdmOptions } from "repgeom";
import { rdmSection, stimulusMaps, type MapChoice } from "repgeom/report";
import type { Runner } from "../../../worker/runner.ts";
import { writtenFiles } from "../made.ts";

/** An RDM of each, drawn together. */
export const run: Runner = async ({ task, given, engine, control }) => {
  const { of, mds = "mean", ...options } = task.question.options;
  const chosen = given.filter(({ representation }) => of === undefined || representation.name === of);
  const made: Rdm[] = [];
  for (const [k, { representation }] of chosen.entries()) {
    made.push(await engine.rdm(representation, options as RdmOptions, { signal: control.signal }));
    control.onProgress({ phase: "work", done: k + 1, total: chosen.length });
  }
  const rdms = overCommon(made);
  const maps = await stimulusMaps(rdms, mds as MapChoice, { engine, signal: control.signal });
  const { dissimilarity } = rdms[0]!;
  return {
    title: `${rdms.length === 1 ? `RDM of ${rdms[0]!.name}` : `${rdms.length} RDMs`}, ${dissimilarity}`,
    sections: [rdmSection(rdms, { maps })],
    files: writtenFiles(rdms.length === 1 ? rdms[0]! : stackRdms(rdms), `rdm-${dissimilarity}`, "RDMs"),
    result: rdms,
  };
};

/** Over the stimuli of all of them, where they have not the same. */
function overCommon(rdms: readonly Rdm[]): readonly Rdm[] {
  const [first] = rdms;
  const same = rdms.every(({ stimuli }) => stimuli.join("\n") === first!.stimuli.join("\n"));
  return same ? rdms : overAllStimuli(rdms);
}
