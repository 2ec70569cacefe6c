/** Hosts that a session or a link names, and that the page asks for nothing before the person agrees. */
import { signal } from "@preact/signals";
import { say } from "../../session/live.ts";
import type { Item } from "../../session/types.ts";

const held = signal<ReadonlySet<string>>(new Set());

/** Whether data may be fetched from there. */
export function mayAsk(url: string): boolean {
  return !held.value.has(hostOf(url));
}

/** Those of other hosts than this page's. */
export function foreignOf(urls: readonly string[]): string[] {
  return urls.filter((url) => hostOf(url) !== location.host);
}

/**
 * Holds the hosts of these addresses until the person agrees.
 * @param what - as in a sentence: "This link"
 */
export function askBefore(what: string, urls: readonly string[], load: () => void): void {
  const hosts = new Set(urls.map(hostOf));
  held.value = new Set([...held.value, ...hosts]);
  const run = () => {
    held.value = new Set([...held.value].filter((host) => !hosts.has(host)));
    load();
  };
  const label = `Load ${urls.length === 1 ? "it" : `all ${urls.length}`}`;
  say(`${what} uses data of ${[...hosts].join(", ")}. They are not loaded yet.`, "status", { label, run });
}

/** For a session that is taken up or opened: a reload, or whoever sent it, makes the page ask no other host. */
export function holdHosts(items: readonly Item[]): void {
  const urls = items.flatMap(({ origin }) => (origin.from === "url" ? [origin.url] : []));
  const foreign = foreignOf([...new Set(urls)]);
  if (foreign.length > 0) askBefore("This session", foreign, () => {});
}

function hostOf(url: string): string {
  return new URL(url, location.href).host;
}
