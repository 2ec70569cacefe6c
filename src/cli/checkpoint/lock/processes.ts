import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Where a process is, and which it is: the number of a process is given again when it has ended. */
export interface Process {
  readonly host: string;
  /** Of the running system, from its start to its end; empty where it has no name. */
  readonly boot: string;
  /** Within which the number counts: a container has its own. Empty where there is but one. */
  readonly space: string;
  readonly pid: number;
  /** When it started, on a clock of the system's own; empty where that is not known. */
  readonly start: string;
}

/** This process. */
export function thisProcess(): Process {
  return {
    host: hostname(),
    boot: textOf(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    space: textOf(() => readlinkSync("/proc/self/ns/pid")),
    pid: process.pid,
    start: statusOf(process.pid)?.start ?? "",
  };
}

/** Whether another process runs; undefined if this one cannot tell, because it is elsewhere. */
export function isRunning(other: Process, here = thisProcess()): boolean | undefined {
  if (other.boot !== here.boot || other.space !== here.space) return undefined;
  if (here.boot === "" && other.host !== here.host) return undefined;
  if (!isThere(other.pid)) return false;
  const status = statusOf(other.pid);
  if (!status || other.start === "") return undefined; // some process has that number
  return status.start === other.start && !status.dead;
}

/** Whether some process has this number. */
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Of Linux: when a process started, in ticks since the start of the system, and whether it waits to be forgotten. */
function statusOf(pid: number): { start: string; dead: boolean } | undefined {
  const text = textOf(() => readFileSync(`/proc/${pid}/stat`, "latin1"));
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" "); // its name may have spaces; the third field comes next
  return fields.length < 20 ? undefined : { start: fields[19]!, dead: "ZX".includes(fields[0]!) };
}

function textOf(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
