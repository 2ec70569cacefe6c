// Constants that several files share.

/** Distance from 1 to the next double: 2⁻⁵². */
export const EPSILON: f64 = f64.EPSILON;
/** Largest relative error of one rounding to double: 2⁻⁵³. */
export const ROUNDOFF: f64 = 0.5 * EPSILON;
/** Below this, a sum of squares of doubles may have lost terms to underflow. */
export const TINY_SUM: f64 = 1e-280;
/** Elements that are summed straight. Longer sums are sums of such parts, so that rounding grows slowly. */
export const RUN: i32 = 512;
/** QL, QR or qd sweeps for one value before an iteration gives up; two or three are usual. */
export const MAX_SWEEPS: i32 = 60;
