// What a distance that is summed element by element does with one pair of elements. Only
// these steps differ between the distances; `distances.ts` and `distance-tiles.ts` are
// written once for all. Each class is a set of inlined functions and has no instance.
//
//   add        adds two v128 of elements to the running value
//   fold       makes one number from the lanes
//   join       combines the values of two ranges of columns
//   constant   what `add` keeps in a register through the loop
//   tiled      whether a step is so short that pairs must share loads
//
// The sign mask is loaded from memory. V8 would build a literal inside the loop by three
// instructions: 15 % of the whole loop.

import { fma, sumLanes } from "../vector/lanes";
import { power, powerInteger } from "./power";

/** All bits but the sign, for f64 and f32. */
const F64_MAGNITUDE = memory.data<u64>([0x7fffffffffffffff, 0x7fffffffffffffff], 16);
const F32_MAGNITUDE = memory.data<u32>([0x7fffffff, 0x7fffffff, 0x7fffffff, 0x7fffffff], 16);

// @ts-ignore: decorator
@inline
function magnitude<T>(): v128 {
  return v128.load(sizeof<T>() == 8 ? F64_MAGNITUDE : F32_MAGNITUDE);
}

/** `fold` and `join` of all steps that are sums. */
// @ts-ignore: decorator
@unmanaged
class Sum<T> {
  // @ts-ignore: decorator
  @inline
  fold(sum: v128): T {
    return sumLanes<T>(sum);
  }
  // @ts-ignore: decorator
  @inline
  join(x: T, y: T): T {
    return <T>(x + y);
  }
}

/** Σ |x − y|. */
// @ts-ignore: decorator
@final
@unmanaged
export class CityBlock<T> extends Sum<T> {
  // @ts-ignore: decorator
  @inline
  constant(_order: f64): v128 {
    return magnitude<T>();
  }
  // @ts-ignore: decorator
  @inline
  tiled(): bool {
    return true;
  }
  // @ts-ignore: decorator
  @inline
  add(sum: v128, x: v128, y: v128, constant: v128): v128 {
    return v128.add<T>(sum, v128.and(v128.sub<T>(x, y), constant));
  }
}

/** max |x − y|. */
// @ts-ignore: decorator
@final
@unmanaged
export class Chebyshev<T> {
  // @ts-ignore: decorator
  @inline
  constant(_order: f64): v128 {
    return magnitude<T>();
  }
  // @ts-ignore: decorator
  @inline
  tiled(): bool {
    return true;
  }
  // `pmax` is one instruction; `max`, which must propagate NaN, is several.
  // @ts-ignore: decorator
  @inline
  add(largest: v128, x: v128, y: v128, constant: v128): v128 {
    return v128.pmax<T>(largest, v128.and(v128.sub<T>(x, y), constant));
  }
  // @ts-ignore: decorator
  @inline
  fold(largest: v128): T {
    if (sizeof<T>() == 8) {
      return <T>max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1));
    }
    const low = max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1));
    const high = max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3));
    return <T>max(low, high);
  }
  // @ts-ignore: decorator
  @inline
  join(x: T, y: T): T {
    return <T>max<T>(x, y);
  }
}

/** Σ (x − y)². */
// @ts-ignore: decorator
@final
@unmanaged
export class SquaredEuclidean<T> extends Sum<T> {
  // @ts-ignore: decorator
  @inline
  constant(_order: f64): v128 {
    return magnitude<T>();
  }
  // @ts-ignore: decorator
  @inline
  tiled(): bool {
    return false;
  }
  // @ts-ignore: decorator
  @inline
  add(sum: v128, x: v128, y: v128, constant: v128): v128 {
    const d = v128.sub<T>(x, y);
    return fma<T>(d, d, sum);
  }
}

/** Σ |x − y|³, without a power function. */
// @ts-ignore: decorator
@final
@unmanaged
export class Cubes<T> extends Sum<T> {
  // @ts-ignore: decorator
  @inline
  constant(_order: f64): v128 {
    return magnitude<T>();
  }
  // @ts-ignore: decorator
  @inline
  tiled(): bool {
    return true;
  }
  // @ts-ignore: decorator
  @inline
  add(sum: v128, x: v128, y: v128, constant: v128): v128 {
    const d = v128.and(v128.sub<T>(x, y), constant);
    return fma<T>(v128.mul<T>(d, d), d, sum);
  }
}

/** Σ |x − y|^order for a small whole order, by repeated squaring. */
// @ts-ignore: decorator
@final
@unmanaged
export class IntegerPowers<T> extends Sum<T> {
  // @ts-ignore: decorator
  @inline
  constant(order: f64): v128 {
    return i32x4.splat(<i32>order);
  }
  // @ts-ignore: decorator
  @inline
  tiled(): bool {
    return false;
  }
  // @ts-ignore: decorator
  @inline
  add(sum: v128, x: v128, y: v128, constant: v128): v128 {
    return v128.add<T>(sum, powerInteger<T>(v128.abs<T>(v128.sub<T>(x, y)), i32x4.extract_lane(constant, 0)));
  }
}

/** Σ |x − y|^order for any order above 0. */
// @ts-ignore: decorator
@final
@unmanaged
export class Powers<T> extends Sum<T> {
  // @ts-ignore: decorator
  @inline
  constant(order: f64): v128 {
    return f64x2.splat(order);
  }
  // @ts-ignore: decorator
  @inline
  tiled(): bool {
    return false;
  }
  // @ts-ignore: decorator
  @inline
  add(sum: v128, x: v128, y: v128, constant: v128): v128 {
    return v128.add<T>(sum, power<T>(v128.abs<T>(v128.sub<T>(x, y)), constant));
  }
}
