import { alignment } from "./alignment.ts";
import { geometry } from "./geometry.ts";
import type { Entry, Reference } from "./reference.ts";
import { similarity } from "./similarity.ts";
import { space } from "./space.ts";
import { statistics } from "./statistics.ts";
import { subjects } from "./subjects.ts";

const entries = { ...alignment, ...similarity, ...geometry, ...subjects, ...space, ...statistics };

/** By which a metric or a study names what it is from. */
export type ReferenceKey = keyof typeof entries;

/** Every work that this library names as a source, by its key. */
export const bibliography = Object.fromEntries(
  Object.entries<Entry>(entries).map(([key, entry]) => [key, { key, ...entry }]),
) as Readonly<Record<ReferenceKey, Reference>>;
