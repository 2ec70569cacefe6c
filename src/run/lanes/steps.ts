import { beats, hearBeats } from "../../base/beat.ts";
import type { Control, Progress } from "./control.ts";

/** Milliseconds between two words of progress while one piece of work is under way. */
const interval = 500;

/**
 * Runs `body` with a control that repeats its last word of progress about twice a second, with the
 * steps done since, as long as steps are done: a single search may last for minutes. On the calling
 * thread it speaks from within the search, otherwise from a timer.
 */
export async function withSteps<C extends Control, R>(
  control: C,
  body: (control: C) => Promise<R>,
): Promise<R> {
  const { onProgress } = control;
  if (!onProgress) return body(control);
  let last: Progress | undefined;
  let [told, spoken] = [beats(), performance.now()];
  const start = told;
  const say = (progress: Progress) => {
    spoken = performance.now();
    onProgress(progress);
  };
  const repeat = () => {
    if (!last || beats() === told || performance.now() - spoken < interval) return;
    told = beats();
    say({ ...last, steps: told - start });
  };
  const timer = setInterval(repeat, interval);
  const stop = hearBeats(repeat);
  try {
    return await body({ ...control, onProgress: (progress: Progress) => say((last = progress)) });
  } finally {
    clearInterval(timer);
    stop();
  }
}
