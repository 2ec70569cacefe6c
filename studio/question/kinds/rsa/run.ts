import { readRdms, writeNpy, type DissimilarityName, type Rdm, type Representation } from "repgeom";
import { rsaSection } from "repgeom/report";
import type { Runner, Work } from "../../../worker/runner.ts";
import { writtenFiles } from "../made.ts";
import { sidesOf } from "../sides.ts";
import { divided } from "./options.ts";

/** Models (rows) against the data of subjects (columns). */
export const run: Runner = async (work) => {
  const { question, table } = work.task;
  const { inference, ...how } = divided(question.options);
  const sided = work.given.map((one) => ({ ...one, name: one.representation.name }));
  const { rows, columns } = sidesOf(sided, table, question.options["rows"]);
  const of = async (some: typeof rows) => {
    const made: Rdm[][] = [];
    for (const { representation } of some) made.push(await rdmsOf(representation, how, work));
    return made.flat();
  };
  const [models, data] = [await of(rows), await of(columns)];
  const result = await work.engine.rsa({ ...inference, models, data }, work.control);
  const { comparator } = result.options;
  return {
    title: `${models.length} models, ${data.length} subjects, ${comparator}`,
    sections: [rsaSection(result)],
    files: writtenFiles(result, `rsa-${comparator}`, "Models"),
    result,
  };
};

type How = Omit<ReturnType<typeof divided>, "inference">;

async function rdmsOf(
  one: Representation,
  { from, dissimilarity }: How,
  { engine, control }: Work,
): Promise<Rdm[]> {
  if (from === "representations")
    return [
      await engine.rdm(
        one,
        { dissimilarity: dissimilarity as DissimilarityName },
        { signal: control.signal },
      ),
    ];
  // As a file of RDMs, so that every form of it is known.
  const name = "rdms.npy";
  const found = await readRdms(
    { name, bytes: writeNpy(one.shape, one.data) },
    {},
    { signal: control.signal },
  );
  return found.map((rdm) => ({ ...rdm, name: rdm.name.replace("rdms", () => one.name) }));
}
