/** Every kind of question, in the order of the menu: the half that the page knows. */
import { cross } from "./cross/kind.ts";
import { isc } from "./isc/kind.ts";
import { layers } from "./layers/kind.ts";
import { metrics } from "./metrics/kind.ts";
import { pairs } from "./pairs/kind.ts";
import { rdm } from "./rdm/kind.ts";
import { rsa } from "./rsa/kind.ts";
import { sharedSpace } from "./shared-space/kind.ts";
import { space } from "./space/kind.ts";
import type { QuestionKind } from "./kind.ts";

export const kinds: readonly QuestionKind[] = [
  pairs,
  metrics,
  space,
  cross,
  layers,
  rdm,
  rsa,
  sharedSpace,
  isc,
];

export function kindNamed(name: string): QuestionKind {
  return kinds.find((kind) => kind.name === name) ?? kinds[0]!;
}
