import { Command, CommanderError } from "commander";
import { version } from "./base/version.ts";
import { extensions } from "./data/formats/registry.ts";
import { addAlign } from "./studies/pairwise/align-command.ts";
import { addCluster } from "./studies/space/cluster-command.ts";
import { addCompare } from "./studies/pairwise/compare-command.ts";
import { addCompareMetrics } from "./studies/compare-metrics/command.ts";
import { addCompareRdms } from "./studies/rdm/compare-command.ts";
import { addCross } from "./studies/pairwise/cross-command.ts";
import { addEmbed } from "./studies/space/embed-command.ts";
import { addIsc } from "./studies/isc/command.ts";
import { addMetrics } from "./studies/metrics/command.ts";
import { addPairwise } from "./studies/pairwise/command.ts";
import { addBarycenter } from "./studies/shapes/command.ts";
import { addNeighbors } from "./studies/neighbors/command.ts";
import { addPredict } from "./studies/space/predict-command.ts";
import { addRdm } from "./studies/rdm/command.ts";
import { addRsa } from "./studies/rsa/command.ts";
import { addSrm } from "./studies/shared-space/command.ts";
import { refuseRepeats } from "./cli/schema-flags.ts";
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

/** The whole command line: commands, flags and help. */
export function createProgram(signal: AbortSignal): Command {
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
  for (const add of [
    addCompare,
    addPairwise,
    addCross,
    addRdm,
    addCompareRdms,
    addCompareMetrics,
    addAlign,
    addEmbed,
    addCluster,
    addNeighbors,
    addBarycenter,
    addPredict,
    addIsc,
    addRsa,
    addSrm,
    addMetrics,
  ])
    add(program, signal);
  for (const command of program.commands) {
    command.showHelpAfterError(`Flags and examples: repgeom ${command.name()} --help`);
    refuseRepeats(command);
  }
  return program;
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
  const program = createProgram(signal);
  try {
    await program.parseAsync([...words], { from: "user" });
    return exitCodes.success;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.success : exitCodes.usage;
    if (isBrokenPipe(error)) return exitCodes.success;
    if (!signal.aborted) stderr.write(describeError(error, optionsOf(program, words)));
    return exitCodeOf(error);
  }
}
