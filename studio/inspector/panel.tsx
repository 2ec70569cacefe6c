/** What is selected, and why it differs. */
import { selection } from "../parts/use-link.ts";

export function Inspector() {
  const { networks, pairs, stimuli } = selection.value.selected;
  const count = networks.length + stimuli.length;
  return (
    <aside class="inspector" aria-label="Selected">
      <h2>Selected {count > 0 && <small>{count}</small>}</h2>
      {count === 0 && (
        <p class="empty">Select networks, pairs or stimuli in any view. They light in all of them.</p>
      )}
      <ul>
        {networks.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      {pairs.map(([a, b]) => (
        <p key={`${a} × ${b}`}>
          {a} × {b}
        </p>
      ))}
    </aside>
  );
}
