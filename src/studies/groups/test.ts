import { choice, optional, type OptionSchemas } from "../../base/options.ts";
import type { Matrix } from "../../base/matrix.ts";
import { groupTestOptions, spreadCaveat, type GroupTestOptions } from "../../geometry/group-tests.ts";
import type { Fact } from "../../report/figures.ts";
import { showNumber, showP } from "../../report/numbers.ts";
import type { Control } from "../../run/lanes/control.ts";
import { anosimAsync, permanovaAsync } from "../geometry/async.ts";
import type { FoundGroupTest, NetworkGroups } from "./by-column.ts";

const groupTests = ["anosim", "permanova"] as const;

/** Whether groups of networks are tested, and how. */
export interface TestedGroupsOptions extends GroupTestOptions {
  readonly groupTest?: (typeof groupTests)[number] | undefined;
}

export const testedGroupsOptions = {
  groupTest: optional(
    choice(
      groupTests,
      `Tests whether groups differ, by permutation. anosim: ranks of distances (Clarke, 1993). permanova: squared distances (Anderson, 2001). ${spreadCaveat}`,
    ),
  ),
  permutations: groupTestOptions.permutations,
  seed: groupTestOptions.seed,
} satisfies OptionSchemas<TestedGroupsOptions>;

/**
 * The groups with their test, if one was asked for.
 *
 * @throws {OptionError} unless there are two groups or more, one of them with two networks or more.
 */
export async function testedGroups(
  square: Matrix,
  groups: NetworkGroups,
  { groupTest, permutations, seed }: TestedGroupsOptions,
  control: Control,
): Promise<NetworkGroups> {
  if (!groupTest) return groups;
  const options = { permutations, seed };
  const shared = { name: groupTest, seed: seed ?? groupTestOptions.seed.default };
  if (groupTest === "anosim") {
    const { r, p, permutations, exact, warnings } = await anosimAsync(
      square,
      groups.labels,
      options,
      control,
    );
    return { ...groups, test: { ...shared, statistics: { r }, p, permutations, exact, warnings } };
  }
  const {
    f,
    r2,
    p,
    permutations: done,
    exact,
    warnings,
  } = await permanovaAsync(square, groups.labels, options, control);
  return { ...groups, test: { ...shared, statistics: { f, r2 }, p, permutations: done, exact, warnings } };
}

const words: Readonly<Record<string, string>> = { r: "R", f: "F", r2: "R²" };

/** `anosim: R 0.42, p 0.003 (1000 permutations, seed 1)`. */
export function testText({ statistics, p, permutations, exact, seed }: FoundGroupTest): string {
  const values = Object.entries(statistics).map(([name, value]) => `${words[name]} ${showNumber(value)}`);
  const how = exact ? `all ${permutations} divisions` : `${permutations} permutations, seed ${seed}`;
  return `${[...values, `p ${showP(p)}`].join(", ")} (${how})`;
}

/** What a page says of a test, and what it does not tell. */
export function testFacts(test: FoundGroupTest): Fact[] {
  return [{ term: test.name, text: testText(test) }];
}
