/** The session as a file, a new one, and what the browser keeps. */
import { useEffect, useState } from "preact/hooks";
import { download } from "../parts/download.ts";
import { orSay, say } from "../session/live.ts";
import { session } from "../session/store.ts";
import {
  filesOfSession,
  isKept,
  keepData,
  newSession,
  openSession,
  sessionExtension,
} from "./session-actions.ts";

export function SessionDialog() {
  const { items, answers } = session.value;
  return (
    <>
      <p>
        {items.length} representations, {answers.length} answers. The session is saved in this browser by
        itself; a file carries it to another one.
      </p>
      <p class="actions">
        <button onClick={() => void save(false)}>Save session</button>
        <button onClick={() => void save(true)}>Save session with its data</button>
        <label class="button">
          Open session
          <input
            type="file"
            accept={sessionExtension}
            onChange={(event) => void orSay(() => openSession(event.currentTarget.files![0]!))}
          />
        </label>
        <button onClick={newSession}>New session</button>
      </p>
      <KeepData />
    </>
  );
}

function save(withData: boolean): Promise<void> {
  return orSay(async () => {
    const { data, missing } = withData
      ? await filesOfSession()
      : { data: new Map<string, Blob>(), missing: 0 };
    if (missing > 0) say(`${missing} files are not here and are left out: add them again first.`, "error");
    const { sessionFile } = await import("./session-file.ts");
    download(`session${sessionExtension}`, (await sessionFile(data)) as Uint8Array<ArrayBuffer>);
  });
}

/** Data stay in the browser only if the person says so. */
function KeepData() {
  const [kept, setKept] = useState<boolean>();
  useEffect(() => void isKept().then(setKept), []);
  const change = (on: boolean) =>
    orSay(async () => {
      await keepData(on);
      setKept(on);
    });
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={kept ?? false}
        onChange={(event) => void change(event.currentTarget.checked)}
      />
      Keep the files in this browser too, so that a reload does not ask for them again. They never leave this
      computer.
    </label>
  );
}
