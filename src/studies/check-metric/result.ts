import { version } from "../../base/version.ts";
import { written, type Written } from "../../data/written.ts";

/** What became of a check. A hint is no failure: something that the metric could say or do better. */
export type CheckOutcome = "passed" | "failed" | "hint" | "not checked";

/** One check. */
export interface Check {
  /** What was checked: "stays inside its range". */
  readonly check: string;
  readonly outcome: CheckOutcome;
  /** What was found, in words; of what passed, what it was tried on. */
  readonly found: string;
}

/** All checks under one set of options. */
export interface CheckedSet {
  /** Those that differ from the defaults. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly checks: readonly Check[];
}

/** What `checkMetric` found. */
export interface MetricCheck extends Written {
  readonly metric: string;
  /** Whether nothing failed. */
  readonly passed: boolean;
  readonly sets: readonly CheckedSet[];
  readonly seed: number;
  /** As one reads it in a terminal: a line a check. */
  toText(): string;
}

export function metricCheck(metric: string, seed: number, sets: readonly CheckedSet[]): MetricCheck {
  const passed = sets.every(({ checks }) => checks.every(({ outcome }) => outcome !== "failed"));
  const facts = { metric, passed, sets, seed };
  return {
    ...facts,
    toText: () => textOf(metric, sets),
    ...written({
      document: () => ({ ...facts, version }),
      table() {
        const all = sets.flatMap(({ options, checks }) => checks.map((one) => ({ ...one, options })));
        return {
          rowNames: all.map(({ check }) => check),
          colNames: ["options", "outcome", "found"],
          values: all.flatMap(({ options, outcome, found }) => [JSON.stringify(options), outcome, found]),
        };
      },
    }),
  };
}

const marks: Readonly<Record<CheckOutcome, string>> = {
  passed: "ok    ",
  failed: "FAILED",
  hint: "hint  ",
  "not checked": "–     ",
};

function textOf(metric: string, sets: readonly CheckedSet[]): string {
  const lines = sets.flatMap(({ options, checks }) => {
    const given = Object.entries(options).map(([name, value]) => `${name} = ${String(value)}`);
    return [
      [metric, ...given].join(", "),
      ...checks.map(
        ({ check, outcome, found }) => `  ${marks[outcome]}  ${check}${found ? `: ${found}` : ""}`,
      ),
    ];
  });
  return `${lines.join("\n")}\n`;
}
