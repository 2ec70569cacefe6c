import { inner } from "../../base/matrix.ts";
/**
 * What past steps say about curvature: the L-BFGS recursion (Nocedal, Math. Comp. 35(151),
 * 1980). Knows vectors and inner products only.
 */
export class LimitedMemory {
  readonly #depth: number;
  readonly #pairs: { step: Float64Array; change: Float64Array; curvature: number }[] = [];
  #last: { step: Float64Array; gradient: Float64Array } | undefined;

  /** @param depth - pairs of vectors to keep */
  constructor(depth: number) {
    this.#depth = depth;
  }

  /** The step that was taken, and the gradient where it began. */
  remember(step: Float64Array, gradient: Float64Array): void {
    this.#last = { step, gradient };
  }

  /** The gradient where the remembered step ended. Steps along which it does not rise are not kept. */
  learn(gradient: Float64Array): void {
    if (!this.#last) return;
    const { step, gradient: before } = this.#last;
    const change = gradient.slice();
    addScaled(change, before, -1);
    const curvature = inner(step, change);
    if (curvature > 0) this.#pairs.push({ step, change, curvature });
    if (this.#pairs.length > this.#depth) this.#pairs.shift();
    this.#last = undefined;
  }

  forget(): void {
    this.#pairs.length = 0;
    this.#last = undefined;
  }

  /** The inverse of the curvature applied to a gradient, `guess` being what is known without any steps. */
  apply(gradient: Float64Array, guess: (vector: Float64Array) => Float64Array): Float64Array {
    const rest = gradient.slice();
    const shares: number[] = [];
    for (const { step, change, curvature } of this.#pairs.toReversed()) {
      const share = inner(step, rest) / curvature;
      addScaled(rest, change, -share);
      shares.push(share);
    }
    const result = guess(rest);
    for (const { step, change, curvature } of this.#pairs) {
      addScaled(result, step, shares.pop()! - inner(change, result) / curvature);
    }
    return result;
  }
}

function addScaled(sum: Float64Array, a: Float64Array, factor: number): void {
  for (let k = 0; k < sum.length; k++) sum[k]! += factor * a[k]!;
}
