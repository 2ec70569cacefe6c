import { SingleBar } from "cli-progress";
import type { Progress as Event } from "../run/lanes/control.ts";

/** A progress bar on stderr, or one that draws nothing. */
export interface Progress {
  update(event: Event): void;
  /** Removes the bar and restores the terminal; may be called twice. */
  stop(): void;
}

const words = { prepare: "preparing", compare: "comparing", work: "computing" } as const;

const silent: Progress = { update() {}, stop() {} };

/** `45s`, `3m05s`, `2h07m`; `?` for a time that is not known yet, before the first piece of work ends. */
export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)];
  const two = (value: number) => String(value).padStart(2, "0");
  if (hours > 0) return `${hours}h${two(minutes % 60)}m`;
  return minutes > 0 ? `${minutes}m${two(Math.round(seconds) % 60)}s` : `${Math.round(seconds)}s`;
}

/**
 * A bar for each phase. Each is drawn over the last one.
 *
 * @param wanted - what the user asked for; if undefined, a bar is drawn only on a terminal
 */
export function createProgress(wanted: boolean | undefined, stream = process.stderr): Progress {
  if (!(wanted ?? stream.isTTY)) return silent;
  const bar = new SingleBar({
    stream,
    format: "{word} [{bar}] {value}/{total}, {eta_formatted} left",
    clearOnComplete: Boolean(stream.isTTY),
    formatTime: formatSeconds,
    noTTYOutput: true,
    notTTYSchedule: 1000,
  });
  let phase: Event["phase"] | undefined;
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
