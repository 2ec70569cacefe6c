/** The files of the answers that are shown, and the report of all. */
import { useState } from "preact/hooks";
import { download } from "../parts/download.ts";
import { orSay } from "../session/live.ts";
import { session, shownAnswers } from "../session/store.ts";
import { analysis } from "../worker/client.ts";

export function FilesDialog() {
  const done = session.value.answers.filter(({ state }) => state === "done");
  return (
    <>
      {shownAnswers.value.map(({ id, title, files }) => (
        <section key={id}>
          <h3>{title}</h3>
          <p class="actions">
            {files.map(({ name, label }) => (
              <button key={name} onClick={() => void saveFile(id, name)}>
                {label}
              </button>
            ))}
          </p>
        </section>
      ))}
      <section>
        <h3>Report</h3>
        <p>
          One file with every picture and number, linked as here. It opens in any browser, without a network.
        </p>
        <p class="actions">
          <ReportButton
            label="Report of what is shown (.html)"
            ids={shownAnswers.value.map(({ id }) => id)}
          />
          {done.length > 1 && (
            <ReportButton
              label={`Report of all ${done.length} answers (.html)`}
              ids={done.map(({ id }) => id)}
            />
          )}
        </p>
      </section>
    </>
  );
}

function saveFile(answer: number, name: string): Promise<void> {
  return orSay(async () => {
    const { bytes } = await analysis().file(answer, name);
    download(name, bytes as Uint8Array<ArrayBuffer>);
  });
}

function ReportButton({ label, ids }: { readonly label: string; readonly ids: readonly number[] }) {
  const [busy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    await orSay(async () => {
      const { answers, table, look } = session.value;
      const sections = answers.filter(({ id }) => ids.includes(id)).flatMap((one) => one.sections);
      const page = { title: "Representational geometry", ...(table && { table, ...look }) };
      download("report.html", await analysis().report(sections, page), "text/html");
    });
    setBusy(false);
  };
  return (
    <button disabled={busy} aria-busy={busy} onClick={() => void make()}>
      {label}
    </button>
  );
}
