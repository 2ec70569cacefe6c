/** How fast a run is, and how long it will take from here. */
import type { Running } from "../session/live.ts";
import type { Told } from "../worker/protocol.ts";

/** What was known before, with what has just been told. Each phase is timed by itself. */
export function followed(before: Running, progress: Told, now: number): Running {
  const { answer } = before;
  const since = isSamePhase(before.progress, progress) ? before.since : now;
  const rate = rateOf(progress, (now - since) / 1000);
  const left = rate && progress.done > 0 ? (progress.total - progress.done) / rate : undefined;
  return {
    answer,
    progress,
    since,
    ...(rate !== undefined && { rate }),
    ...(left !== undefined && { left }),
  };
}

function isSamePhase(before: Told | undefined, { phase, part, done, total }: Told): boolean {
  return before?.phase === phase && before.part === part && before.total === total && before.done <= done;
}

/** Steps count only while no piece is done: they are the one sign of life of a single long pair. */
function rateOf({ done, steps }: Told, seconds: number): number | undefined {
  const count = done > 0 ? done : (steps ?? 0);
  return seconds > 0.2 && count > 0 ? count / seconds : undefined;
}

const words = { prepare: "networks prepared", compare: "pairs", work: "parts" } as const;

/** `pairs: 120 of 1770, 35 a second`, with the part of the question before it. */
export function progressText({ progress, rate }: Running): string {
  if (!progress) return "starting";
  const { phase, part, done, total, steps } = progress;
  const many = (count: number) => count.toLocaleString("en");
  const far =
    done === 0 && steps !== undefined
      ? `${many(steps)} steps of ${total === 1 ? "the pair" : `the first of ${many(total)}`}`
      : `${words[phase]}: ${many(done)} of ${many(total)}`;
  const speed =
    rate === undefined ? "" : `, ${many(rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate))} a second`;
  return `${part ? `${part}; ` : ""}${far}${speed}`;
}

/** `12 s`, `3 min`, `2 h`: as exactly as anybody waits. */
export function timeText(seconds: number): string {
  if (seconds < 1) return "1 s";
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 360) / 10} h`;
}
