/**
 * The one place that holds the session. Everything that changes it goes through `change`, which keeps what
 * was before for undo. What lasts no longer than the page (progress, selection) stands in `live.ts`.
 */
import { computed, signal } from "@preact/signals";
import { emptySession, type Answer, type Session } from "./types.ts";

const now = signal<Session>(emptySession);
const before = signal<readonly Step[]>([]);
const after = signal<readonly Step[]>([]);

interface Step {
  readonly session: Session;
  /** What was done, as in "Undo: remove 3 networks". */
  readonly what: string;
}

/** Steps that are kept. */
const most = 100;

/** The session. To change it, call `change`. */
export const session = computed(() => now.value);

/** What undo and redo would do, in words; undefined where there is nothing. */
export const undoable = computed(() => before.value.at(-1)?.what);
export const redoable = computed(() => after.value.at(-1)?.what);

/**
 * Changes the session.
 * @param what - in words, for the button that undoes it; without it the change cannot be undone alone
 *   (answers that arrive, thumbnails)
 */
export function change(next: (session: Session) => Session, what?: string): void {
  const was = now.value;
  const made = next(was);
  if (made === was) return;
  if (what !== undefined) {
    before.value = [...before.value, { session: was, what }].slice(-most);
    after.value = [];
  }
  now.value = made;
}

/** Puts a whole session in the place of this one: of a file, or saved. */
export function replaceSession(next: Session, what?: string): void {
  change(() => next, what);
}

export function undo(): void {
  step(before, after);
}

export function redo(): void {
  step(after, before);
}

/** Goes one step from one list to the other. What was computed since is not undone: later answers stay. */
function step(from: typeof before, to: typeof before): void {
  const last = from.value.at(-1);
  if (!last) return;
  to.value = [...to.value, { session: now.value, what: last.what }];
  from.value = from.value.slice(0, -1);
  const { answers, nextId } = now.value;
  now.value = { ...last.session, answers: answersAt(last.session, answers), nextId };
}

/** The answers of then as they are now, those that were removed since as they were, and later ones. */
function answersAt({ answers, nextId }: Session, current: readonly Answer[]): Answer[] {
  const newest = new Map(current.map((one) => [one.id, one]));
  const then = answers.map((one) => newest.get(one.id) ?? one);
  return [...then, ...current.filter(({ id }) => id >= nextId)];
}

/** The items that take part in questions. */
export const included = computed(() => now.value.items.filter(({ excluded }) => !excluded));

/** The answers that are shown. */
export const shownAnswers = computed(() =>
  now.value.shown.flatMap((id) => now.value.answers.filter((one) => one.id === id)),
);

export function changeAnswer(id: number, next: Partial<Answer>): void {
  const answers = (all: readonly Answer[]) => all.map((one) => (one.id === id ? { ...one, ...next } : one));
  change((one) => ({ ...one, answers: answers(one.answers) }));
}

/** Ids that nothing else has. */
export function takeIds(count: number): number[] {
  const { nextId } = now.value;
  change((one) => ({ ...one, nextId: nextId + count }));
  return Array.from({ length: count }, (_, k) => nextId + k);
}
