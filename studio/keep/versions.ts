/** Sessions of older versions are brought up to date; those of newer ones are refused. */
import { emptySession, type Session } from "../session/types.ts";

/** What became of a session from one version to the next: `steps[0]` makes version 1 of version 0. */
const steps: readonly ((old: object) => object)[] = [
  // Version 0 was never released; it had no list of files that could not be read.
  (old) => ({ ...old, refused: [], version: 1 }),
];

/**
 * @throws {Error} for what is no session, or one of a newer version.
 */
export function broughtUpToDate(saved: object): Session {
  const version = (saved as Partial<Session>).version as number | undefined;
  if (typeof version !== "number" || !("items" in saved))
    throw new Error("This is not a session of the studio: expected a file that “Save session” made.");
  if (version > emptySession.version)
    throw new Error(
      `This session was made by a newer studio (its version is ${version}, this one reads ${emptySession.version}): open it there, or update repgeom.`,
    );
  const current = steps.slice(version).reduce<object>((old, step) => step(old), saved);
  return { ...emptySession, ...current };
}
