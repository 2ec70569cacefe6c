import { at, put } from "../vector/lanes";
import { linearAssignment, linearAssignmentWork } from "../matching/assignment";
import { zeros } from "./scratch";

/** Solves m × n costs. @returns the code */
function solve(m: i32, n: i32, cost: usize, maximize: bool, rowToCol: usize): i32 {
  const work = zeros<u8>(<i32>linearAssignmentWork(m, n));
  return linearAssignment(m, n, cost, n, maximize, rowToCol, work);
}

describe("linear assignment", () => {
  it("undoes a cyclic shift, whichever way costs point", () => {
    for (let n = 1; n < 20; n++) {
      const cost = zeros<f64>(n * n);
      for (let i = 0; i < n; i++) put<f64>(cost, i * n + ((i + 3) % n), -1);
      const columns = zeros<i32>(n);
      expect<i32>(solve(n, n, cost, false, columns)).toBe(0);
      for (let i = 0; i < n; i++) expect<i32>(at<i32>(columns, i)).toBe((i + 3) % n);
      for (let k = 0; k < n * n; k++) put<f64>(cost, k, -at<f64>(cost, k));
      expect<i32>(solve(n, n, cost, true, columns)).toBe(0);
      for (let i = 0; i < n; i++) expect<i32>(at<i32>(columns, i)).toBe((i + 3) % n);
    }
  });

  it("reorders products of indices, which need every search", () => {
    const n = 30;
    const cost = zeros<f64>(n * n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) put<f64>(cost, i * n + j, <f64>((i + 1) * (j + 1)));
    const columns = zeros<i32>(n);
    expect<i32>(solve(n, n, cost, false, columns)).toBe(0);
    // rearrangement inequality: the largest with the smallest
    for (let i = 0; i < n; i++) expect<i32>(at<i32>(columns, i)).toBe(n - 1 - i);
  });

  it("reports what has no answer", () => {
    const cost = zeros<f64>(4);
    put<f64>(cost, 0, Infinity);
    put<f64>(cost, 1, Infinity);
    expect<i32>(solve(2, 2, cost, false, zeros<i32>(2))).toBe(1);
    expect<i32>(solve(2, 2, cost, true, zeros<i32>(2))).toBe(2);
    put<f64>(cost, 0, NaN);
    expect<i32>(solve(2, 2, cost, false, zeros<i32>(2))).toBe(2);
  });
});
