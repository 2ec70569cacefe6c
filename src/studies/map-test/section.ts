import type { Figure, Section } from "../../report/figures.ts";
import { largestOf } from "../../base/lists.ts";
import { madeWith } from "../../report/parts.ts";
import { indicesOf, slicesOf, type UnitsInVolume } from "../places/volume.ts";
import type { MapInference } from "./result.ts";

/** A test of the maps of one model or measure. */
export interface NamedMapTest {
  readonly name: string;
  readonly test: MapInference;
}

/** Maps of t, of what is significant, the null distribution, and clusters or the largest places. */
export function mapTestSection(given: readonly NamedMapTest[], volume?: UnitsInVolume): Section {
  const { options, exchanges, exact, subjects, t, untested } = given[0]!.test;
  const { method, side, threshold, extent, height, seed, groups } = options;
  const exchanged = groups ? "divisions into two groups" : "flips of signs";
  return {
    heading: "Test of maps",
    facts: [
      { term: "Subjects", text: String(subjects) },
      { term: "Places", text: `${t.length - untested} of ${t.length} tested` },
      { term: "Method", text: method },
      ...(method === "cluster" ? [{ term: "Threshold", text: `t ${threshold!.toPrecision(4)}` }] : []),
      ...(method === "tfce" ? [{ term: "Exponents", text: `E ${extent}, H ${height}` }] : []),
      { term: "Side", text: side },
      {
        term: "Exchanges",
        text: `${exact ? `all ${exchanges + 1}` : `${exchanges} random`} ${exchanged}${exact ? "" : `, seed ${seed}`}`,
      },
      ...(given.length === 1 ? [{ term: found, text: String(countOf(given[0]!.test)) }] : []),
      madeWith,
    ],
    warnings: given[0]!.test.warnings,
    figures: [
      ...(given.length > 1 ? [summaryOf(given)] : []),
      ...given.flatMap((one) => figuresOf(one, volume)),
    ],
  };
}

/** What counts as significant in pictures and counts. */
export const level = 0.05;

const found = `Places with family-wise p ≤ ${level}`;

/** How much is found of each model. */
function summaryOf(given: readonly NamedMapTest[]): Figure {
  return {
    kind: "table",
    title: "What was found",
    columns: ["model", found, "smallest family-wise p"],
    rows: given.map(({ name, test }) => [
      name,
      countOf(test),
      test.pFamilyWise.reduce((least, p) => (p < least ? p : least), 1),
    ]),
    wide: true,
  };
}

/** Places with a family-wise p up to the level. */
export function countOf({ pFamilyWise }: MapInference): number {
  return pFamilyWise.reduce((count, p) => count + Number(p <= level), 0);
}

function figuresOf({ name, test }: NamedMapTest, volume: UnitsInVolume | undefined): Figure[] {
  const { t, pFamilyWise, largest, options, clusters } = test;
  const significant = t.map((value, place) => (pFamilyWise[place]! <= level ? value : NaN));
  const sizes = t.filter((value) => !Number.isNaN(value)).map(Math.abs);
  const most = sizes.length > 0 ? largestOf(sizes) : 1;
  const scale = { word: "t", around: 0, domain: [-most, most], dark: "most" } as const;
  const slices: Figure[] = volume
    ? [
        slicesOf(t, volume, `${name}: t`, scale),
        ...(countOf(test) > 0
          ? [slicesOf(significant, volume, `${name}: t where family-wise p ≤ ${level}`, scale)]
          : []),
      ]
    : [];
  return [
    ...slices,
    {
      kind: "histogram",
      title: `${name}: largest ${wordOf(options.method)} anywhere`,
      caption: "Of each exchange of the subjects: what maps without a signal have.",
      x: { label: wordOf(options.method) },
      values: largest.slice(1),
      references: [{ at: largest[0]!, label: "observed" }],
    },
    clusters ? clusterTable(name, test, volume) : placeTable(name, test, volume),
  ];
}

function wordOf(method: string): string {
  return method === "cluster" ? "cluster mass" : method === "tfce" ? "enhanced t" : "t";
}

const listed = 20;

function clusterTable(
  name: string,
  { clusters, t }: MapInference,
  volume: UnitsInVolume | undefined,
): Figure {
  return {
    kind: "table",
    title: `${name}: clusters`,
    columns: ["cluster", "places", "mass", "peak", ...(volume ? ["indices"] : []), "t", "family-wise p"],
    rows: clusters!
      .slice(0, listed)
      .map(({ places, mass, peak, p }, k) => [
        String(k + 1),
        places.length,
        mass,
        peak,
        ...(volume ? [indicesOf(volume, peak)] : []),
        t[peak]!,
        p,
      ]),
  };
}

function placeTable(
  name: string,
  { t, p, pFamilyWise }: MapInference,
  volume: UnitsInVolume | undefined,
): Figure {
  const order = [...t.keys()].filter((place) => !Number.isNaN(t[place]!));
  order.sort((a, b) => pFamilyWise[a]! - pFamilyWise[b]! || Math.abs(t[b]!) - Math.abs(t[a]!));
  return {
    kind: "table",
    title: `${name}: smallest p`,
    columns: ["place", ...(volume ? ["indices"] : []), "t", "p", "family-wise p"],
    rows: order
      .slice(0, listed)
      .map((place) => [
        String(place),
        ...(volume ? [indicesOf(volume, place)] : []),
        t[place]!,
        p[place]!,
        pFamilyWise[place]!,
      ]),
  };
}
