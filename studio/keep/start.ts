/** What the page begins with: what its address asks for, or the session that it had. */
import { addUrl } from "../data/add.ts";
import { askBefore, foreignOf } from "../data/arrive/hosts.ts";
import { examples } from "../data/examples.ts";
import { openExample } from "../data/open-example.ts";
import { addServed } from "../data/served.ts";
import { orSay, say } from "../session/live.ts";
import { change } from "../session/store.ts";
import { knowAllMetrics } from "../own/metrics.ts";
import { addressIn, keepAddress, type Address } from "./address.ts";
import { keepSaving, keptFiles, ownTab } from "./saved.ts";
import { addAgain } from "./session-actions.ts";

export async function start(): Promise<void> {
  const asked = await orSay(() => addressIn(location.hash));
  const own = ownTab() !== null; // a reload: the session of the tab is further than its address
  await keepSaving(asked !== undefined && !own);
  if (asked && !own) await orSay(() => open(asked));
  else await orSay(async () => addAgain(await keptFiles()));
  keepAddress();
  await orSay(addServed);
  setTimeout(() => void knowAllMetrics().catch(() => {}), soon); // what needs them says it if they cannot be had
}

/** Milliseconds after which the list of metrics is loaded, so that it is there when it is opened: no longer at the start. */
const soon = 1500;

async function open({ question, look, arrangement, reading, example, urls }: Address): Promise<void> {
  const known = examples.find(({ name }) => name === example);
  if (example && !known) say(`The link asks for an example that is not here: ${example}.`, "error");
  const chosen = {
    ...(question && { question }),
    ...(look && { look }),
    ...(arrangement && { arrangement }),
    ...(reading && { reading }),
  };
  change((one) => ({ ...one, ...chosen }));
  if (known) await openExample({ ...known, ...chosen });
  const foreign = foreignOf(urls);
  await addAll(urls.filter((one) => !foreign.includes(one)));
  if (foreign.length > 0) askBefore("This link", foreign, () => void addAll(foreign));
}

async function addAll(urls: readonly string[]): Promise<void> {
  for (const url of urls) await addUrl(url);
}
