import type { Rdm, RdmOptions } from "repgeom";
import { layersSection } from "repgeom/report";
import type { Given, Runner, Work } from "../../../worker/runner.ts";
import { writtenFiles } from "../made.ts";
import { linked } from "./linked.ts";
import { chosenOf, partsOf, type Group } from "./options.ts";

/** RDMs of all layers and subjects, then the study. */
export const run: Runner = async (work) => {
  const { task, given, engine, control } = work;
  const { dissimilarity, regionDissimilarity, options, columns } = chosenOf(task.question.options);
  const sided = given.map((one) => ({ ...one, name: one.representation.name }));
  const { networks, regions } = partsOf(sided, task.table, columns);
  const layers = await rdmsOf(networks, { dissimilarity }, work, "RDMs of layers");
  const subjects = await rdmsOf(regions, { dissimilarity: regionDissimilarity }, work, "RDMs of regions");
  const study = await engine.layerStudy(
    {
      ...options,
      networks: layers.map(({ name, members }) => ({ name, layers: members })),
      regions: subjects.map(({ name, members }) => ({ name, subjects: members })),
    },
    control,
  );
  const names = networks.map(({ name }) => name).join(", ");
  return {
    title: `Layers of ${networks.length === 1 ? "the network" : names} and ${regions.map(({ name }) => name).join(", ")}`,
    sections: [linked(layersSection(study), new Set(sided.map(({ name }) => name)))],
    files: writtenFiles(study, "layers", "Curves with intervals"),
    result: study,
  };
};

/** One after the other: each uses all threads. */
async function rdmsOf(
  groups: readonly Group<Given>[],
  options: RdmOptions,
  { engine, control }: Work,
  part: string,
): Promise<Group<Rdm>[]> {
  const total = groups.reduce((sum, { members }) => sum + members.length, 0);
  const found: Group<Rdm>[] = [];
  let done = 0;
  for (const { name, members } of groups) {
    const rdms: Rdm[] = [];
    for (const { representation } of members) {
      rdms.push(await engine.rdm(representation, options, { signal: control.signal }));
      control.onProgress({ phase: "work", done: ++done, total, part });
    }
    found.push({ name, members: rdms });
  }
  return found;
}
