/** How level 5 numbers things; reader and writer share it. */

/** Numbers of the types of elements ("mi" in MATLAB's manual). */
export const elementTypes = {
  int8: 1,
  uint8: 2,
  int32: 5,
  uint32: 6,
  matrix: 14,
  compressed: 15,
  utf8: 16,
} as const;

/** Classes of arrays ("mx"); numbers have 6 to 15. */
export const cellClass = 1;
export const structClass = 2;
export const objectClass = 3;
export const charClass = 4;
export const sparseClass = 5;
export const functionClass = 16;
export const opaqueClass = 17;
