import type { Matrix } from "../base/matrix.ts";

/** What `prepare` keeps of one representation: matrices and numbers, so that it crosses threads. */
export type Prepared = { readonly [part: string]: Matrix | number };
