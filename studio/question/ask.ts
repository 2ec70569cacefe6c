/** Asks the question that stands in the bar. Questions wait for one another; each can be cancelled. */
import { partial, running, say } from "../session/live.ts";
import { change, changeAnswer, included, session, takeIds } from "../session/store.ts";
import type { Answer } from "../session/types.ts";
import { analysis, runTask } from "../worker/client.ts";
import type { Task } from "../worker/protocol.ts";
import { kindNamed } from "./kinds/registry.ts";

/** The end of the questions asked so far. */
let queue: Promise<void> = Promise.resolve();

/** @returns when it is answered, cancelled, or has failed; an answer says which */
export function ask(): Promise<void> {
  const [id] = takeIds(1) as [number];
  const { question, reading, table, look, groups } = session.value;
  const items = included.value;
  const answer: Answer = {
    id,
    question,
    title: kindNamed(question.kind).title,
    names: items.map(({ name }) => name),
    ids: items.map(({ id }) => id),
    state: "queued",
    sections: [],
    files: [],
    reading,
  };
  change((one) => ({ ...one, answers: [...one.answers, answer], shown: [id] }));
  const asked = items.map(({ id, name, side }) => ({ id, name, ...(side && { side }) }));
  const task: Task = { answer: id, question, asked, table, look, groups };
  return (queue = queue.then(() => answerTask(task)));
}

export function cancel(answer: number): void {
  void analysis().cancel(answer);
  changeAnswer(answer, { state: "cancelled" });
}

async function answerTask(task: Task): Promise<void> {
  const { answer } = task;
  const isCancelled = () => session.value.answers.find(({ id }) => id === answer)?.state === "cancelled";
  if (isCancelled()) return;
  const start = performance.now();
  running.value = { answer, since: start };
  changeAnswer(answer, { state: "running" });
  try {
    const { sections, files, title } = await runTask(
      task,
      (progress) => (running.value = { answer, since: start, progress }),
      (values) => (partial.value = { answer, ...values }),
    );
    if (isCancelled()) return;
    changeAnswer(answer, {
      state: "done",
      sections,
      files,
      title,
      seconds: (performance.now() - start) / 1000,
    });
    say(`${title}: done.`);
  } catch (error) {
    if (!isCancelled()) changeAnswer(answer, { state: "failed", error: (error as Error).message });
  } finally {
    running.value = undefined;
    if (partial.value?.answer === answer) partial.value = undefined;
  }
}
