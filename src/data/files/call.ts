import type { Chosen } from "../../base/options.ts";
import type { TokenMask } from "../arrange/operations.ts";
import type { LabelTable } from "../label-table.ts";
import type { Held } from "./held.ts";
import type { readOptions } from "./options.ts";

/** What all files of a call have in common. */
export interface Reading {
  readonly how: Chosen<typeof readOptions>;
  readonly held: Held;
  readonly table: LabelTable | undefined;
  readonly mask: TokenMask | undefined;
}
