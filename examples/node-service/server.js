import { createServer } from "node:http";
import { Readable } from "node:stream";
import { createEngine, read } from "repgeom";

/** What is the caller's fault, by the name of the error. */
const statuses = {
  SyntaxError: 400,
  FormatError: 400,
  OptionError: 400,
  ShapeError: 422,
  NumericalError: 422,
};
const engine = await createEngine(); // its threads serve all requests

const server = createServer(async (request, response) => {
  const gone = new AbortController();
  response.once("close", () => gone.abort()); // the work for a caller who left stops
  const { status = 200, body } = await answer(request, gone.signal).catch((error) => {
    if (statuses[error.name]) return { status: statuses[error.name], body: `${error.message}\n` };
    if (!gone.signal.aborted) console.error(error);
    return { status: 500, body: "Something went wrong here.\n" };
  });
  console.log(request.method, request.url, gone.signal.aborted ? "stopped: the caller left" : status);
  response
    .writeHead(status, { "content-type": status === 200 ? "application/json" : "text/plain" })
    .end(body);
});

async function answer(request, signal) {
  const form = await formOf(request);
  const networks = await read(form.getAll("networks"), {}, { signal });
  const metric = new URL(request.url, "http://localhost").searchParams.get("metric") ?? "cka";
  return { body: (await engine.pairwise(networks, { metric }, { signal })).toJson() };
}

function formOf(request) {
  const headers = { "content-type": request.headers["content-type"] ?? "text/plain" };
  return new Response(Readable.toWeb(request), { headers }).formData().catch(() => {
    throw new SyntaxError("Expected a form with networks: curl -F networks=@a.npy -F networks=@b.npy");
  });
}

server.listen(process.env.PORT ?? 3000, () => console.log(`http://localhost:${server.address().port}`));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => server.close(() => engine.close()));
