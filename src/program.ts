import { Command, CommanderError } from "commander";
import { version } from "./base/version.ts";
import { extensions } from "./data/formats/registry.ts";
import { commands, type Listed } from "./commands.ts";
import { dryRun, endDryRun, isPretending } from "./cli/dry-run/state.ts";
import { describeError, exitCodeOf, exitCodes, isBrokenPipe, prefixed } from "./cli/errors.ts";
import { noteRunner } from "./cli/checkpoint/again.ts";
import { checkCheckpoint } from "./cli/checkpoint/flags.ts";
import { noteCommand } from "./cli/checkpoint/note.ts";
import { stderr, stdout } from "./cli/stdout.ts";

const examples = `
Examples:
  $ repgeom pairwise nets/*.npy --metric procrustes --out D.npy --report report.html
  $ repgeom compare A.npy B.npy --metric cka
  $ repgeom metrics

Files: rows are stimuli, columns are units; ${extensions.join(", ")}.
Numbers go to stdout, messages to stderr. Exit codes: 0 success, 2 a wrong command
line, 1 any other error, 130 interrupted. More: repgeom <command> --help
`;

/**
 * The command line: commands, flags and help.
 * @param names - the commands that are loaded; of the others it knows what the list of commands says
 * @param words - the command line, for the metrics that it takes from files
 */
export async function createProgram(
  signal: AbortSignal,
  names = Object.keys(commands),
  words: readonly string[] = [],
): Promise<Command> {
  const program = new Command("repgeom")
    .description(
      "Representational geometry: how similarly networks, layers, regions or subjects represent the same stimuli.",
    )
    .version(version, "--version", "print the version")
    .addHelpText("after", examples)
    .showHelpAfterError("Flags and examples: repgeom <command> --help")
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns!,
      getErrHelpWidth: () => stderr.columns!,
      getOutHasColors: () => false, // there are none; to ask for them reads the environment, which Deno may refuse
      getErrHasColors: () => false,
      outputError: (text, write) => write(prefixed(text.replace(/^error: /, ""))),
    })
    .hook("preAction", (_, command) => {
      checkCheckpoint(command.opts());
      noteCommand(command);
    })
    .exitOverride();
  for (const [name, { takes, summary, load }] of Object.entries(commands)) {
    if (names.includes(name)) await addWhole(program, load, signal, words);
    else program.command(`${name} [options] ${takes}`);
    const command = program.commands.at(-1)!;
    command.summary(summary).showHelpAfterError(`Flags and examples: repgeom ${name} --help`);
  }
  return program;
}

/** Adds a command with all its flags. What that takes is loaded here: the list of commands needs none of it. */
async function addWhole(
  program: Command,
  load: Listed["load"],
  signal: AbortSignal,
  words: readonly string[],
): Promise<void> {
  const [add, { refuseRepeats }, { completeReading }] = await Promise.all([
    load(),
    import("./cli/schema-flags.ts"),
    import("./cli/reading/flags.ts"),
  ]);
  add(program, signal);
  const command = program.commands.at(-1)!;
  await addOwnMetrics(command, words);
  refuseRepeats(completeReading(command));
}

/** Loads the metrics of files that the words name, where the command may take some, and adds their flags. */
async function addOwnMetrics(command: Command, words: readonly string[]): Promise<void> {
  const { isOwnPath, metricWordsIn, wordOf } = await import("./cli/own/paths.ts");
  const named = metricWordsIn(words);
  if (!named.some((word) => isOwnPath(wordOf(word).name))) return;
  const { mayTakeFiles } = await import("./cli/own/known.ts");
  if (!mayTakeFiles(command)) return;
  await (await import("./cli/own/load.ts")).loadFiles(named);
  (await import("./cli/metric-options.ts")).addOwnFlags(command);
}

/** The commands that these words may run: mostly the first of them, else whatever names one. */
function commandsFor(words: readonly string[]): string[] {
  const [first = ""] = words;
  return Object.hasOwn(commands, first) ? [first] : words.filter((word) => Object.hasOwn(commands, word));
}

/** Names of the options that the command on this line has flags for. */
function optionsOf(program: Command, words: readonly string[]): string[] {
  const command = program.commands.find((one) => words.includes(one.name()));
  return command?.options.map((option) => option.attributeName()) ?? [];
}

/** Prints what a dry run found. @param error - of going on without results, which is no error of the command */
async function plan(name: string, error?: unknown): Promise<void> {
  const { printPlan } = await import("./cli/dry-run/print.ts");
  await printPlan(name, error);
}

function isUsage(error: unknown): boolean {
  return exitCodeOf(error) === exitCodes.usage;
}

async function parse(program: Command, words: readonly string[]): Promise<void> {
  const isKnown = commandsFor(words).length > 0;
  const whole = isKnown ? (await import("./cli/reading/flags.ts")).withWholeFlags(words) : words;
  await program.parseAsync(whole, { from: "user" });
}

/**
 * Runs one command line.
 *
 * @param words - what stands after `repgeom`
 * @returns the exit code; what went wrong has been said on stderr
 */
export async function run(words: readonly string[], signal: AbortSignal): Promise<number> {
  noteRunner(async (inner) => parse(await createProgram(signal, commandsFor(inner), inner), inner));
  let program = new Command();
  try {
    program = await createProgram(signal, commandsFor(words), words);
    await parse(program, words);
    if (dryRun()) await plan(commandsFor(words)[0]!);
    return exitCodes.success;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.success : exitCodes.usage;
    if (isBrokenPipe(error) || (error instanceof Error && error.name === "ShareDone"))
      return exitCodes.success;
    if (isPretending() && !signal.aborted && !isUsage(error)) {
      await plan(commandsFor(words)[0]!, error);
      return exitCodes.success;
    }
    endDryRun();
    if (!signal.aborted) stderr.write(describeError(error, optionsOf(program, words)));
    return exitCodeOf(error);
  }
}
