/** In the list of metrics: those of the session that wait to be run, and a button that opens another file. */
import { useState } from "preact/hooks";
import type { MetricName } from "repgeom";
import { session } from "../session/store.ts";
import { asleepReason } from "./metrics.ts";

/** What runs the code of files is loaded with the first of them. */
async function runLater(file: string, text: string): Promise<string> {
  const { runOwn } = await import("./open.ts");
  return runOwn(file, text);
}

interface Props {
  onPick(name: MetricName): void;
}

export function OwnFromFile({ onPick }: Props) {
  const [wrong, setWrong] = useState<string>();
  const run = (file: string, text: string) =>
    runLater(file, text).then(
      (name) => {
        setWrong(undefined);
        // To pick what is in the question already would take it away.
        const isAsked = session.value.question.metrics.some(({ metric }) => metric === name);
        if (!isAsked) onPick(name as MetricName);
      },
      (error: Error) => setWrong(error.message),
    );
  const open = async (file: File | undefined) => file && run(file.name, await file.text());
  return (
    <section class="own" aria-label="A metric of your own">
      <h3>A metric of your own</h3>
      {(session.value.own ?? [])
        .filter(({ name }) => asleepReason(name))
        .map(({ name, file, text }) => (
          <details key={name}>
            <summary>
              {file} came with this session: <b>{name}</b>
            </summary>
            <pre>{text}</pre>
            <button onClick={() => void run(file, text)}>Run the code of {file}</button>
          </details>
        ))}
      <label class="button">
        Open a metric from a file…
        <input
          type="file"
          accept=".js,.mjs,text/javascript"
          aria-label="Open a metric from a file"
          onChange={(event) => void open(event.currentTarget.files?.[0])}
        />
      </label>
      <p class="hint">
        A JavaScript file that exports {"{ name, compare }"}. Its code is run in this page: open only what you
        have read. It is saved with the session.
      </p>
      {wrong && <p class="why">{wrong}</p>}
    </section>
  );
}
