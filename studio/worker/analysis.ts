/// <reference lib="webworker" />
/** The analysis worker: representations, the engine with its threads, and the results. It draws nothing. */
import { expose, transfer } from "comlink";
import { createEngine, read, type Engine, type Representation } from "repgeom";
import { runners } from "../question/kinds/runners.ts";
import { factsOf } from "./facts.ts";
import type { Analysis, Asked, Found, Task } from "./protocol.ts";
import type { Given, Ran } from "./runner.ts";

/** Deterministic, so that the command line and a program give the same bits as the page. */
let engine: Promise<Engine> | undefined;
const loaded = () => (engine ??= createEngine({ deterministic: true }));

let second: Promise<Engine> | undefined;
/**
 * For what the person looks at while a question may run: without threads, so that it neither waits for those
 * of the run nor takes them. It computes on this thread, which only hands out work during a run.
 */
const beside = () => (second ??= createEngine({ threads: 0, deterministic: true }));

/** By key until the page says which item it is, then by id. */
const found = new Map<number, Representation>();
const kept = new Map<number, Representation>();
const results = new Map<number, Ran>();
const under = new Map<number, AbortController>();
let nextKey = 1;

const analysis: Analysis = {
  async read({ source, options }) {
    const all = await read(source, options);
    return Promise.all(all.map(foundOf));
  },
  keep(id, key) {
    kept.set(id, found.get(key)!);
    found.delete(key);
  },
  forget(ids) {
    for (const id of ids) kept.delete(id);
  },
  async estimate(task) {
    const { estimate } = await import("./estimate.ts");
    return estimate(task, givenOf(task), await loaded());
  },
  async run(task, onProgress, onPartial) {
    const stop = new AbortController();
    under.set(task.answer, stop);
    try {
      const run = await runners[task.question.kind]!();
      const ran = await run({
        task,
        given: givenOf(task),
        engine: await loaded(),
        control: { signal: stop.signal, onProgress },
        onPartial,
        resultOf: (answer) => results.get(answer)?.result,
      });
      stop.signal.throwIfAborted();
      results.set(task.answer, ran);
      const files = ran.files.map(({ name, label }) => ({ name, label }));
      return { title: ran.title, sections: ran.sections, files };
    } finally {
      under.delete(task.answer);
    }
  },
  cancel(answer) {
    under.get(answer)?.abort();
  },
  async explain(a, b, spec, leaveOut) {
    const { explained } = await import("./explained.ts");
    return explained(representationOf(a), representationOf(b), spec, leaveOut, await beside());
  },
  async derive(square, what, groups) {
    const { derived } = await import("./derived.ts");
    return derived(square, what, groups, await beside());
  },
  async agree(first, other) {
    const { agreement } = await import("./agreement.ts");
    return agreement(first, other, await beside());
  },
  async rdms(asked, dissimilarity) {
    const { rdmsOf } = await import("./rdms.ts");
    return rdmsOf(asked.map(representationOf), dissimilarity, await beside());
  },
  async report(sections, page) {
    const { reportSections } = await import("repgeom/report");
    return reportSections(sections, page);
  },
  async file(answer, name) {
    const made = results.get(answer)?.files.find((one) => one.name === name);
    if (!made)
      throw new Error(
        "This answer was computed before the page was loaded again: ask it once more to save its files.",
      );
    const content = await made.make();
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    return transfer({ name, bytes }, [bytes.buffer as ArrayBuffer]);
  },
};

async function foundOf(representation: Representation): Promise<Found> {
  const key = nextKey++;
  found.set(key, representation);
  return { key, ...(await factsOf(representation, await loaded())) };
}

function givenOf({ asked }: Task): Given[] {
  return asked.map((one) => ({ representation: representationOf(one), side: one.side ?? "rows" }));
}

function representationOf({ id, name }: Asked): Representation {
  const representation = kept.get(id);
  if (!representation) throw new Error(`The responses of ${name} are not here: add its file again.`);
  return { ...representation, name };
}

expose(analysis);
