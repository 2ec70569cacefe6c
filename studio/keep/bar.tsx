/** What one takes away of an answer and of the session, and undo. */
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Dialog } from "../parts/dialog.tsx";
import { redo, redoable, session, shownAnswers, undo, undoable } from "../session/store.ts";
import { CodeDialog } from "./code.tsx";
import { FilesDialog } from "./files.tsx";
import { LinkDialog } from "./link.tsx";
import { saving } from "./saved.ts";
import { SessionDialog } from "./session-dialog.tsx";

/** The dialogs by name; which is open. */
const dialogs = {
  files: { title: "Save the answer", needs: "answer", show: () => <FilesDialog /> },
  code: { title: "The same from a program", needs: "answer", show: () => <CodeDialog /> },
  link: { title: "Share a link", needs: "nothing", show: () => <LinkDialog /> },
  session: { title: "Session", needs: "nothing", show: () => <SessionDialog /> },
} as const satisfies Record<
  string,
  { title: string; needs: "answer" | "nothing"; show: () => ComponentChildren }
>;

const open = signal<keyof typeof dialogs | undefined>(undefined);

export function KeepBar() {
  const answered = shownAnswers.value.some(({ state }) => state === "done");
  const button = (name: keyof typeof dialogs, label: string) => (
    <button
      disabled={dialogs[name].needs === "answer" && !answered}
      aria-haspopup="dialog"
      onClick={() => (open.value = name)}
    >
      {label}
    </button>
  );
  return (
    <div class="keep" role="group" aria-label="Keep and take away">
      <Steps />
      {button("files", "Save")}
      {button("code", "Code")}
      {button("link", "Link")}
      {button("session", "Session")}
      <Saving />
      {open.value && (
        <Dialog title={dialogs[open.value].title} onClose={() => (open.value = undefined)}>
          {dialogs[open.value].show()}
        </Dialog>
      )}
    </div>
  );
}

function Steps() {
  const [back, forth] = [undoable.value, redoable.value];
  return (
    <>
      <button
        class="quiet"
        disabled={!back}
        aria-label={`Undo${back ? `: ${back}` : ""}`}
        title={back && `Undo: ${back}`}
        onClick={undo}
      >
        ↶
      </button>
      <button
        class="quiet"
        disabled={!forth}
        aria-label={`Redo${forth ? `: ${forth}` : ""}`}
        title={forth && `Redo: ${forth}`}
        onClick={redo}
      >
        ↷
      </button>
    </>
  );
}

const words = { nothing: "", waits: "Saving…", saved: "Saved in this browser", failed: "Not saved" } as const;

function Saving() {
  const isNew = session.value.items.length + session.value.answers.length === 0;
  return (
    <small class={saving.value === "failed" ? "warn" : "hint"}>{isNew ? "" : words[saving.value]}</small>
  );
}
