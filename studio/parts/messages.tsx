import { messages, unsay } from "../session/live.ts";

/** Sentences for the person. Errors stay until they are closed. */
export function Messages() {
  return (
    <div class="messages" role="status" aria-live="polite">
      {messages.value.map(({ id, kind, text, action }) => (
        <p key={id} class={kind} role={kind === "error" ? "alert" : undefined}>
          {text} {action && <button onClick={action.run}>{action.label}</button>}
          <button class="quiet" aria-label="Close this message" onClick={() => unsay(id)}>
            ×
          </button>
        </p>
      ))}
    </div>
  );
}
