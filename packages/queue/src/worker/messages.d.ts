/**
 * What the caller of `work` and the thread of the queue say to each other.
 *
 *   thread → caller   open     a job was found
 *   caller → thread   opened   it can be worked on, with so many tiles at once
 *   caller → thread   refused  it cannot: the thread ends
 *   thread → caller   compute  a tile
 *   caller → thread   result   of a tile, its bytes handed over
 *   caller → thread   failed   a tile
 *   thread → caller   close    the job is over here; answered by
 *   caller → thread   closed
 *   thread → caller   say      a text for the log
 *   caller → thread   stop     hand back what is here, and end
 *   thread → caller   ended    with an error, or without
 */
export type ToCaller =
  | { kind: "open"; id: string; about: unknown }
  | { kind: "compute"; tile: number; ticket: number }
  | { kind: "close" }
  | { kind: "say"; text: string }
  | { kind: "ended"; error?: { name: string; message: string } };

export type ToThread =
  | { kind: "opened"; lanes: number }
  | { kind: "refused" }
  | { kind: "result"; ticket: number; notes: unknown; bytes: Uint8Array }
  | { kind: "failed"; ticket: number; message: string }
  | { kind: "closed" }
  | { kind: "stop" };

/** What the thread starts with. */
export interface ThreadData {
  url: string;
  name: string;
  once: boolean;
}
