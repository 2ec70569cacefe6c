/** All keys, in a dialog. It also hears them while the page is there. */
import { useEffect, useRef } from "preact/hooks";
import { hearKeys, keys, keysShown } from "./keys.ts";

export function Keys() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(hearKeys, []);
  const isShown = keysShown.value;
  useEffect(() => {
    if (isShown) dialog.current!.showModal();
    else dialog.current!.close();
  }, [isShown]);
  return (
    <dialog class="keys" ref={dialog} aria-labelledby="keys-title" onClose={() => (keysShown.value = false)}>
      <h2 id="keys-title">Keys</h2>
      <dl>
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
      <button onClick={() => (keysShown.value = false)}>Close</button>
    </dialog>
  );
}
