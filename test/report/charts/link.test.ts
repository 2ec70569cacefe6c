import { describe, expect, it } from "vitest";
import {
  createLink,
  hasPair,
  holdsOf,
  isEmpty,
  nothing,
  selectionOf,
  selectionOfPair,
  toggled,
  type Pair,
} from "../../../src/report/charts/link.ts";

const networks = (...names: string[]) => selectionOf("networks", names);
const pair = (...names: Pair) => ({ ...nothing, pairs: [names] });

describe("a shift click", () => {
  it("adds what is new, and takes out what is there", () => {
    expect(toggled(networks("a"), networks("b")).networks).toEqual(["a", "b"]);
    expect(toggled(networks("a", "b"), networks("a")).networks).toEqual(["b"]);
    expect(toggled(networks("a"), selectionOf("stimuli", ["s"]))).toEqual({
      ...networks("a"),
      stimuli: ["s"],
    });
  });

  it("takes out a pair in either order, and keeps the networks of those that stay", () => {
    const two = toggled(selectionOfPair(["a", "b"]), selectionOfPair(["b", "c"]));
    expect([two.pairs, two.networks]).toEqual([[["a", "b"], ["b", "c"]], ["a", "b", "c"]]); // prettier-ignore
    const one = toggled(two, selectionOfPair(["c", "b"]));
    expect(one.pairs).toEqual([["a", "b"]]);
    expect(one.networks).toEqual(["a", "b"]);
  });
});

describe("what a selection holds", () => {
  it("of pairs: those that were chosen; else those between chosen networks, or with the only one", () => {
    expect(holdsOf(selectionOfPair(["a", "b"])).holds(pair("b", "a"))).toBe(true);
    expect(holdsOf(selectionOfPair(["a", "b"])).holds(pair("a", "c"))).toBe(false);
    expect(holdsOf(networks("a", "b")).holds(pair("a", "b"))).toBe(true);
    expect(holdsOf(networks("a", "b")).holds(pair("a", "c"))).toBe(false);
    expect(holdsOf(networks("a")).holds(pair("a", "c"))).toBe(true);
    expect(holdsOf(networks("a")).holds(pair("b", "c"))).toBe(false);
  });

  it("of an item with several names: all of them must be chosen", () => {
    expect(holdsOf(networks("a", "b")).holds(networks("a", "b"))).toBe(true);
    expect(holdsOf(networks("a")).holds(networks("a", "b"))).toBe(false);
  });

  it("dims items of a kind of which something is selected, and no others", () => {
    const { concerns } = holdsOf(networks("a"));
    expect(concerns(networks("b"))).toBe(true);
    expect(concerns(pair("b", "c"))).toBe(true);
    expect(concerns(selectionOf("stimuli", ["s"]))).toBe(false);
    expect(holdsOf(nothing).concerns(networks("b"))).toBe(false);
  });

  it("is asked by isEmpty and hasPair", () => {
    expect([isEmpty(nothing), isEmpty(selectionOf("stimuli", ["s"]))]).toEqual([true, false]);
    expect(hasPair(selectionOfPair(["a", "b"]), ["b", "a"])).toBe(true);
    expect(hasPair(networks("a", "b"), ["a", "b"])).toBe(false);
  });
});

it("a link tells of each change once, and of none where the same is said again or nobody listens any more", () => {
  const link = createLink();
  let told = 0;
  const end = link.subscribe(() => told++);
  link.select(networks("a"));
  link.select(networks("a"));
  expect(told).toBe(1);
  link.light(pair("a", "b"));
  link.light(pair("b", "a"));
  expect(told).toBe(2);
  end();
  link.select(nothing);
  expect([told, link.selected]).toEqual([2, nothing]);
});
