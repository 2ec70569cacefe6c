import { SingleBar } from "cli-progress";

/** What the library reports while it works. */
export interface ProgressEvent {
  readonly phase: "prepare" | "compare";
  readonly done: number;
  readonly total: number;
}

/** A progress bar on stderr, or nothing at all. */
export interface Progress {
  update(event: ProgressEvent): void;
  /** Removes the bar and restores the terminal; may be called twice. */
  stop(): void;
}

const words = { prepare: "preparing", compare: "comparing" } as const;

const silent: Progress = { update() {}, stop() {} };

/**
 * A bar for each phase, drawn over the last one.
 *
 * @param wanted - true and false are the user's word; undefined: only on a terminal
 */
export function createProgress(wanted: boolean | undefined, stream = process.stderr): Progress {
  if (!(wanted ?? stream.isTTY)) return silent;
  const bar = new SingleBar({
    stream,
    format: "{word} [{bar}] {value}/{total}, {eta_formatted} left",
    clearOnComplete: Boolean(stream.isTTY),
    noTTYOutput: true,
    notTTYSchedule: 1000,
  });
  let phase: ProgressEvent["phase"] | undefined;
  return {
    update(event) {
      if (event.phase !== phase) {
        bar.stop();
        bar.start(event.total, event.done, { word: words[event.phase] });
        phase = event.phase;
      }
      bar.update(event.done);
    },
    stop: () => bar.stop(),
  };
}
