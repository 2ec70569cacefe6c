/** The flags that say which network is which, and what pictures show of it. */
import { type Command, Option } from "commander";
import { lookOptions } from "../../report/look/options.ts";

/** A table of networks, columns of it, and the heading of the page. */
export interface PictureFlags {
  readonly table?: string;
  readonly pattern?: string;
  readonly color?: string;
  readonly shape?: string;
  readonly label?: string;
  readonly order?: string;
  readonly title?: string;
}

/** Flags that name a column. */
export const columnFlags = ["color", "shape", "label", "order"] as const;

const group = "Which network is which, and what the page shows of it:";

/** What a command has of them. */
export type PictureFlag = keyof PictureFlags;

const tableHelp =
  "which network is which: .csv, .tsv or .json with a row for each (column name) and anything else: model, layer, seed, region, accuracy";

const patternHelp =
  'takes the columns from the names: "{model}_{layer}_{seed}.npy", "{model}/{layer}.npy"; * stands for what is not needed. With --table both are joined by name';

/**
 * Adds them to a command with a page.
 * @param parsePlace - checks the value of a flag that takes a file
 * @param only - those that mean something to the command
 */
export function addPictureFlags(
  command: Command,
  parsePlace: (flag: string) => (text: string) => string,
  only?: readonly PictureFlag[],
): Command {
  const isAsked = (name: PictureFlag) => only === undefined || only.includes(name);
  const add = (name: PictureFlag, place: string, text: string) => {
    const option = new Option(`--${name} <${place}>`, text).helpGroup(group);
    if (isAsked(name))
      command.addOption(place === "file" ? option.argParser(parsePlace(`--${name}`)) : option);
  };
  add("table", "file", tableHelp);
  add("pattern", "text", patternHelp);
  for (const name of columnFlags) add(name, "column", lookOptions[name].doc);
  add("title", "text", "heading of the page; default: the names of the files");
  return command;
}
