import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { speaker } from "../../cli/say.ts";
import { toJsonText } from "../../cli/output.ts";
import { serveLoopback, type Loopback } from "../../cli/serve/server.ts";
import { print } from "../../cli/stdout.ts";
import { studioFolder } from "../../cli/built.ts";
import { untilInterrupted } from "../../cli/thread/link.ts";
import { inputsOf } from "./command-files.ts";
import { openInBrowser } from "./command-open.ts";
import { siteOf } from "./command-site.ts";
import { studioOptions, type StudioOptions } from "./options.ts";

const examples = `
Examples:
  $ repgeom studio
  $ repgeom studio activations/*.npy networks.csv
  $ repgeom studio results --no-open          a folder: all files in it that can be read
  $ ssh -L 8000:127.0.0.1:8000 host repgeom studio --port 8000 --no-open nets

The address goes to stdout. It holds a key, without which nothing is answered, and leads to this machine alone. The files
are read from the disk when the page asks for them; nothing else is served, and nothing is uploaded. Ctrl-C ends it. With
--port the address of the page stays the same but for its key, and the browser finds the session of last time.
`;

interface Flags extends Partial<StudioOptions> {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `repgeom studio FILES`: serves the studio on this machine and opens it. */
export function addStudio(program: Command, signal: AbortSignal): void {
  const command = program
    .command("studio")
    .description("Opens the studio, the page for looking at representations, with these files in it.")
    .argument(
      "[files...]",
      "files of any format that repgeom reads, folders of such, https: addresses; tables as .csv or .json",
    );
  addSchemaFlags(command, studioOptions)
    .option("--json", "print one JSON document: the address and the names of the files")
    .option("--quiet", "print no messages, only errors")
    .addHelpText("after", examples)
    .action((files: string[], flags: Flags) => serveStudio(files, flags, signal));
}

async function serveStudio(words: readonly string[], flags: Flags, signal: AbortSignal): Promise<void> {
  const { port = studioOptions.port.default, open = studioOptions.open.default } = schemaOptions(
    flags,
    studioOptions,
  );
  const inputs = await inputsOf(words, flags.quiet === true);
  const site = await siteOf(fileURLToPath(studioFolder), inputs);
  const { address, once, close } = await listening(() => serveLoopback(site, port), port);
  try {
    const names = inputs.map(({ name }) => name);
    await print([flags.json ? toJsonText({ address, files: names }) : `${address}\n`]);
    speaker({ quiet: flags.quiet === true })(
      `the studio is at this address with ${counted(names)}; Ctrl-C ends it.`,
    );
    if (open) openInBrowser(once());
    await untilInterrupted(signal);
  } finally {
    await close();
  }
}

function counted({ length }: readonly string[]): string {
  return length === 0 ? "no files" : length === 1 ? "1 file" : `${length} files`;
}

/** The system names the call that failed, and not the flag. */
async function listening(start: () => Promise<Loopback>, port: number): Promise<Loopback> {
  return start().catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EADDRINUSE")
      error.message = `--port ${port}: the port is in use. Leave --port out for a free one.`;
    if (error.code === "EACCES")
      error.message = `--port ${port}: the system allows no such port. Leave --port out for a free one.`;
    throw error;
  });
}
