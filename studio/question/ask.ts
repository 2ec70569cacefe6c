/**
 * Asks the question that stands in the bar. Questions wait for one another in a list whose order the person may
 * change; the one that runs can be cancelled, and the values that it had then stay.
 */
import { partial, running, say, waiting, type Running } from "../session/live.ts";
import { change, changeAnswer, included, session, takeIds } from "../session/store.ts";
import type { Answer, Question } from "../session/types.ts";
import { analysis, runTask } from "../worker/client.ts";
import type { Partial, Task } from "../worker/protocol.ts";
import { cancelledSections } from "./cancelled.ts";
import { kindNamed } from "./kinds/registry.ts";
import { followed } from "./progress.ts";

/** What waits or runs, by answer. */
const asked = new Map<number, { readonly task: Task; readonly settle: () => void }>();

/**
 * @param question - without it the one that stands in the bar
 * @returns when it is answered, cancelled, or has failed; an answer says which
 */
export function ask(question: Question = session.value.question): Promise<void> {
  const [id] = takeIds(1) as [number];
  const task = taskOf(id, question);
  change((one) => ({ ...one, answers: [...one.answers, answerOf(task)], shown: [id] }));
  waiting.value = [...waiting.value, id];
  const settled = new Promise<void>((settle) => asked.set(id, { task, settle }));
  void answerNext();
  return settled;
}

/** A question about the items as they are now. */
export function taskOf(answer: number, question: Question): Task {
  const { table, look, groups } = session.value;
  const items = included.value.map(({ id, name, side }) => ({ id, name, ...(side && { side }) }));
  return { answer, question, asked: items, table, look, groups };
}

function answerOf({ answer, question, asked }: Task): Answer {
  return {
    id: answer,
    question,
    title: kindNamed(question.kind).title,
    names: asked.map(({ name }) => name),
    ids: asked.map(({ id }) => id),
    state: "queued",
    sections: [],
    files: [],
    reading: session.value.reading,
  };
}

/** Stops an answer, or takes it out of the list. The page goes on at once; the worker ends when it can. */
export function cancel(answer: number): void {
  const isRunning = running.value?.answer === answer;
  waiting.value = waiting.value.filter((one) => one !== answer);
  const so = partial.value?.answer === answer ? partial.value : undefined;
  changeAnswer(answer, { state: "cancelled", sections: so ? cancelledSections(so) : [] });
  if (isRunning) {
    void analysis()
      .cancel(answer)
      .catch(() => {}); // of a worker that has died, which is said elsewhere
    letGo(answer);
  } else settle(answer);
}

/** Puts a waiting answer before the one that comes before it. */
export function moveUp(answer: number): void {
  const at = waiting.value.indexOf(answer);
  if (at < 1) return;
  const next = waiting.value.toSpliced(at, 1);
  waiting.value = next.toSpliced(at - 1, 0, answer);
}

let isAnswering = false;

/** One at a time: each has all threads. */
async function answerNext(): Promise<void> {
  const [next] = waiting.value;
  if (isAnswering || next === undefined) return;
  isAnswering = true;
  waiting.value = waiting.value.slice(1);
  await answerTask(asked.get(next)!.task);
  settle(next);
  isAnswering = false;
  void answerNext();
}

function settle(answer: number): void {
  asked.get(answer)?.settle();
  asked.delete(answer);
}

async function answerTask(task: Task): Promise<void> {
  const { answer } = task;
  const start = performance.now();
  running.value = { answer, since: start };
  changeAnswer(answer, { state: "running" });
  try {
    const { sections, files, title } = await runTask(
      task,
      session.value.answers.map(({ id }) => id),
      (progress) => ifRunning(answer, (now) => (running.value = followed(now, progress, performance.now()))),
      (values) => ifRunning(answer, () => showSoon({ answer, ...values })),
    );
    ifRunning(answer, () => {
      const seconds = (performance.now() - start) / 1000;
      changeAnswer(answer, { state: "done", sections, files, title, seconds });
      say(`${title}: done.`);
    });
  } catch (error) {
    const { message } = error as Error;
    ifRunning(answer, () => changeAnswer(answer, { state: "failed", error: message, sections: [] }));
  } finally {
    letGo(answer);
  }
}

/** What comes after it was cancelled comes too late. */
function ifRunning(answer: number, then: (now: Running) => void): void {
  if (running.value?.answer === answer) then(running.value);
}

function letGo(answer: number): void {
  if (running.value?.answer === answer) running.value = undefined;
  if (partial.value?.answer === answer) partial.value = undefined;
  if (soon?.answer === answer) soon = undefined;
}

let soon: (Partial & { readonly answer: number }) | undefined;

/** With the next frame, however many messages came before it. */
function showSoon(next: Partial & { readonly answer: number }): void {
  const isComing = soon !== undefined;
  soon = next;
  if (isComing) return;
  requestAnimationFrame(() => {
    if (soon) partial.value = soon;
    soon = undefined;
  });
}
