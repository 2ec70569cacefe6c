/** What may be done about something that is wrong, as buttons. */
import { orSay } from "../session/live.ts";
import { session } from "../session/store.ts";
import type { Remedy } from "../session/types.ts";
import { openReading } from "./reading/open.ts";

/** @param ids - the items, or files that cannot be read, that it is about */
export function Remedies({
  remedies,
  ids,
}: {
  readonly remedies: readonly Remedy[];
  readonly ids: readonly number[];
}) {
  if (remedies.length === 0) return null;
  return (
    <div class="actions">
      {remedies.map((remedy) => (
        <button key={remedy.label} onClick={() => void orSay(() => apply(remedy, ids))}>
          {remedy.label}
        </button>
      ))}
    </div>
  );
}

async function apply({ reading, all, form }: Remedy, ids: readonly number[]): Promise<void> {
  if (form !== undefined) openReading(form, ids);
  if (!reading) return;
  const { readAllWith, readSomeWith } = await import("./arrive/reread.ts");
  if (all) await readAllWith({ ...session.value.reading, ...reading });
  else await readSomeWith(ids, reading);
}
