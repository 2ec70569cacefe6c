/*!
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 * Developed at SunPro, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this software is freely granted,
 * provided that this notice is preserved.
 *
 * After fdlibm (e_rem_pio2.c), in TypeScript.
 */
import { exponentOf, powerOfTwo } from "./powers.ts";
import { highWord } from "./words.ts";

/** π/2 in three parts of 33 bits, each with what is left after it: n · part is exact. */
const parts = [
  [1.5707963267341256, 6.077100506506192e-11],
  [6.077100506303966e-11, 2.0222662487959506e-21],
  [2.0222662487111665e-21, 8.4784276603689e-32],
] as const;

/** The angle that is left, and what it has lost. */
export const left = new Float64Array(2);

/** x = n · π/2 + left, |left| ≤ π/4 but for rounding: n, or a number with the same last two bits. */
export function quarterTurns(x: number): number {
  if (Math.abs(x) >= 1647099) return ofHuge(x);
  const n = Math.floor(x * 0.6366197723675814 + 0.5);
  const exponent = exponentAt(x);
  let r = x - n * parts[0][0];
  let w = n * parts[0][1];
  // What cancelled is taken from the next part.
  for (let k = 1; k < 3 && exponent - exponentAt(r - w) > (k === 1 ? 16 : 49); k++) {
    const before = r;
    const taken = n * parts[k]![0];
    r = before - taken;
    w = n * parts[k]![1] - (before - r - taken);
  }
  left[0] = r - w;
  left[1] = r - left[0] - w;
  return n;
}

const exponentAt = (x: number) => (highWord(x) >>> 20) & 0x7ff;

/** 2/π · 2¹²⁰⁰ and π/2 · 2¹⁹². */
const twoOverPi = BigInt(
  "0x" +
    "a2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921c" +
    "fe1deb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980f" +
    "ef2f118b5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d08" +
    "56033046fc7b",
);
const halfPi = BigInt("0x1921fb54442d18469898cc51701b839a252049c1114cf98e8");

/** The same of any size, in whole numbers: the largest double takes 1024 bits of 2/π, and 62 may cancel. */
function ofHuge(x: number): number {
  const exponent = exponentOf(x) - 52;
  const turns = BigInt(x * powerOfTwo(-exponent)) * twoOverPi;
  const bits = BigInt(1200 - exponent);
  const n = (turns + (1n << (bits - 1n))) >> bits;
  // In units of 2⁻²⁴⁰.
  const angle = ((turns - (n << bits)) * halfPi) >> (bits + 192n - 240n);
  const first = Number(angle);
  left[0] = first * 2 ** -240;
  left[1] = Number(angle - BigInt(first)) * 2 ** -240;
  return Number(n & 3n);
}
