import { describe, expect, it } from "vitest";
import {
  between,
  boolean,
  choice,
  choices,
  data,
  either,
  number,
  optional,
  resolveOptions,
  seed,
  whole,
} from "../../src/base/options.ts";
import { nearest } from "../../src/base/suggest.ts";

const schemas = {
  alpha: number(1, 0, 1, "Whitening."),
  share: between(0.95, 0, 1, "Inside."),
  restarts: whole(12, 1, 100, "Starts."),
  seed: seed("Decides."),
  center: boolean(true, "Centre."),
  method: choice(["mean", "median"], "Summary."),
  over: choices(["stimuli", "subjects"], "Drawn again."),
  features: either<number | "all">(
    "all",
    [
      { type: "whole", min: 1, max: Infinity },
      { type: "choice", choices: ["all"] },
    ],
    "How many.",
  ),
  folds: optional(whole(2, 2, Infinity, "Parts.")),
  start: data<number[]>("a list of numbers", "A start.", Array.isArray),
};
const resolve = (given: object) => resolveOptions("toy", schemas, given);

describe("resolveOptions", () => {
  it("fills in defaults and keeps what is given; undefined counts as not given", () => {
    expect(resolve({ alpha: 0.5, seed: undefined })).toEqual({
      alpha: 0.5,
      share: 0.95,
      restarts: 12,
      seed: 1,
      center: true,
      method: "mean",
      over: undefined,
      features: "all",
      folds: undefined,
      start: undefined,
    });
    expect(resolve({ over: ["subjects"], features: 3, folds: 5, start: [1] })).toMatchObject({
      over: ["subjects"],
      features: 3,
      folds: 5,
      start: [1],
    });
  });

  it.each<[object, string]>([
    [{ restart: 3 }, 'toy has no option "restart". Did you mean restarts? Its options: alpha, share, '],
    [{ zzz: 3 }, 'toy has no option "zzz". Its options: alpha'],
    [{ restarts: 2.5 }, "toy: restarts is 2.5; accepted: a whole number from 1 to 100 (default 12)."],
    [{ seed: 1.5 }, "toy: seed is 1.5; accepted: a whole number from 0 to 4294967295 (default 1)."],
    [{ seed: -1 }, "toy: seed is -1; accepted: a whole number from 0 to 4294967295 (default 1)."],
    [{ alpha: NaN }, "toy: alpha is NaN; accepted: a number from 0 to 1 (default 1)."],
    [{ alpha: "1" }, 'toy: alpha is "1"; accepted: a number from 0 to 1 (default 1).'],
    [{ share: 1 }, "toy: share is 1; accepted: a number between 0 and 1 (default 0.95)."],
    [{ center: 1 }, "toy: center is 1; accepted: true, false (default true)."],
    [{ method: "mode" }, 'toy: method is "mode"; accepted: "mean", "median" (default "mean").'],
    [{ over: ["units"] }, 'toy: over is ["units"]; accepted: a list of "stimuli", "subjects".'],
    [{ over: ["stimuli", "stimuli"] }, 'toy: over is ["stimuli", "stimuli"]; accepted: a list of'],
    [{ features: 0 }, 'toy: features is 0; accepted: a whole number from 1, or "all" (default "all").'],
    [{ folds: 1 }, "toy: folds is 1; accepted: a whole number from 2."],
    [{ start: 3 }, "toy: start is 3; accepted: a list of numbers."],
    [{ toString: 1 }, 'toy has no option "toString".'],
  ])("refuses %j", (given, message) => {
    expect(() => resolve(given)).toThrow(message);
  });

  it("names the option on the error, and refuses what is no object", () => {
    expect(() => resolve({ seed: -1 })).toThrow(
      expect.objectContaining({ name: "OptionError", option: "seed" }),
    );
    for (const given of [3, "x", null, [1]])
      expect(() => resolve(given as object)).toThrow(/toy: options are/);
  });

  it("shortens long values in messages", () => {
    expect(() => resolve({ method: "x".repeat(1000) })).toThrow(/^.{1,200}$/);
  });
});

describe("nearest", () => {
  it.each([
    ["cak", ["cca", "cka"], "cka"],
    ["dims", ["method", "dimensions", "seed"], "dimensions"],
    ["featurs", ["features", "iterations"], "features"],
    ["methd", ["method", "summary"], "method"],
    ["sampels", ["seed", "samples"], "samples"],
  ])("%s is meant to be %s's %s", (given, accepted, expected) => {
    expect(nearest(given, accepted)).toBe(expected);
  });

  it("says nothing where no name is near", () => {
    expect(nearest("wavelength", ["seed", "method"])).toBeUndefined();
    expect(nearest("x", [])).toBeUndefined();
  });
});
