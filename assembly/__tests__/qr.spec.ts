import { at, put } from "../vector/lanes";
import { dot } from "../vector/level1";
import { reflector } from "../factor/householder";
import { zeros } from "./scratch";

/** H·x from the stored v and τ, at the scale of x. */
function checkReflector(n: i32, exponent: i32): void {
  const scale = Math.pow(2, <f64>exponent);
  const x = zeros<f64>(n);
  const v = zeros<f64>(n);
  for (let i = 0; i < n; i++) {
    put<f64>(x, i, <f64>((i * 7) % 5) - 1.5);
    put<f64>(v, i, at<f64>(x, i) * scale);
  }
  const factor = zeros<f64>(1);
  const beta = reflector(n, v, factor) / scale;
  const tau = load<f64>(factor);
  expect<f64>(at<f64>(v, 0)).toBe(1);
  const along = tau * dot<f64>(n, v, x);
  expect<f64>(beta * beta).toBeCloseTo(dot<f64>(n, x, x), 10);
  expect<f64>(tau * dot<f64>(n, v, v)).toBeCloseTo(2, 12, "H is orthogonal");
  for (let i = 0; i < n; i++) {
    expect<f64>(at<f64>(x, i) - along * at<f64>(v, i)).toBeCloseTo(i == 0 ? beta : 0, 12);
  }
}

describe("a reflector", () => {
  it("takes x to a multiple of the first unit vector, at every scale", () => {
    for (let exponent = -1000; exponent <= 1020; exponent += 20) {
      checkReflector(2, exponent);
      checkReflector(11, exponent);
    }
  });

  it("is the identity for a vector that is zero below its head, denormal or not", () => {
    const x = zeros<f64>(5);
    const tau = zeros<f64>(1);
    put<f64>(tau, 0, 9);
    put<f64>(x, 0, 5e-324);
    expect<f64>(reflector(5, x, tau)).toBe(5e-324);
    expect<f64>(load<f64>(tau)).toBe(0);
  });

  it("sees a tail of a single denormal", () => {
    const x = zeros<f64>(5);
    const tau = zeros<f64>(1);
    put<f64>(x, 3, 5e-324);
    expect<f64>(abs(reflector(5, x, tau))).toBe(5e-324);
    expect<f64>(load<f64>(tau)).toBe(1);
    expect<f64>(abs(at<f64>(x, 3))).toBe(1);
  });
});
