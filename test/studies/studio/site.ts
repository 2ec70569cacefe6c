import { mkdirSync, writeFileSync } from "node:fs";
import { request as ask, type IncomingHttpHeaders } from "node:http";
import { join } from "node:path";

/** What a server answered. */
export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Whether the body ended before the length that the headers promised. */
  readonly cut: boolean;
}

/** Asks for exactly this path: `fetch` would tidy it, and set the host. */
export function get(
  address: string,
  {
    path,
    method = "GET",
    headers = {},
  }: { path?: string; method?: string; headers?: Record<string, string> } = {},
): Promise<Answered> {
  const url = new URL(address);
  return new Promise((resolve, reject) => {
    const asked = ask(
      {
        host: url.hostname,
        port: url.port,
        path: path ?? url.pathname + url.search,
        method,
        headers,
        agent: false,
      },
      (response) => {
        const pieces: Buffer[] = [];
        const end = (cut: boolean) =>
          resolve({
            status: response.statusCode!,
            headers: response.headers,
            body: Buffer.concat(pieces),
            cut,
          });
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("end", () => end(false));
        response.on("error", () => end(true));
      },
    );
    asked.on("error", reject).end();
  });
}

/** A folder like a built studio. */
export function writeStudio(folder: string): string {
  const studio = join(folder, "studio");
  mkdirSync(join(studio, "assets"), { recursive: true });
  mkdirSync(join(studio, ".vite"));
  writeFileSync(
    join(studio, "index.html"),
    '<!doctype html>\n<html lang="en"><head><title>x</title></head></html>',
  );
  writeFileSync(join(studio, "assets/main.js"), "export {};");
  writeFileSync(join(studio, "assets/simd.wasm"), "\0asm");
  writeFileSync(join(studio, ".vite/manifest.json"), "{}");
  return studio;
}
