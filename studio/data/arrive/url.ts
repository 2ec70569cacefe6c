/** Fetches an address that the person gave, and says in words why it cannot be had. */
import type { Source } from "repgeom";
import { pathOf } from "./names.ts";

/**
 * @throws {Error} in one or two sentences: the host of the page forbids it, the other host does, or it is not there
 */
export async function fetched(url: string): Promise<Source> {
  const address = new URL(url, location.href);
  const path = pathOf({ from: "url", url });
  if (/\.zarr\/?$/.test(path)) return address; // many files, which the library asks for
  const forbidden = watchPolicy();
  try {
    const response = await fetch(address);
    if (!response.ok)
      throw new Error(
        `${address.host} answers ${[response.status, response.statusText].join(" ").trim()} for ${url}. Look whether the address is right.`,
      );
    if (response.headers.get("content-type")?.startsWith("text/html"))
      throw new Error(`${url} is a web page and no file. Look for the address of the file itself.`);
    return { name: path.split("/").at(-1)!, bytes: await response.blob() };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Error(await reason(address, await forbidden()), { cause: error });
  } finally {
    forbidden.end();
  }
}

/** Whether the policy of the page was broken since; the event comes a little after the error. */
function watchPolicy(): { (): Promise<boolean>; end(): void } {
  const seen = { broken: false };
  const note = ({ effectiveDirective }: SecurityPolicyViolationEvent) => {
    if (effectiveDirective === "connect-src") seen.broken = true;
  };
  document.addEventListener("securitypolicyviolation", note);
  const wasBroken = async () => {
    for (let k = 0; k < 5 && !seen.broken; k++) await new Promise((resolve) => setTimeout(resolve, 20));
    return seen.broken;
  };
  return Object.assign(wasBroken, {
    end: () => document.removeEventListener("securitypolicyviolation", note),
  });
}

async function reason(address: URL, forbidden: boolean): Promise<string> {
  const instead = "Download the file and drop it here.";
  if (forbidden)
    return `The site that serves this page forbids it to ask ${address.host} (its policy has no connect-src https:). ${instead}`;
  if (address.protocol === "http:" && location.protocol === "https:")
    return `A page with https: may not ask an address with http:. ${instead}`;
  if (!navigator.onLine) return `There is no connection to the net, so ${address.host} cannot be asked.`;
  const answers = await fetch(address, { mode: "no-cors" }).then(
    () => true,
    () => false,
  );
  return answers
    ? `${address.host} does not let other sites read this file (it sends no Access-Control-Allow-Origin). ${instead}`
    : `${address.host} does not answer. Look whether the address is right, and whether that site is up.`;
}
