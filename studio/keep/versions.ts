/** Sessions of older versions are brought up to date; those of newer ones are refused. */
import { emptySession, type Session } from "../session/types.ts";
import { knowAllMetrics, noteSources } from "../own/metrics.ts";
import { wrongInOwn, wrongInSession } from "./valid.ts";

/** What became of a session from one version to the next: `steps[0]` makes version 1 of version 0. */
const steps: readonly ((old: object) => object)[] = [
  // Version 0 was never released; it had no list of files that could not be read.
  (old) => ({ ...old, refused: [], version: 1 }),
];

/**
 * @throws {Error} for what is no session, one of a newer version, or one that is damaged.
 */
export async function broughtUpToDate(saved: object): Promise<Session> {
  const version = (saved as Partial<Session>).version as number | undefined;
  if (!Number.isInteger(version) || version! < 0 || !("items" in saved))
    throw new Error("This is not a session of the studio: expected a file that “Save session” made.");
  if (version! > emptySession.version)
    throw new Error(
      `This session was made by a newer studio (its version is ${version}, this one reads ${emptySession.version}): open it there, or update repgeom.`,
    );
  const current = steps.slice(version).reduce<object>((old, step) => step(old), saved);
  const whole = { ...emptySession, ...current } as Session;
  await knowAllMetrics(); // its questions may name any
  const wrongOwn = wrongInOwn(whole.own);
  if (wrongOwn === undefined) noteSources(whole.own ?? []); // and these
  const wrong = wrongOwn ?? wrongInSession(whole);
  if (wrong !== undefined) throw new Error(`This session is damaged: ${wrong}.`);
  return { ...whole, nextId: nextIdOf(whole) };
}

/** Above every id, whatever the session says: two things of one id would be taken for one. */
function nextIdOf({ items, refused, answers, nextId }: Session): number {
  return [...items, ...refused, ...answers].reduce((next, { id }) => Math.max(next, id + 1), nextId);
}
