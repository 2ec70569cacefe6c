/** The screen: the question on top, data, views and what is selected below it, answers at the bottom. */
import { computed, effect, signal } from "@preact/signals";
import { DataPanel } from "./data/panel.tsx";
import { Inspector } from "./inspector/panel.tsx";
import { KeepBar } from "./keep/bar.tsx";
import { Keys } from "./parts/keys-dialog.tsx";
import { Boundary } from "./parts/boundary.tsx";
import { Messages, StatusLine } from "./parts/messages.tsx";
import { QuestionBar } from "./question/bar.tsx";
import { running } from "./session/live.ts";
import { AnswerBar } from "./views/answers.tsx";
import { Views } from "./views/grid.tsx";

const tabs = { data: "Data", views: "Views", inspector: "Selected" } as const;

/** Which place a narrow screen shows. */
const tab = signal<keyof typeof tabs>("data");

// Who asks wants to see the answer.
const asked = computed(() => running.value?.answer);
effect(() => {
  if (asked.value !== undefined) tab.value = "views";
});

export function App() {
  return (
    <div class="studio" data-tab={tab.value}>
      <Boundary what="The question">
        <QuestionBar />
      </Boundary>
      <Tabs />
      <Boundary what="The data">
        <DataPanel />
      </Boundary>
      <Views />
      <Boundary what="What is selected">
        <Inspector />
      </Boundary>
      <footer>
        <AnswerBar />
        <StatusLine />
        <KeepBar />
      </footer>
      <Messages />
      <Keys />
    </div>
  );
}

function Tabs() {
  return (
    <nav class="tabs" aria-label="Places">
      {Object.entries(tabs).map(([name, label]) => (
        <button
          key={name}
          aria-pressed={tab.value === name}
          onClick={() => (tab.value = name as keyof typeof tabs)}
        >
          {label}
        </button>
      ))}
    </nav>
  );
}
