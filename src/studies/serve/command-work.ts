/** The work on a request: its place, its time, its answer. */
import { toJsonText } from "../../cli/output.ts";
import { Refusal } from "../../cli/serve/answer.ts";
import { readBody, type Room } from "../../cli/serve/body.ts";
import { beginEvents } from "../../cli/serve/events.ts";
import { limitSending, send, type Exchange } from "../../cli/serve/exchange.ts";
import type { Fault } from "../../cli/serve/fault.ts";
import type { Places } from "../../cli/serve/places.ts";
import type { Control, EngineHandle, Progress } from "../../run/lanes/control.ts";
import { compared, pairsOf, type Means } from "./command-questions.ts";
import { askedOf, bodyTypeOf, type Question } from "./command-request.ts";

/** What all requests share. */
export interface Desk extends Means {
  readonly engine: EngineHandle;
  readonly places: Places;
  /** For bodies. */
  readonly room: Room;
  readonly maxBody: number;
  /** Milliseconds of work. */
  readonly timeout: number;
  faultOf(error: unknown): Fault;
  /** Says a fault of this program in the log. */
  report(error: unknown): void;
}

const json = "application/json; charset=utf-8";

/** Answers a question: when it is done, or with events while it is worked on, where the client asks for them. */
export async function answerQuestion(desk: Desk, question: Question, exchange: Exchange): Promise<void> {
  const { places, maxBody, room } = desk;
  const { request, response, signal, continued } = exchange;
  places.assertRoom(); // before a large body is read in vain
  const type = bodyTypeOf(exchange);
  const body = await readBody(request, response, { most: maxBody, room, continued }, signal);
  try {
    places.assertRoom();
    const work = (onProgress?: (progress: Progress) => void) =>
      worked(desk, question, exchange, type, body.bytes, onProgress);
    if (wantsEvents(exchange)) await answerEvents(desk, exchange, work);
    else send(exchange, 200, json, await work());
  } finally {
    body.free();
  }
}

function wantsEvents({ request }: Exchange): boolean {
  return /\btext\/event-stream\b/i.test(request.headers.accept ?? "");
}

/** From here on an error is an event: the status was sent. */
async function answerEvents(
  desk: Desk,
  { response }: Exchange,
  work: (onProgress: (progress: Progress) => void) => Promise<string>,
): Promise<void> {
  const events = beginEvents(response);
  try {
    const text = await work(({ phase, done, total, steps }) =>
      events.progress({ phase, done, total, steps }),
    );
    events.end("result", text.trimEnd());
  } catch (error) {
    if (response.destroyed) return;
    const fault = desk.faultOf(error);
    if (fault.isOurs) desk.report(error);
    events.end("error", JSON.stringify({ status: fault.status, error: fault.error }));
  }
  limitSending(response);
}

/** The JSON of the result. The time counts from when the work begins. */
async function worked(
  desk: Desk,
  question: Question,
  exchange: Exchange,
  type: string,
  bytes: Buffer,
  onProgress: ((progress: Progress) => void) | undefined,
): Promise<string> {
  const { timeout } = desk;
  const leave = await desk.places.take(exchange.signal);
  const over = new Refusal(
    504,
    `The work took longer than ${timeout / 1000} s, which is what this service gives a request.`,
  );
  const timer = setTimeout(() => exchange.abort(over), timeout);
  try {
    const asked = askedOf(question, exchange, type, bytes, desk.limits);
    const { signal } = exchange;
    const control: Control = { engine: desk.engine, signal, ...(onProgress && { onProgress }) };
    return toJsonText(await (question === "compare" ? compared : pairsOf)(desk, asked, control, signal));
  } finally {
    clearTimeout(timer);
    leave();
  }
}
