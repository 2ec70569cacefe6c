/** A column of the table of networks as the items of a figure show it. */
export interface Property {
  /** Name of the column: the heading of the legend. */
  readonly column: string;
  /** Of each item the place of its group in `groups`; without groups its number, null where none is known. */
  readonly values: ArrayLike<number | null>;
  /** All groups of the page in one order, so that a group looks the same in every figure. The last is `none` if a value is missing. */
  readonly groups?: readonly string[];
  /** Without groups: the numbers of the first and the last colour. */
  readonly domain?: readonly [number, number];
}

/** How the items of a figure are told apart. `withLook` makes it. */
export interface ItemLook {
  readonly colour?: Property;
  /** Has groups always. */
  readonly shape?: Property;
  /** Texts drawn in place of the names; tips show both. */
  readonly labels?: readonly string[];
  /** What the table says of each item, lines of its tip. */
  readonly tips?: readonly string[];
  /** Several items are of one network, so the number of items in a group says nothing. */
  readonly uncounted?: boolean;
}

/** The group of items without a value. */
export const none = "(none)";

/** What belongs to no group, as a pair of items of two. */
export const between = "between groups";

/** Number of colours in the style sheet. They differ for every kind of colour vision, on light and dark pages. */
export const colourCount = 8;

/** Number of shapes of points. */
export const shapeCount = 8;

/** The same look for some of the items, in this order. */
export function lookOfSome(look: ItemLook, items: readonly number[]): ItemLook {
  const { colour, shape, labels, tips, uncounted } = look;
  return {
    ...(uncounted && { uncounted }),
    ...(colour && { colour: some(colour, items) }),
    ...(shape && { shape: some(shape, items) }),
    ...(labels && { labels: items.map((i) => labels[i]!) }),
    ...(tips && { tips: items.map((i) => tips[i]!) }),
  };
}

function some(property: Property, items: readonly number[]): Property {
  return { ...property, values: items.map((i) => property.values[i] ?? null) };
}
