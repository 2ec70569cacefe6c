/** The screen: the question on top, data, views and what is selected below it, answers at the bottom. */
import { DataPanel } from "./data/panel.tsx";
import { Inspector } from "./inspector/panel.tsx";
import { Keys } from "./parts/keys-dialog.tsx";
import { Messages } from "./parts/messages.tsx";
import { QuestionBar } from "./question/bar.tsx";
import { AnswerBar } from "./views/answers.tsx";
import { Views } from "./views/grid.tsx";

export function App() {
  return (
    <div class="studio">
      <QuestionBar />
      <DataPanel />
      <Views />
      <Inspector />
      <AnswerBar />
      <Messages />
      <Keys />
    </div>
  );
}
