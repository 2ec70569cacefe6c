/** How long the question in the bar would take, found out while the person looks at it. */
import { computed, effect, signal } from "@preact/signals";
import { reading, running, waiting } from "../session/live.ts";
import { session } from "../session/store.ts";
import { analysis } from "../worker/client.ts";
import type { Estimate } from "../worker/protocol.ts";
import type { Question } from "../session/types.ts";
import { taskOf } from "./ask.ts";
import { dataNow } from "./data.ts";
import type { Pairs } from "./kinds/kind.ts";
import { kindNamed } from "./kinds/registry.ts";
import { problemOf } from "./problem.ts";
import { timeText } from "./progress.ts";

/** Of shorter runs nothing is said, in seconds. */
const worthSaying = 5;

/** Milliseconds without a change before a trial is made. */
const rest = 400;

const found = signal<Estimate | undefined>(undefined);

/** `about 3 min`, for beside the button; undefined for short runs and where nothing is known. */
export const estimateText = computed(() => {
  const estimate = found.value;
  if (!estimate || estimate.seconds < worthSaying) return undefined;
  return `${estimate.atLeast ? "more than" : "about"} ${timeText(estimate.seconds)}`;
});

// By themselves, so that a change of anything else makes no new trial.
const question = computed(() => session.value.question);
const items = computed(() => session.value.items);
const isIdle = computed(() => !running.value && !reading.value && waiting.value.length === 0);

function isSound(asked: Question): boolean {
  return problemOf(kindNamed(asked.kind), asked, dataNow(session.peek())) === undefined;
}

/** What is to be compared; undefined for kinds that do not say it. */
function workOf(asked: Question): Pairs | undefined {
  return kindNamed(asked.kind).pairs?.(asked, dataNow(session.peek()));
}

/** Follows the question from now on. It is never waited for: the button can be pressed all the while. */
export function followEstimate(): () => void {
  return effect(() => {
    const [asked, about] = [question.value, items.value.filter(({ excluded }) => !excluded)];
    const isAsked =
      isIdle.value && about.length > 1 && about.every(({ present }) => present) && isSound(asked);
    let isOver = false;
    found.value = undefined;
    const work = isAsked ? workOf(asked) : undefined;
    if (!work) return undefined;
    const timer = setTimeout(() => {
      void analysis()
        .estimate(taskOf(0, asked), work)
        .then((estimate) => (isOver ? undefined : (found.value = estimate)))
        .catch(() => {}); // what is wrong with the question is said when it is asked
    }, rest);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  });
}
