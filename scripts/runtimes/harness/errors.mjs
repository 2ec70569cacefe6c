/** Thrown by a row where something cannot be tried here: no such program, no answer from the registry. */
export class Skipped extends Error {
  name = "Skipped";
}
