/**
 * What `repgeom studio` says to the page that it serves.
 *
 *   index.html   <meta name="repgeom-files" content="./files.json">    only in the page as this command serves it
 *   files.json   ServedFiles                                           made anew with each request
 *   address      the bytes of a file, ranges too                       or a status from 400 on, with one sentence as text
 *
 * A page without that `meta` is on some other host, which has no such files, and asks for none.
 */

/** A file that the page may read. */
export interface ServedFile {
  /** Its place in the list, from 0; the same as long as the command runs. */
  readonly id: number;
  /**
   * Path as on the command line, which tells files of one name in different folders apart; with `:ARRAY` where an array of it was
   * named. As the `name` of a source it makes `read` call the representation as the command line would.
   */
  readonly name: string;
  /** Bytes; absent for a Zarr hierarchy, which is many files, and for what is fetched from elsewhere. */
  readonly size?: number;
  /** Where its bytes are, from the place of `files.json`; an address of another host begins with `https:`. */
  readonly address: string;
}

/** What `files.json` holds. */
export type ServedFiles = readonly ServedFile[];
