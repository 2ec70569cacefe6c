import { at, bytes, put } from "../vector/lanes";
import { LOWER } from "../product/block";
import { gemm, gemmWork, product } from "../product/level3";
import { packPanels } from "../product/pack";
import { microKernel, MR, NR } from "../product/ukernel";
import { integers, zeros } from "./scratch";

/** The micro-kernel against its definition on packed panels of depth k. */
function checkMicroKernel<T>(k: i32, alpha: T, beta: T): void {
  const nr = NR<T>();
  const ldc = nr + 2;
  const a = integers<T>(MR * k, 1);
  const b = integers<T>(nr * k, 2);
  const c = integers<T>(MR * ldc, 3);
  const before = integers<T>(MR * ldc, 3);
  microKernel<T>(k, a, b, alpha, beta, c, bytes<T>(ldc));
  for (let i = 0; i < MR; i++) {
    for (let j = 0; j < ldc; j++) {
      let want: T = at<T>(before, i * ldc + j);
      if (j < nr) {
        want *= beta;
        for (let p = 0; p < k; p++) want += alpha * at<T>(a, p * MR + i) * at<T>(b, p * nr + j);
      }
      expect<T>(at<T>(c, i * ldc + j)).toBe(want);
    }
  }
}

/** Every element of every panel is the source's, or zero beyond its end. */
function checkPacking<T>(width: i32, count: i32, k: i32, alongIsContiguous: bool): void {
  const across = alongIsContiguous ? k + 1 : 1;
  const along = alongIsContiguous ? 1 : count + 1;
  const src = integers<T>((count + 1) * (k + 1), 5);
  const panels = (count + width - 1) / width;
  const dst = integers<T>(panels * width * k, 6);
  packPanels<T>(dst, width, src, bytes<T>(across), bytes<T>(along), count, k);
  let wrong = 0;
  for (let w = 0; w < panels * width; w++) {
    for (let p = 0; p < k; p++) {
      const got: T = at<T>(dst, ((w / width) * k + p) * width + (w % width));
      const want: T = w < count ? at<T>(src, w * across + p * along) : <T>0;
      if (got != want) wrong++;
    }
  }
  expect<i32>(wrong).toBe(0, count.toString() + " × " + k.toString() + " in panels of " + width.toString());
}

function checkLower(n: i32, k: i32): void {
  const a = integers<f64>(n * k, 7);
  const c = integers<f64>(n * n, 8);
  const full = integers<f64>(n * n, 8);
  const work = zeros<u8>(<i32>gemmWork<f64>(n, n, k));
  gemm<f64>(0, 1, n, n, k, 2, a, k, a, k, -1, full, n, work);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) put<f64>(full, i * n + j, at<f64>(c, i * n + j));
  }
  product<f64>(LOWER, 0, 1, n, n, k, 2, a, k, a, k, -1, c, n, work);
  expect<i32>(memory.compare(c, full, bytes<f64>(n * n))).toBe(0, "n = " + n.toString());
}

describe("level 3, from the inside", () => {
  it("has a micro-kernel that is exact on integers at every exit of its loop", () => {
    for (let k = 1; k < 14; k++) {
      checkMicroKernel<f64>(k, 1, 0);
      checkMicroKernel<f64>(k, -2, 3);
      checkMicroKernel<f32>(k, 1, 0);
      checkMicroKernel<f32>(k, -2, 3);
    }
  });

  it("packs both ways, at every remainder of panel and depth", () => {
    for (let count = 1; count < 18; count += 2) {
      for (let k = 1; k < 10; k++) {
        checkPacking<f64>(MR, count, k, false);
        checkPacking<f64>(MR, count, k, true);
        checkPacking<f32>(MR, count, k, true);
        checkPacking<f32>(NR<f32>(), count, k, false);
        checkPacking<f32>(NR<f32>(), count, k, true);
      }
    }
  });

  it("fills the lower triangle alone", () => {
    for (let n = 1; n < 14; n++) checkLower(n, 5);
    checkLower(101, 3);
  });
});
