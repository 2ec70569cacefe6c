// Helpers on one v128, generic over f32 and f64. The compiler inlines and folds
// everything here, so one source serves both precisions and both builds.

/** Lanes of T in one v128: 2 for f64, 4 for f32. */
// @ts-ignore: decorator
@inline
export function lanes<T>(): i32 {
  return <i32>(16 / sizeof<T>());
}

/** Elements of T → bytes. */
// @ts-ignore: decorator
@inline
export function bytes<T>(elements: i32): usize {
  return (<usize>elements) << alignof<T>();
}

/** a·b + c: one rounding in the relaxed build, two in the simd build. */
// @ts-ignore: decorator
@inline
export function fma<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, c);
  return v128.add<T>(c, v128.mul<T>(a, b));
}

/** c − a·b, rounded as often as `fma`. */
// @ts-ignore: decorator
@inline
export function fnma<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_nmadd<T>(a, b, c);
  return v128.sub<T>(c, v128.mul<T>(a, b));
}

/** The element at `address` in every lane. */
// @ts-ignore: decorator
@inline
export function loadSplat<T>(address: usize, offset: usize = 0): v128 {
  if (sizeof<T>() == 8) return v128.load64_splat(address + offset);
  return v128.load32_splat(address + offset);
}

/** Sum of the lanes, in a fixed order. */
// @ts-ignore: decorator
@inline
export function sumLanes<T>(x: v128): T {
  if (sizeof<T>() == 8) return <T>(f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1));
  return <T>(
    (f32x4.extract_lane(x, 0) +
      f32x4.extract_lane(x, 2) +
      (f32x4.extract_lane(x, 1) + f32x4.extract_lane(x, 3)))
  );
}

/** Element i of the vector at `base`. */
// @ts-ignore: decorator
@inline
export function at<T>(base: usize, i: i32): T {
  return load<T>(base + bytes<T>(i));
}

/** Sets element i of the vector at `base`. */
// @ts-ignore: decorator
@inline
export function put<T>(base: usize, i: i32, x: T): void {
  store<T>(base + bytes<T>(i), x);
}
