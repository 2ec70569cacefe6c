import { Refusal } from "./answer.ts";
import { legible } from "../../base/text.ts";

/** What a client is told of an error, with the status that goes with it. */
export interface Fault {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly error: { readonly name: string; readonly message: string; readonly option?: string };
  /** Whether it is a fault of this program. */
  readonly isOurs: boolean;
}

/** Statuses of the errors that a client can act on. Told apart by name: those of other threads have lost their class. */
const statusByName: Readonly<Record<string, number>> = {
  ShapeError: 400,
  OptionError: 400,
  FormatError: 400,
  NumericalError: 422,
  MemoryError: 413,
};

/** Names of refusals, for programs. */
const nameByStatus: Readonly<Record<number, string>> = {
  400: "RequestError",
  401: "TokenError",
  403: "ForbiddenError",
  404: "NotFoundError",
  405: "MethodError",
  408: "TimeoutError",
  413: "SizeError",
  415: "MediaTypeError",
  429: "BusyError",
  503: "UnavailableError",
  504: "TimeoutError",
};

/** @param clean - takes out of a message what a client is not to know */
export function faultOf(error: unknown, clean: (message: string) => string = (text) => text): Fault {
  if (error instanceof Refusal) {
    const { status, headers, message } = error;
    return {
      status,
      headers,
      error: { name: nameByStatus[status] ?? "RequestError", message: legible(message) },
      isOurs: false,
    };
  }
  const { name, message, option } = error as { name?: string; message?: string; option?: unknown };
  const known = error instanceof Error && Object.hasOwn(statusByName, name!);
  if (!known) return internal;
  const isLarge = name === "FormatError" && message!.includes("(option maxMemory)");
  return {
    status: isLarge ? 413 : statusByName[name!]!,
    headers: {},
    error: {
      name: name!,
      message: clean(message!),
      ...(typeof option === "string" && { option }),
    },
    isOurs: false,
  };
}

/** What went wrong stands in the log: a client could not do anything about it. */
const internal: Fault = {
  status: 500,
  headers: {},
  error: { name: "InternalError", message: "This is a bug in repgeom, not a problem with your data." },
  isOurs: true,
};
