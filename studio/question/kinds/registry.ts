/** Every kind of question, in the order of the menu: the half that the page knows. */
import { isc } from "./isc/kind.ts";
import { layers } from "./layers/kind.ts";
import { pairs } from "./pairs/kind.ts";
import { sharedSpace } from "./shared-space/kind.ts";
import { space } from "./space/kind.ts";
import type { QuestionKind } from "./kind.ts";

export const kinds: readonly QuestionKind[] = [pairs, space, layers, sharedSpace, isc];

export function kindNamed(name: string): QuestionKind {
  return kinds.find((kind) => kind.name === name) ?? kinds[0]!;
}
