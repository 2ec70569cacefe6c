/** The engine, the places and the server of `repgeom serve`, put together. */
import { describeError } from "../../cli/errors.ts";
import { allowRelaxedSimd } from "../../cli/engine.ts";
import { given } from "../../cli/options.ts";
import { Room } from "../../cli/serve/body.ts";
import { faultOf } from "../../cli/serve/fault.ts";
import { accessLog } from "../../cli/serve/log.ts";
import { Places } from "../../cli/serve/places.ts";
import { startService, type Service } from "../../cli/serve/service.ts";
import { stderr } from "../../cli/stdout.ts";
import { createHandle } from "../../run/runtime.ts";
import { filesFolder, withoutFolder } from "./command-files.ts";
import { headers, routesOf } from "./command-routes.ts";
import type { ServeOptions } from "./options.ts";

export interface Opening extends ServeOptions {
  readonly host: string;
  readonly token: string | undefined;
  readonly origins: readonly string[];
  readonly files: string | undefined;
  readonly maxBody: number;
  /** Bytes of one job, and of all bodies. */
  readonly share: number;
  readonly quiet: boolean;
}

/** A service that runs. */
export interface Opened extends Pick<Service, "address" | "drain"> {
  total(): Service["total"];
  /** Ends the threads. */
  close(): void;
}

/** @throws the system's error, naming the flag that is wrong */
export async function openService(opening: Opening): Promise<Opened> {
  const { deterministic, threads, concurrency, queue, share, maxBody, token, origins } = opening;
  const folder = opening.files === undefined ? undefined : await filesFolder(opening.files);
  if (!deterministic) allowRelaxedSimd();
  const engine = await createHandle(given({ deterministic, threads, maxMemory: share }));
  const faultHere = (error: unknown) => faultOf(error, (message) => withoutFolder(folder, message));
  const desk = {
    engine,
    folder,
    places: new Places(concurrency, queue),
    room: new Room(share),
    limits: { memory: share, maxNetworks: opening.maxNetworks },
    maxBody,
    maxSamples: opening.maxSamples,
    timeout: 1000 * opening.timeout,
    faultOf: faultHere,
    report: (error: unknown) => void stderr.write(describeError(error)),
  };
  const running: { service?: Service } = {};
  const routes = routesOf({ desk, secured: token !== undefined, service: () => running.service });
  const { host, port } = opening;
  const starting = startService({
    host,
    port,
    access: { token, origins },
    routes,
    arrival: 1000 * opening.bodyTimeout,
    headers,
    log: opening.quiet ? () => {} : accessLog(),
    faultOf: faultHere,
  });
  const service = await starting.catch((error: NodeJS.ErrnoException) => {
    engine.close();
    throw named(error, opening);
  });
  running.service = service;
  const { address, drain } = service;
  return { address, drain, total: () => service.total, close: () => engine.close() };
}

/** The system names the call that failed, and not the flag. */
function named(error: NodeJS.ErrnoException, { host, port }: Opening): NodeJS.ErrnoException {
  const advice: Readonly<Record<string, string>> = {
    EADDRINUSE: `--port ${port}: the port is in use. --port 0 takes a free one.`,
    EACCES: `--port ${port}: the system allows no such port. Take one above 1023.`,
    EADDRNOTAVAIL: `--host ${host}: this machine has no such address.`,
    ENOTFOUND: `--host ${host}: there is no such name.`,
  };
  const said = advice[error.code ?? ""];
  if (said !== undefined) error.message = said;
  return error;
}
