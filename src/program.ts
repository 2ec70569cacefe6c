import { Command, CommanderError } from "commander";
import { version } from "./base/version.ts";
import { extensions } from "./data/formats/registry.ts";
import { commands } from "./commands.ts";
import { refuseRepeats } from "./cli/schema-flags.ts";
import { describeError, exitCodeOf, exitCodes, isBrokenPipe, prefixed } from "./cli/errors.ts";
import { completeReading, withWholeFlags } from "./cli/reading/flags.ts";
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
 * @param names - the commands that it has; without it all of them
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
      outputError: (text, write) => write(prefixed(text.replace(/^error: /, ""))),
    })
    .exitOverride();
  for (const name of names) (await commands[name]!())(program, signal);
  for (const command of program.commands) {
    command.showHelpAfterError(`Flags and examples: repgeom ${command.name()} --help`);
    refuseRepeats(completeReading(command));
  }
  return program;
}

/** The command that these words run, where that is plain; else all: help lists them, and a misspelt name is compared with each. */
function commandsFor([first = ""]: readonly string[]): string[] | undefined {
  return Object.hasOwn(commands, first) ? [first] : undefined;
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
  const program = await createProgram(signal, commandsFor(words));
  try {
    await program.parseAsync(withWholeFlags(words), { from: "user" });
    return exitCodes.success;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.success : exitCodes.usage;
    if (isBrokenPipe(error)) return exitCodes.success;
    if (!signal.aborted) stderr.write(describeError(error, optionsOf(program, words)));
    return exitCodeOf(error);
  }
}
