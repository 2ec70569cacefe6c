import { messages, unsay, type Message } from "../session/live.ts";

/** Errors and questions to the person. They stay until they are closed. */
export function Messages() {
  const lasting = messages.value.filter((one) => !isPassing(one));
  return (
    <div class="messages">
      {lasting.map(({ id, kind, text, action }) => (
        <p key={id} class={kind} role={kind === "error" ? "alert" : "status"}>
          <span>{text}</span>
          {action && (
            <button
              onClick={() => {
                unsay(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
          <button class="quiet" aria-label="Close this message" onClick={() => unsay(id)}>
            ×
          </button>
        </p>
      ))}
    </div>
  );
}

/** The last sentence that only tells what was done. It goes by itself. */
export function StatusLine() {
  const last = messages.value.findLast(isPassing);
  return (
    <p class="status hint" role="status">
      {last?.text}
    </p>
  );
}

function isPassing({ kind, action }: Message): boolean {
  return kind === "status" && !action;
}
