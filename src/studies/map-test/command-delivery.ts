import type { Delivery } from "../../cli/deliver.ts";
import { formatColumns } from "../../cli/numbers.ts";
import type { VoxelSpace } from "../../data/voxel-space.ts";
import { onMap } from "../../cli/maps.ts";
import { asWritable, type Writable } from "../../cli/output.ts";
import { numbered, written } from "../../data/written.ts";
import type { pageOf } from "../../cli/pictures/networks.ts";
import { reportSections } from "../../report/page.ts";
import { indicesOf, type UnitsInVolume } from "../places/volume.ts";
import { mapColumns } from "./result.ts";
import { countOf, level, mapTestSection, type NamedMapTest } from "./section.ts";

/** What `repgeom map-test` prints, writes and says. */
export function deliveryOf(
  found: readonly NamedMapTest[],
  volume: UnitsInVolume | undefined,
  space: VoxelSpace | undefined,
  page: ReturnType<typeof pageOf>,
): Delivery {
  const { subjects, t, options } = found[0]!.test;
  const [, ...beside] = mapColumns(found[0]!.test);
  return {
    result: onMap(tableOf(found), space),
    numbers: linesOf(found),
    beside: beside.map(([word], k) => ({
      word,
      // Voxels that are no unit are not significant.
      result: onMap(columnOf(found, word, k + 1), space, word.startsWith("p") ? 1 : 0),
    })),
    summary: `test of ${subjects} subjects at ${t.length} places, ${options.method}`,
    warnings: found[0]!.test.warnings,
    findings: found.flatMap((one) => findingsOf(one, volume)),
    report: () => reportSections([mapTestSection(found, volume)], page),
  };
}

function linesOf(found: readonly NamedMapTest[]): Generator<string> {
  const names = mapColumns(found[0]!.test).map(([name]) => name);
  const isOne = found.length === 1;
  return formatColumns(
    [...(isOne ? [] : ["model"]), ...names],
    found.flatMap(({ name, test }) => {
      const columns = mapColumns(test);
      return Array.from(test.t, (_, place) => [
        ...(isOne ? [] : [name]),
        ...columns.map(([, values]) => values[place]!),
      ]);
    }),
  );
}

/** Every column of all models; as `.npy` t, models × places. */
function tableOf(found: readonly NamedMapTest[]): Writable {
  const [only] = found;
  if (found.length === 1) return asWritable(only!.test, {});
  const table = () => {
    const columns = found.map(({ test }) => mapColumns(test));
    return {
      rowNames: found.flatMap(({ name, test }) => numbered(`${name}, place`, test.t.length)),
      colNames: columns[0]!.map(([name]) => name),
      values: found.flatMap(({ test }, m) =>
        Array.from(test.t, (_, place) => columns[m]!.map(([, values]) => values[place]!)).flat(),
      ),
    };
  };
  const document = () => ({ tests: found.map(({ name, test }) => ({ name, ...test.toJSON() })) });
  return asWritable(written({ document, table, array: () => arrayOf(found, 0) }), {});
}

function columnOf(found: readonly NamedMapTest[], word: string, column: number): Writable {
  const array = () => arrayOf(found, column);
  const table = () => ({
    rowNames: found.map(({ name }) => name),
    colNames: numbered("place", found[0]!.test.t.length),
    values: array().data,
  });
  return asWritable(written({ document: () => ({ [word]: array().data }), table, array }), {});
}

function arrayOf(found: readonly NamedMapTest[], column: number) {
  const places = found[0]!.test.t.length;
  const shape = found.length === 1 ? [places] : [found.length, places];
  return { shape, data: found.flatMap(({ test }) => [...mapColumns(test)[column]![1]]) };
}

/** So many clusters are said. */
const said = 5;

function findingsOf({ name, test }: NamedMapTest, volume: UnitsInVolume | undefined): string[] {
  const { clusters = [], t } = test;
  const count = countOf(test);
  const three = (value: number) => String(Number(value.toPrecision(3)));
  const shown = clusters.slice(0, said).map(({ places, mass, peak, p }, k) => {
    const where = volume ? `${peak} (${indicesOf(volume, peak)})` : String(peak);
    return `${name}: cluster ${k + 1}: ${places.length} places, mass ${three(mass)}, peak ${where} with t ${three(t[peak]!)}, family-wise p ${three(p)}`;
  });
  return [`${name}: ${count} of ${t.length} places with family-wise p ≤ ${level}`, ...shown];
}
