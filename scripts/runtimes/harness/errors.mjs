/** Thrown by a row where something cannot be tried here: no such program, no answer from the registry. */
export class Skipped extends Error {
  name = "Skipped";
}

/** Thrown where what a feature needs is neither installed nor in the registry. It has no cell, and the reason is printed. */
export class Absent extends Error {
  name = "Absent";
}

/** Thrown for a flag or a row that is not known. */
export class Usage extends Error {
  name = "Usage";
}
