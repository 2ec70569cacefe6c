/** Files that cannot be read: what is wrong, and what may be done. The others stay as they are. */
import { useState } from "preact/hooks";
import { session } from "../session/store.ts";
import type { Refused } from "../session/types.ts";
import { removeItems } from "./add.ts";
import { originKey } from "./sources.ts";
import { Close } from "./icons.tsx";
import { Remedies } from "./remedies.tsx";

/** Shown of many at first. */
const some = 4;

export function RefusedFiles() {
  const [all, setAll] = useState(false);
  const { refused } = session.value;
  if (refused.length === 0) return null;
  const shown = all ? refused : refused.slice(0, some);
  return (
    <section class="refused" aria-label="Files that cannot be read">
      <h3>
        {refused.length} {refused.length === 1 ? "file" : "files"} cannot be read{" "}
        {refused.length > 1 && (
          <button class="quiet" onClick={() => removeItems(refused.map(({ id }) => id))}>
            Remove all
          </button>
        )}
      </h3>
      <ul>
        {shown.map((one) => (
          <RefusedFile key={one.id} refused={one} />
        ))}
      </ul>
      {refused.length > some && (
        <button class="quiet" onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show ${refused.length - some} more`}
        </button>
      )}
    </section>
  );
}

function RefusedFile({ refused: { id, origin, message, remedies = [] } }: { readonly refused: Refused }) {
  const name = originKey(origin).split("/").at(-1)!;
  return (
    <li>
      <b title={originKey(origin)}>{name}</b>
      <button class="quiet icon" aria-label={`Remove ${name}`} onClick={() => removeItems([id])}>
        <Close />
      </button>
      <p>{withoutName(message, originKey(origin))}</p>
      <Remedies remedies={remedies} ids={[id]} />
    </li>
  );
}

/** The name stands above it already. */
function withoutName(message: string, path: string): string {
  const start = `${path}: `;
  const rest = message.startsWith(start) ? message.slice(start.length) : message;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
