import { scaleNotes } from "../../data/normalize.ts";

/** Facts of a fit that warnings are about. */
interface Told {
  readonly names: readonly string[];
  readonly constantUnits: readonly number[];
  readonly iterations: number;
  readonly converged: boolean;
  readonly varianceExplained: { readonly subjects: Float64Array; readonly total: number };
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * What a reader of the numbers must know, a sentence each.
 * @param energies - ‖X_i‖² as it takes part in the fit
 */
export function warningsOf(told: Told, energies: readonly number[]): string[] {
  const { names, constantUnits, iterations, converged } = told;
  const constant = names.flatMap((name, k) =>
    constantUnits[k]! > 0 ? [`${name}: ${constantUnits[k]} constant units left out`] : [],
  );
  const norms = energies.map(Math.sqrt);
  return [
    ...constant,
    ...scaleNotes(names, norms),
    ...(converged ? [] : [`not converged in ${iterations} iterations: raise iterations`]),
    ...negativeNotes(told),
  ];
}

function negativeNotes({ names, varianceExplained, options }: Told): string[] {
  const { subjects, total } = varianceExplained;
  const below = names.flatMap((name, k) => (subjects[k]! < 0 ? [`${name} ${shown(subjects[k]!)}`] : []));
  if (total < 0) below.push(`all together ${shown(total)}`);
  if (below.length === 0) return [];
  const reason =
    options["normalize"] === "frobenius"
      ? "has little in common with it"
      : "is of a much smaller scale than the others, or has little in common with them";
  return [
    `variance explained is below 0 (${below.join(", ")}): the shared response is farther from these responses than zeros would be, as where a network ${reason}`,
  ];
}

function shown(value: number): string {
  return value.toPrecision(3).replace("-", "−");
}
