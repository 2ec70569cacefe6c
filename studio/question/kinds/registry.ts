/** Every kind of question, in the order of the menu: the half that the page knows. */
import { pairs } from "./pairs/kind.ts";
import type { QuestionKind } from "./kind.ts";

export const kinds: readonly QuestionKind[] = [pairs];

export function kindNamed(name: string): QuestionKind {
  return kinds.find((kind) => kind.name === name) ?? kinds[0]!;
}
