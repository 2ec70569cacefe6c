import { MemoryError } from "../../../base/errors.ts";
import type { Source } from "../packed.ts";

/**
 * Does work on some networks. Where it does not fit in memory, the error names them and says what would fit; its
 * words are loaded only then.
 *
 * @param verb - what cannot be done with them then
 * @throws {MemoryError} in these words; other errors as they are.
 */
export async function sayingWhatFits<T>(
  verb: string,
  sources: () => readonly Source[],
  work: () => T,
): Promise<T> {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof MemoryError)) throw error;
    const { inWords } = await import("./memory-words.ts");
    throw inWords(error, verb, sources());
  }
}
