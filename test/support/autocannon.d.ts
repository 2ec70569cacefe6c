/** Of `autocannon`, which brings no types: what the tests use. */
declare module "autocannon" {
  interface Load extends Promise<unknown> {
    on(event: "response", hear: (client: unknown, status: number) => void): void;
    stop(): void;
  }
  export default function autocannon(options: {
    url: string;
    method: string;
    headers: Readonly<Record<string, string>>;
    body: string;
    connections: number;
    duration: number;
  }): Load;
}
