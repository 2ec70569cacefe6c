/**
 * What stands in the address, so that a link can be shared: the question, the looks, the arrangement, and data
 * that have an address of their own (an example, URLs). Responses are never in it.
 *
 *   #question={"kind":"pairs","metrics":[…]}&example=rnn-dms&look={"color":"condition"}
 */
import { effect } from "@preact/signals";
import { session } from "../session/store.ts";
import { isHttp } from "./addresses.ts";
import { knowAllMetrics } from "../own/metrics.ts";
import { parts } from "./valid.ts";
import { emptySession, type Question, type Session } from "../session/types.ts";

export interface Address {
  readonly question?: Question;
  readonly look?: Session["look"];
  readonly arrangement?: Session["arrangement"];
  readonly reading?: Session["reading"];
  readonly example?: string;
  readonly urls: readonly string[];
}

/** The address of the session, after the `#`. */
export function addressOf({ question, look, arrangement, reading, items }: Session): string {
  const given = new URLSearchParams();
  const put = (name: string, value: object, usual: object) => {
    if (JSON.stringify(value) !== JSON.stringify(usual)) given.append(name, JSON.stringify(value));
  };
  put("question", question, emptySession.question);
  put("look", look, {});
  put("arrangement", arrangement, []);
  put("reading", reading, {});
  const origins = items.map(({ origin }) => origin);
  const example = origins.find((one) => one.from === "example");
  if (example) given.append("example", example.example);
  for (const url of new Set(origins.flatMap((one) => (one.from === "url" ? [one.url] : []))))
    given.append("data", url);
  return String(given);
}

/** @throws {Error} for an address that was cut or changed. */
export async function addressIn(hash: string): Promise<Address | undefined> {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  if ([...given.keys()].length === 0) return undefined;
  if (given.has("question")) await knowAllMetrics(); // it may name any
  const example = given.get("example");
  return {
    ...Object.fromEntries(names.flatMap((name) => partIn(given, name))),
    ...(example !== null && { example }),
    urls: given.getAll("data").map(fetchable),
  };
}

const names = Object.keys(parts) as (keyof typeof parts)[];

function partIn(given: URLSearchParams, name: keyof typeof parts): [string, unknown][] {
  const text = given.get(name);
  if (text === null) return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`The link is damaged: its part “${name}” cannot be read. Ask for it again, whole.`);
  }
  const wrong = parts[name](value, name);
  if (wrong !== undefined) throw new Error(`The link is damaged, or of another studio: ${wrong}.`);
  return [[name, value]];
}

function fetchable(url: string): string {
  if (isHttp(url)) return url;
  throw new Error(`The link names data at “${url.slice(0, 80)}”, which is no address with http: or https:.`);
}

/** Whether a link of this session leads another person to the same data. */
export function leadsToData({ items }: Session): boolean {
  return items.every(({ origin }) => origin.from !== "file");
}

/** Keeps the address of the page up to date. */
export function keepAddress(): void {
  effect(() => {
    const next = addressOf(session.value);
    if (next !== location.hash.slice(1))
      history.replaceState(null, "", next ? `#${next}` : location.pathname + location.search);
  });
}
