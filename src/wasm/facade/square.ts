import { ShapeError } from "../../base/errors.ts";
import { shapeOf, type Matrix } from "../../base/matrix.ts";

/** The size of a square matrix. @throws {ShapeError} if it is not square. */
export function square(what: string, a: Matrix): number {
  if (a.rows !== a.cols) throw new ShapeError(`${what}: the matrix is ${shapeOf(a)}; it must be square.`);
  return a.rows;
}
