/** What lasts no longer than the page: it is neither saved nor undone. */
import { signal } from "@preact/signals";
import { createLink, type Link } from "repgeom/charts";
import type { Told } from "../worker/protocol.ts";

/** What is selected in every view, panel and list. */
export const link: Link = createLink();

/** How far the running answer is. */
export interface Running {
  readonly answer: number;
  readonly progress?: Told;
  /** `performance.now()` at the start of the phase. */
  readonly since: number;
  /** Pieces of the phase in a second, or steps while a single piece lasts. */
  readonly rate?: number;
  /** Seconds until its end, about. */
  readonly left?: number;
}

export const running = signal<Running | undefined>(undefined);

/** Answers that wait for the running one, in their order. */
export const waiting = signal<readonly number[]>([]);

/** Values so far of the running answer: rows × columns, NaN where none is known yet. Another object with each. */
export const partial = signal<
  | {
      readonly answer: number;
      readonly rowNames: readonly string[];
      readonly colNames: readonly string[];
      readonly values: Float64Array;
    }
  | undefined
>(undefined);

/** Files that are being read, for the data panel. */
export const reading = signal<{ readonly done: number; readonly total: number } | undefined>(undefined);

/** Sentences for the person, newest last; `status` is spoken by screen readers. */
export interface Message {
  readonly id: number;
  readonly kind: "error" | "status";
  readonly text: string;
  /** A remedy as a button. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

export const messages = signal<readonly Message[]>([]);

let nextMessage = 1;

/** Shows a sentence until the person closes it, or a status for some seconds. */
export function say(text: string, kind: Message["kind"] = "status", action?: Message["action"]): void {
  const id = nextMessage++;
  messages.value = [...messages.value.slice(-4), { id, kind, text, ...(action && { action }) }];
  if (kind === "status" && !action) setTimeout(() => unsay(id), 6000);
}

export function unsay(id: number): void {
  messages.value = messages.value.filter((one) => one.id !== id);
}

/** Runs `work` and says what went wrong, if it does. */
export async function orSay<T>(work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error), "error");
    return undefined;
  }
}
