/** All keys, in a dialog. It also hears them while the page is there. */
import { useEffect } from "preact/hooks";
import { Dialog } from "./dialog.tsx";
import { hearKeys, keys, keysShown } from "./keys.ts";

export function Keys() {
  useEffect(hearKeys, []);
  if (!keysShown.value) return null;
  return (
    <Dialog title="Keys" onClose={() => (keysShown.value = false)}>
      <dl class="keys">
        {keys.map(({ keys: names, does }) => (
          <div key={does}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
