import { beforeAll, describe, expect, it } from "vitest";
import { pagesOf, runStudy, valueOf, type Answers } from "./study.ts";

interface Apart {
  readonly name: string;
  readonly reading: "units" | "rdms" | "rotated";
  readonly share: number;
  readonly least: number;
  readonly most: number;
}

interface Noise {
  readonly name: string;
  readonly method: string;
  readonly reading: string;
  readonly data: "means" | "trials" | "variation";
  readonly distances: readonly number[];
  readonly rho: number;
  readonly beyond: number;
  readonly sees: boolean;
}

interface Classes {
  readonly reading: "units" | "rdms";
  readonly names: readonly string[];
  readonly values: readonly number[];
}

interface Numbers {
  readonly names: readonly string[];
  readonly distances: Readonly<Record<string, readonly number[]>>;
  readonly initialisation: readonly Apart[];
  readonly noise: readonly Noise[];
  readonly classes: readonly Classes[];
  readonly agreement: { readonly names: readonly string[]; readonly cosine: readonly (readonly number[])[] };
}

describe("the study rnn-noise", () => {
  let answers: Answers<Numbers>;
  let numbers: Numbers;
  beforeAll(async () => {
    answers = await runStudy<Numbers>("rnn-noise");
    numbers = answers.numbers;
  }, 900_000);

  it("computes again what the table of its page says", async () => {
    const { is, wouldBe } = await pagesOf("rnn-noise", answers.claims);
    expect(wouldBe).toBe(is);
    expect(answers.claims.map(({ id, answer }) => `${id} ${answer}`)).toEqual([
      "1 yes",
      "2 partly",
      "3 partly",
      "4 partly",
    ]);
  });

  it("says in the text of its page what the numbers say", async () => {
    const { is } = await pagesOf("rnn-noise", answers.claims);
    const percent = (name: string) => Math.round(100 * Number(valueOf(answers.claims, "3", name)));
    expect(is).toContain(
      `networks account for ${percent("R² of networks, unit by unit")} % of the squared distances, classes for ${percent("R² of classes, unit by unit")} %`,
    );
    expect(is).toContain(
      `classes account for ${percent("R² of classes, of RDMs")} %, networks for ${percent("R² of networks, of RDMs")} %`,
    );
    const least = Math.min(...numbers.agreement.cosine.flat());
    expect(is).toContain(`the least is ${least.toFixed(2)}`);
  });

  it("has eight methods in both readings, two of them after rotation, of all pairs of fifteen", () => {
    const count = (reading: string) => numbers.initialisation.filter((one) => one.reading === reading).length;
    expect(["units", "rdms", "rotated"].map(count)).toEqual([8, 8, 2]);
    expect(Object.values(numbers.distances).map(({ length }) => length)).toEqual(Array(18).fill(105));
  });

  it("finds strangers unit by unit and neighbours by RDMs, by every method", () => {
    for (const { name, reading, share, least, most } of numbers.initialisation) {
      expect(least, name).toBeLessThan(share);
      expect(most, name).toBeGreaterThan(share);
      if (reading === "units") expect(Math.abs(share - 1), name).toBeLessThan(0.1);
      else expect(share, name).toBeLessThan(0.5);
    }
  });

  it("sees the noise in the variation of trials, and in no means", () => {
    const of = (data: Noise["data"]) => numbers.noise.filter((one) => one.data === data);
    expect(["means", "trials", "variation"].map((data) => of(data as Noise["data"]).length)).toEqual([
      12, 18, 4,
    ]);
    for (const { name, distances, beyond } of of("variation")) {
      expect(
        [...distances].sort((a, b) => a - b),
        name,
      ).toEqual(distances);
      expect(beyond, name).toBeGreaterThan(100);
    }
    expect(of("means").filter(({ sees }) => sees)).toEqual([]);
  });

  it("has 40 items whose distances are those of the definition", () => {
    for (const { names, values } of numbers.classes) {
      expect(names).toHaveLength(40);
      for (let i = 0; i < 40; i++) {
        expect(values[41 * i]).toBe(0);
        for (let j = 0; j < i; j++) expect(values[40 * i + j]).toBe(values[40 * j + i]);
      }
    }
    expect(numbers.classes[0]!.names.slice(9, 11)).toEqual(["++ control-10", "+- control-01"]);
  });
});
