import { stderr } from "./stdout.ts";
import type { Progress as Event } from "../run/lanes/control.ts";

/** A progress bar on stderr, or one that draws nothing. */
export interface Progress {
  update(event: Event): void;
  /** Removes the bar and restores the terminal; may be called twice. */
  stop(): void;
}

const words = { prepare: "preparing", compare: "comparing", work: "computing" } as const;

const silent: Progress = { update() {}, stop() {} };

/** Work that lasts longer, in seconds, is foretold. */
const long = 60;

/**
 * Hears of progress and says once how long the whole will take, if that is more than a minute: as
 * soon as pieces of a phase that took two seconds were done.
 */
export function createForecast(
  say: (text: string) => void,
  now = () => performance.now(),
): (event: Event) => void {
  let began: { phase: Event["phase"]; at: number; done: number } | undefined;
  let said = false;
  return ({ phase, done, total }) => {
    if (began?.phase !== phase || done < began.done) began = { phase, at: now(), done };
    const [pieces, seconds] = [done - began.done, (now() - began.at) / 1000];
    if (said || pieces <= 0 || seconds < 2) return;
    const whole = (seconds * (total - began.done)) / pieces;
    if (!(whole > long)) return;
    said = true;
    say(`This will take about ${formatSeconds(whole)}, going by the first ${formatSeconds(seconds)}.`);
  };
}

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
export async function createProgress(wanted: boolean | undefined, stream = stderr): Promise<Progress> {
  if (!(wanted ?? stream.isTTY)) return silent;
  const { SingleBar } = await import("cli-progress");
  const bar = new SingleBar({
    stream: stream as NodeJS.WritableStream,
    format: "{word} [{bar}] {value}/{total}{steps}, {eta_formatted} left",
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
        bar.start(event.total, event.done, { word: words[event.phase], steps: "" });
        phase = event.phase;
      }
      bar.update(event.done, { steps: event.steps ? ` (step ${event.steps})` : "" });
    },
    stop: () => bar.stop(),
  };
}
