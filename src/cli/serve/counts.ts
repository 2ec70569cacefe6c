/** Figures of a service in the text format of Prometheus. */

/** Upper bounds of the time of a request, in seconds. */
const bounds = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300];

/** Counts requests by path and status, and their times. */
export class Counts {
  readonly #byLabel = new Map<string, number>();
  readonly #times = new Float64Array(bounds.length + 1);
  #seconds = 0;
  #ended = 0;

  /** @param route - a path that is served, or "other": what is asked for is not a name */
  add(route: string, status: number, milliseconds: number): void {
    const label = `path="${route}",status="${status}"`;
    this.#byLabel.set(label, (this.#byLabel.get(label) ?? 0) + 1);
    const seconds = milliseconds / 1000;
    const place = bounds.findIndex((bound) => seconds <= bound);
    this.#times[place < 0 ? bounds.length : place]!++;
    this.#seconds += seconds;
    this.#ended++;
  }

  /** @param gauges - what is so now: the value of each by its name and its help */
  text(gauges: readonly (readonly [name: string, help: string, value: number])[]): string {
    const lines = [
      ...head("repgeom_requests_total", "counter", "Requests that have ended."),
      ...[...this.#byLabel].map(([label, count]) => `repgeom_requests_total{${label}} ${count}`),
      ...head(
        "repgeom_request_seconds",
        "histogram",
        "Seconds from the head of a request to the end of its answer.",
      ),
      ...this.#buckets(),
      `repgeom_request_seconds_sum ${this.#seconds}`,
      `repgeom_request_seconds_count ${this.#ended}`,
      ...gauges.flatMap(([name, help, value]) => [...head(name, "gauge", help), `${name} ${value}`]),
    ];
    return `${lines.join("\n")}\n`;
  }

  #buckets(): string[] {
    let below = 0;
    return [...this.#times].map((count, k) => {
      below += count;
      return `repgeom_request_seconds_bucket{le="${bounds[k] ?? "+Inf"}"} ${below}`;
    });
  }
}

function head(name: string, type: string, help: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}
