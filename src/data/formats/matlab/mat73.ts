import { runSteps, type Steps } from "../../../base/steps.ts";
import { allNumbers, listed, metadataOf, refusedArray } from "../hdf5/array.ts";
import { attribute, attributesOf, textAttribute } from "../hdf5/attributes.ts";
import { hdf5Error } from "../hdf5/library.ts";
import { opening } from "../hdf5/open.ts";
import { Referenced } from "../hdf5/references.ts";
import { isDataset, isGroup, namesIn, type OpenHdf5 } from "../hdf5/tree.ts";
import { classes } from "../hdf5/types.ts";
import type { Limits } from "../bytes.ts";
import type { OpenFile, StoredArray } from "../opened.ts";

/** Where MATLAB keeps what cells hold, and its own objects. */
const hidden = /^#/;

/** Structures and cells in each other; a damaged file may lead in a circle. */
const deepest = 64;
const most = 100_000;

/**
 * A MATLAB 7.3 file, which is HDF5: every numeric variable with MATLAB's shape. Fields of structures are found by
 * dots (`s.deep.acts`), elements of cells and of arrays of structures by their number from 0, in MATLAB's order
 * (`c.1`, `s.0.x`). Texts, complex and sparse arrays and objects are listed and refused.
 * @throws {FormatError} if it is damaged, or h5wasm is not installed.
 */
export const openMat73: OpenFile = (file, how) =>
  opening(file, how, (open) => runSteps(new Variables(open, how).all(), how.signal));

/** Walks through variables, fields and cells. */
class Variables {
  readonly #file: OpenHdf5;
  readonly #limits: Limits;
  readonly #referenced: Referenced;
  readonly #found: StoredArray[] = [];

  constructor(file: OpenHdf5, limits: Limits) {
    this.#file = file;
    this.#limits = limits;
    this.#referenced = new Referenced(file, limits);
  }

  *all(): Steps<StoredArray[]> {
    for (const name of namesIn(this.#file, "/"))
      if (!hidden.test(name)) yield* this.#visit(`/${name}`, name, 0);
    return this.#found;
  }

  /** @param at - path in the file @param name - as MATLAB's dots lead to it */
  *#visit(at: string, name: string, depth: number): Steps<void> {
    yield;
    if (depth > deepest || this.#found.length > most)
      throw hdf5Error(
        this.#file.name,
        `at most ${deepest} structures in each other and ${most} arrays`,
        "more",
      );
    const kind = attributesOf(this.#file, at).includes("MATLAB_class")
      ? textAttribute(this.#file, at, "MATLAB_class")
      : undefined;
    if (isGroup(this.#file, at)) yield* this.#group(at, name, kind, depth);
    else if (isDataset(this.#file, at)) yield* this.#dataset(at, name, kind, depth);
  }

  *#group(at: string, name: string, kind: string | undefined, depth: number): Steps<void> {
    if (attributesOf(this.#file, at).includes("MATLAB_sparse"))
      this.#refuse(name, "a sparse array: write full(x)");
    else if (kind === undefined || kind === "struct")
      for (const field of namesIn(this.#file, at))
        yield* this.#visit(`${at}/${field}`, `${name}.${field}`, depth + 1);
    else this.#refuse(name, `an object of class ${kind}`);
  }

  *#dataset(at: string, name: string, kind: string | undefined, depth: number): Steps<void> {
    const metadata = metadataOf(this.#file, at);
    if (this.#isEmpty(at)) return this.#empty(at, name, kind);
    if (metadata.type === classes.reference) return yield* this.#references(at, name, kind, depth);
    if (kind === "char") return this.#refuse(name, "text", "text");
    if (kind !== undefined && !numeric.has(kind)) return this.#refuse(name, `an object of class ${kind}`);
    const array = listed(this.#file, { path: at.slice(1) }, this.#limits, { reversed: true });
    this.#found.push({ ...array, path: name, ...(kind === "logical" && { type: "bool" }) });
  }

  /** Elements of a cell. A field of an array of structures is a list with one element for each structure: `s.0.x` stands in `s/x`. */
  *#references(at: string, name: string, kind: string | undefined, depth: number): Steps<void> {
    const isField = kind === undefined;
    const [, before = "", field = name] = /^(.*)\.([^.]*)$/.exec(name) ?? [];
    for (const [k, target] of this.#referenced.pathsIn(at).entries())
      yield* this.#visit(target, isField ? `${before}.${k}.${field}` : `${name}.${k}`, depth + 1);
  }

  #isEmpty(at: string): boolean {
    if (!attributesOf(this.#file, at).includes("MATLAB_empty")) return false;
    return attribute(this.#file, at, "MATLAB_empty")?.[0] === 1;
  }

  /** What is empty has its lengths in place of numbers. */
  #empty(at: string, name: string, kind = ""): void {
    if (!numeric.has(kind)) return this.#refuse(name, `an empty ${kind}`);
    const shape = Array.from(allNumbers(this.#file, at, this.#limits));
    const read = async () => (kind === "single" ? new Float32Array(0) : new Float64Array(0));
    this.#found.push({ path: name, shape, type: kind, bytes: 0, scratch: 0, read });
  }

  #refuse(name: string, why: string, type = "object"): void {
    this.#found.push(refusedArray(name, [0], type, why));
  }
}

const numeric = new Set([
  "double",
  "single",
  "logical",
  ...[8, 16, 32, 64].flatMap((bits) => [`int${bits}`, `uint${bits}`]),
]);
