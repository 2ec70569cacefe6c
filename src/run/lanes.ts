/** A job that failed this often ends the run. */
const attempts = 3;

/** Errors that the data or the caller caused: trying again would only repeat them. */
const final = new Set([
  "ShapeError",
  "OptionError",
  "NumericalError",
  "MemoryError",
  "FormatError",
  "AbortError",
]);

/**
 * Does every job of `jobs` on `width` lanes that draw from one generator; a lane
 * whose job fails tries it again. The generator is the whole queue: an error in one
 * lane closes it, so that the others start nothing more.
 *
 * @param accept - receives each result as it comes, in any order
 */
export async function runLanes<J, R>(
  jobs: Iterable<J>,
  width: number,
  run: (job: J) => Promise<R>,
  accept: (job: J, result: R) => void,
  signal?: AbortSignal,
): Promise<void> {
  const queue = drain(jobs);
  const course = { failed: false };
  const lane = async () => {
    for (const job of queue) {
      signal?.throwIfAborted();
      accept(job, await persist(() => run(job), course, signal));
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  signal?.throwIfAborted();
}

function* drain<J>(jobs: Iterable<J>): Generator<J> {
  yield* jobs;
}

/** Tries up to three times, unless another lane has failed for good meanwhile. */
async function persist<R>(
  run: () => Promise<R>,
  course: { failed: boolean },
  signal: AbortSignal | undefined,
): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      signal?.throwIfAborted();
      if (attempt < attempts && !course.failed && !(error instanceof Error && final.has(error.name)))
        continue;
      course.failed = true;
      throw error;
    }
  }
}
