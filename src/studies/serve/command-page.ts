/** The page that the service shows of itself. It needs nothing from elsewhere. */
import { version } from "../../base/version.ts";
import { metricNamed, metricNames } from "../../cli/metric-options.ts";
import { extensions } from "../../data/formats/registry.ts";
import { style } from "./command-page-style.ts";

/**
 * @param secured - whether a token is needed
 * @param host - as the one who asks calls this service
 */
export function page(secured: boolean, host: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>repgeom serve</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>repgeom serve</h1>
<p class="lead">How similarly networks, layers, regions or subjects represent the same stimuli. Version ${version}.</p>
${secured ? `<p>This service wants a token with each question: <code>Authorization: Bearer TOKEN</code>.</p>` : ""}
<section aria-labelledby="addresses">
<h2 id="addresses">Addresses</h2>
${table(["Address", "What it answers"], addresses)}
</section>
<section aria-labelledby="examples">
<h2 id="examples">Examples</h2>
<pre tabindex="0"><code>REPGEOM=http://${escaped(host)}</code></pre>
<p>or the address by which you reach this page, without a slash at its end.</p>
${examplesOf(secured)
  .map(([title, code]) => `<h3>${escaped(title)}</h3>\n<pre tabindex="0"><code>${escaped(code)}</code></pre>`)
  .join("\n")}
</section>
<section aria-labelledby="bodies">
<h2 id="bodies">What a question brings</h2>
<p>Representations of the same stimuli: rows are stimuli, columns are units. In JSON each is a list of rows, <code>{ "name", "shape", "data" }</code> with the numbers row by row as a list or as base64 of little-endian <code>float64</code> or <code>float32</code> (<code>dtype</code>), or <code>{ "path" }</code>, a file of the service where its operator allows that. Files come as a form (<code>multipart/form-data</code>) or as one body (<code>application/x-npz</code>, <code>application/x-safetensors</code>, <code>application/x-hdf5</code>), and then options stand in the address. Formats: ${extensions.map((one) => `<code>${one}</code>`).join(" ")}.</p>
<p>Beside them stand <code>metric</code>, its options, and what is to be known of the values: <code>bootstrap</code>, <code>permutation</code>, <code>samples</code>, <code>confidence</code>, <code>seed</code>; of <code>/pairwise</code> also <code>folds</code>, <code>test</code> and <code>arrange</code>. <code>read</code> says how files are read. <a href="openapi.json">openapi.json</a> has every option with its type, range and default.</p>
</section>
<section aria-labelledby="answers">
<h2 id="answers">Answers</h2>
<p>The document that the command of the same name prints with <code>--json</code>, with the same bits; NaN and infinities are texts. With <code>Accept: text/event-stream</code> the answer begins at once: events <code>progress</code>, and at last <code>result</code> or <code>error</code>. Who goes away ends the work.</p>
<p>An error is <code>{ "error": { "name", "message", "option" } }</code> with a status:</p>
${table(["Status", "When"], statuses)}
</section>
<section aria-labelledby="metrics">
<h2 id="metrics">Metrics</h2>
${table(
  ["Name", "What it is"],
  metricNames.map((name) => [name, metricNamed(name).title]),
)}
</section>
</main>
</body>
</html>
`;
}

type Rows = readonly (readonly [name: string, text: string])[];

const addresses: Rows = [
  ["POST /compare", "two representations: one number"],
  ["POST /pairwise", "all pairs of many: a K × K matrix, with progress where it is asked for"],
  ["GET /measures", "every metric: options, range, invariances, source"],
  ["GET /openapi.json", "this service for programs, OpenAPI 3.1"],
  ["GET /health", "whether the process lives"],
  ["GET /ready", "whether a job would be taken now; 503 if not"],
  ["GET /metrics", "figures for Prometheus"],
];

const statuses: Rows = [
  ["400", "shapes that do not fit together, an option that is not there, a file that breaks its format"],
  ["401, 403", "no token, or the wrong one; a page of another site"],
  ["413, 415", "too large; a body of another type"],
  ["422", "the measure is not defined for these data"],
  ["429, 503", "too much is waiting; ask again after the seconds of Retry-After"],
  ["504", "the work took longer than a request may take"],
];

/** Titles and lines for a shell. */
function examplesOf(secured: boolean): Rows {
  const key = secured ? ` -H "Authorization: Bearer $REPGEOM_TOKEN"` : "";
  const asked = (path: string, ...lines: string[]) =>
    [`curl${key} $REPGEOM/${path}`, ...lines].join(" \\\n  ");
  return [
    [
      "Rows of numbers",
      asked(
        "compare",
        `-H 'Content-Type: application/json'`,
        `-d '{"x": [[1,2],[3,5],[4,1]], "y": [[2,1],[5,3],[1,5]], "metric": "cka"}'`,
      ),
    ],
    ["Two files", asked("compare", "-F x=@before.npy -F y=@after.npy -F metric=procrustes")],
    [
      "Many networks in one archive, with intervals",
      asked(
        "'pairwise?metric=cka&bootstrap=stimuli'",
        "-H 'Content-Type: application/x-npz' --data-binary @layers.npz",
      ),
    ],
    [
      "With progress",
      asked(
        "pairwise",
        "-N -H 'Accept: text/event-stream'",
        "-F nets=@a.npy -F nets=@b.npy -F nets=@c.npy",
        "-F metric=rsa -F permutation=stimuli",
      ),
    ],
  ];
}

function table([first, second]: readonly [string, string], rows: Rows): string {
  const lines = rows.map(
    ([name, text]) => `<tr><th scope="row"><code>${escaped(name)}</code></th><td>${escaped(text)}</td></tr>`,
  );
  return `<div class="scroll"><table><thead><tr><th scope="col">${first}</th><th scope="col">${second}</th></tr></thead><tbody>
${lines.join("\n")}
</tbody></table></div>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
