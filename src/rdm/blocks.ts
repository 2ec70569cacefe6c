/** Features that one block holds, about: 256 KiB a network, so that a hundred networks fit beside each other. */
const blockFeatures = 32_768;

/**
 * Cuts the upper triangle of a stimuli × stimuli matrix into ranges of rows with
 * about equally many entries. The ranges depend on the number of stimuli alone:
 * sums over them come out as the same bits whatever else is computed beside.
 */
export function rowBlocks<B>(
  stimuli: number,
  describe: (start: number, end: number) => B,
  features = blockFeatures,
): B[] {
  const blocks: B[] = [];
  for (let start = 0; start < stimuli;) {
    let end = start;
    for (let size = 0; end < stimuli && size < features; end++) size += stimuli - end;
    blocks.push(describe(start, end));
    start = end;
  }
  return blocks;
}

/**
 * Entries above the diagonal in rows start … end − 1: that stretch of the condensed matrix.
 * @param features - that one block holds, about
 */
export function condensedBlocks(
  stimuli: number,
  features?: number,
): { start: number; end: number; length: number }[] {
  const describe = (start: number, end: number) => ({
    start,
    end,
    length: condensedLength(stimuli, start, end),
  });
  return rowBlocks(stimuli, describe, features);
}

function condensedLength(m: number, start: number, end: number): number {
  return ((end - start) * (2 * m - start - end - 1)) / 2;
}
