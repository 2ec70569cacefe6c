/** The data: what was added, what is wrong with it, and the ways to add more. */
import { useEffect } from "preact/hooks";
import { link, orSay, reading } from "../session/live.ts";
import { session } from "../session/store.ts";
import { addFiles, removeItems } from "./add.ts";
import { examples } from "./examples.ts";
import { openExample } from "./open-example.ts";

export function DataPanel() {
  const { items, refused } = session.value;
  useDrops();
  return (
    <section class="data" aria-label="Data">
      <h2>Data {items.length > 0 && <small>{items.length}</small>}</h2>
      <label class="button">
        Add files
        <input
          type="file"
          multiple
          onChange={(event) => void addFiles([...(event.currentTarget.files ?? [])])}
        />
      </label>
      {reading.value && (
        <p>
          Reading {reading.value.done} of {reading.value.total}
        </p>
      )}
      {items.length === 0 && <Examples />}
      <ul>
        {items.map(({ id, name, axes, shape, warnings }) => (
          <li key={id} onPointerEnter={() => link.light({ networks: [name], pairs: [], stimuli: [] })}>
            {name} <small>{`${shape.join(" × ")} ${axes}`}</small>
            {warnings.map((text) => (
              <span class="warn" key={text}>
                {text}
              </span>
            ))}
            <button class="quiet" aria-label={`Remove ${name}`} onClick={() => removeItems([id])}>
              ×
            </button>
          </li>
        ))}
        {refused.map(({ id, message }) => (
          <li key={id} class="refused">
            {message}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Examples() {
  return (
    <div>
      {examples.map((example) => (
        <p key={example.name}>
          <button onClick={() => void orSay(() => openExample(example))}>{example.title}</button>{" "}
          {example.about}
        </p>
      ))}
    </div>
  );
}

/** Files can be dropped anywhere; otherwise the browser would open one that misses the panel. */
function useDrops(): void {
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      void addFiles([...(event.dataTransfer?.files ?? [])]);
    };
    document.addEventListener("dragover", over);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", over);
      document.removeEventListener("drop", drop);
    };
  }, []);
}
