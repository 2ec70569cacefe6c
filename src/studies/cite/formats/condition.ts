import { given, type Condition } from "../cited/cited.ts";

/** Options as in a sentence: `debiased`, `interval bca`, `confound given`. */
export function conditionText(when: Condition): string {
  const words = Object.entries(when).map(([name, accepted]) => {
    if (accepted === given) return `${name} given`;
    if (accepted.every((value) => value === undefined)) return `no ${name}`;
    return accepted.every((value) => value === true) ? name : `${name} ${accepted.join(" or ")}`;
  });
  return words.join(", ");
}
