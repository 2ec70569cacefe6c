import { madeWith } from "../../../report/parts.ts";
import type { Bar, Fact, Figure, Section } from "../../../report/figures.ts";
import { groupColumns, type RsaGroups } from "./result.ts";

/** Each model in both groups, and the differences. */
export function groupsSection(result: RsaGroups): Section {
  const columns = groupColumns(result);
  return {
    heading: "Two groups of subjects",
    facts: [...factsOf(result), madeWith],
    figures: [
      meansOf(result),
      differencesOf(result),
      {
        kind: "table",
        title: "Models",
        columns: ["model", ...columns.map(([name]) => name)],
        rows: result.models.map((name, m) => [name, ...columns.map(([, at]) => at(m))]),
        wide: true,
      },
    ],
  };
}

function factsOf({ groups, options, test }: RsaGroups): Fact[] {
  const { comparator, bootstrap, samples, seed, confidence } = options;
  const drawn =
    bootstrap.length > 0
      ? `bootstrap, ${samples} over ${bootstrap.join(" and ")}, seed ${seed}`
      : "Welch, over subjects";
  return [
    ...groups.map(({ name, subjects }) => ({ term: name, text: `${subjects.length} subjects` })),
    { term: "Comparator", text: comparator },
    { term: "Intervals", text: `${100 * confidence} %, ${drawn}` },
    ...(test ? [{ term: "Test", text: `${test.permutations} permutations of the groups` }] : []),
  ];
}

function meansOf({ models, groups, means, bySubject, options }: RsaGroups): Figure {
  const first = groups[0]!.subjects.length;
  const bars = models.flatMap((name, m) =>
    groups.map((group, g): Bar => {
      const row = bySubject.data.subarray(m * bySubject.cols, (m + 1) * bySubject.cols);
      return {
        name: `${name}, ${group.name}`,
        value: means.data[2 * m + g]!,
        parts: g === 0 ? row.slice(0, first) : row.slice(first),
        group: group.name,
      };
    }),
  );
  return {
    kind: "bars",
    title: "Similarity of each model with both groups",
    caption: "Dots are subjects. A group with noisier RDMs fits every model less.",
    y: { label: options.comparator },
    bars,
  };
}

function differencesOf({ models, groups, differences, intervals, test, options }: RsaGroups): Figure {
  const bars = models.map((name, m): Bar => {
    const p = test?.fdr[m];
    return {
      name,
      value: differences[m]!,
      low: intervals.lower[m]!,
      high: intervals.upper[m]!,
      ...(p === undefined ? {} : { mark: p < 0.05 ? "*" : "n.s." }),
    };
  });
  return {
    kind: "bars",
    title: `${groups[1]!.name} less ${groups[0]!.name}`,
    caption: test ? "* at a false discovery rate of 5 %, by permutation of the groups." : "",
    y: { label: `difference of ${options.comparator}` },
    bars,
    references: [{ at: 0, label: "0" }],
  };
}
