declare module "h5wasm-plugins" {
  /** The folder of the package, as an address. */
  export const base_url: string;
}
