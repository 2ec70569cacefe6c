/** What the page begins with: what its address asks for, or the session that it had. */
import { addUrl } from "../data/add.ts";
import { examples } from "../data/examples.ts";
import { openExample } from "../data/open-example.ts";
import { addServed } from "../data/served.ts";
import { orSay, say } from "../session/live.ts";
import { change } from "../session/store.ts";
import { addressIn, keepAddress, type Address } from "./address.ts";
import { keepSaving, keptFiles } from "./saved.ts";
import { addAgain } from "./session-actions.ts";

export async function start(): Promise<void> {
  const asked = await orSay(() => addressIn(location.hash));
  const own = sessionStorage.getItem("repgeom-tab") !== null; // a reload: the session of the tab is further than its address
  await keepSaving(asked !== undefined && !own);
  if (asked && !own) await orSay(() => open(asked));
  else await orSay(async () => addAgain(await keptFiles()));
  keepAddress();
  await orSay(addServed);
}

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
  const foreign = urls.filter((url) => new URL(url, location.href).origin !== location.origin);
  for (const url of urls.filter((one) => !foreign.includes(one))) await addUrl(url);
  if (foreign.length > 0) askBefore(foreign);
}

/** A link must not make the page ask another host for anything before the person agrees. */
function askBefore(urls: readonly string[]): void {
  const hosts = [...new Set(urls.map((url) => new URL(url, location.href).host))].join(", ");
  const load = async () => {
    for (const url of urls) await addUrl(url);
  };
  say(`This link uses data of ${hosts}. They are not loaded yet.`, "status", {
    label: `Load ${urls.length === 1 ? "it" : `all ${urls.length}`}`,
    run: () => void load(),
  });
}
