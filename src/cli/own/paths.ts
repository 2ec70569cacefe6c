/** How a file of a metric of one's own stands on a command line. */

/** One word of `--metric`, taken apart: `./mine.js#name:k=3:no-center`. */
export interface MetricWord {
  /** The name of a metric, or the path of a file with `#name` where that has several. */
  readonly name: string;
  /** What stands behind colons. */
  readonly options: readonly string[];
}

/** A colon behind a drive or a scheme, `C:\mine.js` and `file:///mine.js`, is part of the path. */
export function wordOf(text: string): MetricWord {
  const [, name = "", rest = ""] = /^((?:[a-z][a-z0-9+.-]*:(?=[\\/]))?[^:]*)(.*)$/is.exec(text) ?? [];
  return { name, options: rest === "" ? [] : rest.slice(1).split(":") };
}

/** Whether a word is meant as a file: names of metrics have neither slashes nor dots. */
export function isOwnPath(name: string): boolean {
  return /[\\/]|\.[a-z0-9]+(#|$)/i.test(name);
}

/** The words of all `--metric` on a command line. */
export function metricWordsIn(words: readonly string[]): string[] {
  const end = words.indexOf("--");
  return words.slice(0, end < 0 ? undefined : end).flatMap((word, k) => {
    const text = word === "--metric" ? words[k + 1] : /^--metric=(.*)$/s.exec(word)?.[1];
    return text === undefined ? [] : text.split(",").map((one) => one.trim());
  });
}
