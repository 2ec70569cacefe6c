import type { ReferenceKey } from "../bibliography/bibliography.ts";

/** Sources of a metric or a study: of all of it, or of the form that it has under some options. */
export interface Cited {
  readonly keys: readonly ReferenceKey[];
  /** What they are the sources of, as in "debiased". Absent: of the whole. */
  readonly of?: string;
  /** The options with which they count. Absent: always. */
  readonly when?: Condition;
}

/** Values by the name of an option: one of a list, or `given` for any but none, 0 and false. */
export type Condition = Readonly<Record<string, readonly unknown[] | typeof given>>;

export const given = "given";

/** Sources of the whole. */
export function from(...keys: ReferenceKey[]): Cited {
  return { keys };
}

/** Sources of a part that is always there. */
export function part(of: string, ...keys: ReferenceKey[]): Cited {
  return { keys, of };
}

/** Sources of a form that it has under these options. */
export function under(when: Condition, of: string, ...keys: ReferenceKey[]): Cited {
  return { keys, of, when };
}

/** Whether the options, defaults filled in, fulfil the condition. */
export function holds(when: Condition | undefined, options: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(when ?? {}).every(([name, accepted]) => {
    const value = options[name];
    if (accepted === given) return value !== undefined && value !== null && value !== false && value !== 0;
    const values = Array.isArray(value) ? value : [value];
    return values.some((one) => accepted.includes(one));
  });
}
