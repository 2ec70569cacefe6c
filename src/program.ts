import { Command, CommanderError } from "commander";
import { version } from "./base/version.ts";
import { extensions } from "./data/formats/registry.ts";
import { commands, type Listed } from "./commands.ts";
import { describeError, exitCodeOf, exitCodes, isBrokenPipe, prefixed } from "./cli/errors.ts";
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
 */
export async function createProgram(signal: AbortSignal, names = Object.keys(commands)): Promise<Command> {
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
    .exitOverride();
  for (const [name, { takes, summary, load }] of Object.entries(commands)) {
    if (names.includes(name)) await addWhole(program, load, signal);
    else program.command(`${name} [options] ${takes}`);
    const command = program.commands.at(-1)!;
    command.summary(summary).showHelpAfterError(`Flags and examples: repgeom ${name} --help`);
  }
  return program;
}

/** Adds a command with all its flags. What that takes is loaded here: the list of commands needs none of it. */
async function addWhole(program: Command, load: Listed["load"], signal: AbortSignal): Promise<void> {
  const [add, { refuseRepeats }, { completeReading }] = await Promise.all([
    load(),
    import("./cli/schema-flags.ts"),
    import("./cli/reading/flags.ts"),
  ]);
  add(program, signal);
  refuseRepeats(completeReading(program.commands.at(-1)!));
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

/**
 * Runs one command line.
 *
 * @param words - what stands after `repgeom`
 * @returns the exit code; what went wrong has been said on stderr
 */
export async function run(words: readonly string[], signal: AbortSignal): Promise<number> {
  const names = commandsFor(words);
  const program = await createProgram(signal, names);
  try {
    const whole = names.length > 0 ? (await import("./cli/reading/flags.ts")).withWholeFlags(words) : words;
    await program.parseAsync(whole, { from: "user" });
    return exitCodes.success;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.success : exitCodes.usage;
    if (isBrokenPipe(error)) return exitCodes.success;
    if (!signal.aborted) stderr.write(describeError(error, optionsOf(program, words)));
    return exitCodeOf(error);
  }
}
