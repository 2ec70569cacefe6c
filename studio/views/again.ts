/** Puts the question of an answer into the bar. */
import { change } from "../session/store.ts";
import type { Answer } from "../session/types.ts";

export function repeatQuestion({ question }: Answer): void {
  change((one) => ({ ...one, question }), "repeat a question");
}
