import { Option, type Command } from "commander";
import { defaultLimits } from "../../data/formats/bytes.ts";
import { UsageError } from "../../cli/errors.ts";
import { parsePlace, parseSize } from "../../cli/options.ts";
import { sizeOf } from "../../cli/sizes.ts";
import { toJsonText } from "../../cli/output.ts";
import { speaker } from "../../cli/say.ts";
import { addSchemaFlags, collected, schemaOptions } from "../../cli/schema-flags.ts";
import { isLoopbackAddress, randomText } from "../../cli/serve/guard.ts";
import { print } from "../../cli/stdout.ts";
import { untilInterrupted } from "../../cli/thread/link.ts";
import { openService, type Opened } from "./command-service.ts";
import { serveOptions, type ServeOptions } from "./options.ts";

const examples = `
Examples:
  $ repgeom serve
  $ repgeom serve --files zoo --concurrency 4 --timeout 60
  $ REPGEOM_TOKEN=… repgeom serve --host 0.0.0.0 --port 8080 --quiet
  $ curl -F x=@before.npy -F y=@after.npy -F metric=cka http://127.0.0.1:8080/compare

POST /compare and /pairwise take JSON, forms with files, or a .npz, and answer with what the commands of that name print with
--json. GET / is a page about it, /openapi.json the same for programs, /health and /ready are for who starts it, /metrics
for Prometheus. The address goes to stdout, a line for each request to stderr. On SIGTERM or Ctrl-C what was accepted is
finished, and the exit code is 0.
`;

/** Bytes of a body, where nothing else is said. */
const usualBody = 2 ** 28;

/** A job needs this much, however small it is: the process itself, a thread, its memory to work in. */
const leastShare = 192 * 2 ** 20;

interface Flags extends Partial<ServeOptions> {
  readonly host: string;
  readonly token?: string;
  readonly files?: string;
  readonly allowOrigin?: readonly string[];
  readonly maxBody?: number;
  readonly maxMemory?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `repgeom serve`: comparisons as a service on HTTP. */
export function addServe(program: Command, signal: AbortSignal): void {
  const command = program
    .command("serve")
    .description("Compares what it is sent: a service on HTTP, for programs that watch many networks.")
    .option(
      "--host <address>",
      "address to listen on; any but this machine's own needs a token",
      "127.0.0.1",
    );
  addSchemaFlags(command, serveOptions)
    .option(
      "--token <text>",
      "what clients must send as Authorization: Bearer; better in the environment, as REPGEOM_TOKEN: everyone on the machine can read command lines. With --host and without either, one is made and printed once",
    )
    .option(
      "--files <folder>",
      "lets requests name files below this folder by { path }; nothing outside of it is read, whatever links lead there",
      parsePlace("--files"),
    )
    .addOption(
      collected(
        new Option(
          "--allow-origin <origin>",
          "a site whose pages may ask from a browser, https://zoo.example.org; *: any. Default: none",
        ),
      ),
    )
    .option("--max-body <size>", "bytes of a request; default: 256MiB", sizeOf("--max-body"))
    .option(
      "--max-memory <size>",
      "bytes that requests may take, about: one share for the bodies of all that wait, and one for each job at once, for what is read and worked on. E.g. 4GiB; default: 2GiB",
      parseSize,
    )
    .option("--json", "print one JSON document: the address, and a token that was made")
    .option("--quiet", "print no line for each request and no messages, only errors")
    .addHelpText("after", examples)
    .action((flags: Flags) => serve(flags, signal));
}

async function serve(flags: Flags, signal: AbortSignal): Promise<void> {
  const options = chosenOf(flags);
  const { token, isNew } = tokenOf(flags);
  const share = shareOf(flags, options);
  const say = speaker({ quiet: flags.quiet === true });
  const opened = await openService({
    ...options,
    host: flags.host,
    token,
    origins: flags.allowOrigin ?? [],
    files: flags.files,
    maxBody: bodyOf(flags, share),
    share,
    quiet: flags.quiet === true,
  });
  try {
    await announce(opened, flags, isNew ? token : undefined);
    say("Ctrl-C or SIGTERM ends it, when what was accepted is answered.");
    await untilInterrupted(signal, 1000 * options.grace + farewell);
    await opened.drain(1000 * options.grace);
    const { accepted, ended } = opened.total();
    say(`ended: ${accepted} requests were accepted, ${accepted - ended} were not answered.`);
  } finally {
    opened.close();
  }
}

/** Milliseconds that the end may take beside the time for requests. */
const farewell = 3000;

function chosenOf(flags: Flags): ServeOptions {
  const usual = Object.entries(serveOptions).map(([name, schema]) => [name, schema.default]);
  return { ...(Object.fromEntries(usual) as ServeOptions), ...schemaOptions(flags, serveOptions) };
}

/** @throws {UsageError} for a token that cannot be sent, or that anybody guesses. */
function tokenOf({ host, token = process.env["REPGEOM_TOKEN"] }: Flags): {
  token: string | undefined;
  isNew: boolean;
} {
  if (token === undefined || token === "")
    return isLoopbackAddress(host)
      ? { token: undefined, isNew: false }
      : { token: randomText(), isNew: true };
  if (/^[\w.~+/=-]{16,512}$/.test(token)) return { token, isNew: false };
  throw new UsageError(
    "The token (--token or REPGEOM_TOKEN) must be 16 to 512 letters, digits and . _ ~ + / = -. For one: openssl rand -base64 24.",
  );
}

/** Bytes of one job, and of all bodies. @throws {UsageError} if that is too little to work with. */
function shareOf({ maxMemory = defaultLimits.maxMemory }: Flags, { concurrency }: ServeOptions): number {
  const share = Math.floor(maxMemory / (concurrency + 1));
  if (share >= leastShare) return share;
  throw new UsageError(
    `--max-memory ${maxMemory} is too little for --concurrency ${concurrency}: at least ${(concurrency + 1) * leastShare} are needed, or fewer jobs at once.`,
  );
}

function bodyOf({ maxBody }: Flags, share: number): number {
  if (maxBody === undefined) return Math.min(usualBody, share);
  if (maxBody <= share) return maxBody;
  throw new UsageError(
    `--max-body ${maxBody} is more than the ${share} bytes that bodies may take: raise --max-memory.`,
  );
}

/** The token is printed once, and is in no log. */
async function announce({ address }: Opened, { json }: Flags, token: string | undefined): Promise<void> {
  if (json) return print([toJsonText({ address, ...(token !== undefined && { token }) })]);
  return print([`${address}\n`, token === undefined ? "" : `token: ${token}\n`]);
}
