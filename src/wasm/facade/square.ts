import { ShapeError } from "../../base/errors.ts";
import { shapeOf, type Matrix } from "../../base/matrix.ts";

/** Its size. @throws {ShapeError} unless the matrix is square. */
export function square(what: string, a: Matrix): number {
  if (a.rows !== a.cols) throw new ShapeError(`${what}: the matrix is ${shapeOf(a)}; it must be square.`);
  return a.rows;
}
