import type { Matrix } from "../../base/matrix.ts";
import type { Random } from "../../base/random.ts";
import type { AnyMetric, Properties } from "../../metrics/metric.ts";
import type { ResolvedSpec } from "../../metrics/resolve.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { Runtime } from "../../run/runtime.ts";
import type { Check } from "./result.ts";

/** A metric under one set of options, and what is drawn for it. */
export interface Subject {
  readonly spec: ResolvedSpec;
  readonly metric: AnyMetric;
  readonly properties: Properties;
  /** Numbers of units that are tried: fewer, as many as stimuli, more. */
  readonly widths: readonly number[];
  readonly pairs: readonly (readonly [number, number])[];
  readonly runtime: Runtime;
  readonly control: Control;
  /** A stream of its own for each check. */
  random(check: string): Random;
  draw(random: Random, units: number): Matrix;
  value(x: Matrix, y: Matrix): Promise<number>;
}

export const passed = (check: string, found = ""): Check => ({ check, outcome: "passed", found });
export const failed = (check: string, found: string): Check => ({ check, outcome: "failed", found });
export const hint = (check: string, found: string): Check => ({ check, outcome: "hint", found });
export const skipped = (check: string, found: string): Check => ({ check, outcome: "not checked", found });
