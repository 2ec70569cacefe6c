// What is expected of what a page told. Each throws with what is wrong.
import { expectBits, expectPool } from "../harness/bits.mjs";

/** Expects something of what each browser told. @throws with the name of the browser */
export function expectEach(all, ...expectations) {
  for (const { name, told } of all) {
    try {
      if (told.failed) throw new Error(told.failed);
      for (const expectation of expectations) expectation(told);
    } catch (error) {
      throw new Error(`${name}: ${error.message}`, { cause: error });
    }
  }
}

export const sameBits = ({ probes }) => {
  if (probes.failed) throw new Error(probes.failed);
  expectBits(probes);
};

/** @param least - threads on which it must have run */
export const onThreads =
  (least = 2) =>
  ({ pool, answered }) => {
    if (pool.failed) throw new Error(pool.failed);
    expectPool({ hash: pool, threads: answered }, { threads: least });
  };

/** The numbers of `app/table.csv`, from a file and from an address. */
export const bothRead = ({ read }) => {
  if (read.failed) throw new Error(read.failed);
  const numbers = { shape: [3, 2], data: [1.5, 2, 3, 4, 5, -6000] };
  const wanted = ["chosen", "table"].map((name) => ({ name, ...numbers }));
  if (JSON.stringify(read) !== JSON.stringify(wanted)) {
    throw new Error(`What was read is not what the files hold: ${JSON.stringify(read)}.`);
  }
};

export const sharesMemory = ({ isolated, shared }) => {
  if (!isolated) throw new Error("The page is not isolated.");
  if (!shared) throw new Error("Threads do not share memory.");
};

export const noWarnings = ({ warnings }) => {
  if (warnings.length > 0) throw new Error(`There are warnings: ${warnings.join(" ")}`);
};

/** The one warning of a page whose jobs run on the calling thread. */
export const oneWarning = ({ warnings, answered }) => {
  if (answered > 0) throw new Error(`${answered} threads answered.`);
  if (warnings.length !== 1)
    throw new Error(`Expected one warning, got ${warnings.length}: ${warnings.join(" ")}`);
};
