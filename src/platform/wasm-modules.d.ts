// Hosts that import kernels get them compiled.
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
// What the build writes beside them: a file as a text.
declare module "*-text.js" {
  const text: string;
  export default text;
}
