import { OptionError } from "../../base/errors.ts";
import type { Signal } from "../../base/host/types.ts";
import {
  isLazy,
  type Representation,
  type RepresentationLike,
  toInputs,
  type UnreadRepresentation,
} from "../../data/representation.ts";
import type { IndexEntry } from "./saved.ts";

/** A network, read or not. */
export type NetworkLike = RepresentationLike | UnreadRepresentation;

/** One network in which neighbours are found. */
export interface IndexedNetwork {
  readonly name: string;
  readonly place?: string | undefined;
  /** What is compared: it may still be to be read. */
  input(signal?: Signal): Promise<Representation | UnreadRepresentation>;
  /** `contentDigest` of it. */
  digest(signal?: Signal): Promise<string>;
}

/**
 * Networks that are at hand.
 * @param places - where each is, for an index that is kept
 * @throws {OptionError} unless there is a place for each network.
 */
export function networksAtHand(
  given: readonly NetworkLike[],
  owner: string,
  places: readonly string[] | undefined,
): IndexedNetwork[] {
  assertPlaces(places, given.length);
  return toInputs(given, owner).map((input, k) => {
    let known: string | undefined;
    return {
      name: input.name,
      place: places?.[k],
      input: async () => input,
      async digest(signal) {
        const { contentDigest } = await import("./content-digest.ts");
        return (known ??= await contentDigest(isLazy(input) ? await input.load(signal) : input));
      },
    };
  });
}

function assertPlaces(places: readonly string[] | undefined, count: number): void {
  if (places === undefined) return;
  if (places.length === count && places.every((one) => typeof one === "string")) return;
  throw new OptionError(
    `places: ${places.length} places for ${count} networks; expected a text for each.`,
    "places",
  );
}

/**
 * Loads a network of an index that was opened.
 * @param entry - its name and place
 * @param index - its number
 */
export type LoadNetwork = (
  entry: IndexEntry,
  index: number,
  signal: Signal | undefined,
) => NetworkLike | Promise<NetworkLike>;
