import { spawn } from "node:child_process";

/** What opens an address in the browser that the person chose. */
const openers: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/** Opens an address in the browser. Where that fails nothing happens: the address has been printed. */
export function openInBrowser(address: string): void {
  const [program, ...words] = openers[process.platform] ?? ["xdg-open"];
  try {
    const child = spawn(program!, [...words, address], { stdio: "ignore", detached: true });
    child.on("error", () => {});
    child.unref();
  } catch {
    // a host that may start no program
  }
}
