import { csvHead, csvRow } from "../write.ts";
import { eachBand, type Bands } from "./bands.ts";

/** A matrix as the text of `writeCsv`, line by line, some rows in memory. */
export async function* csvOfBands(bands: Bands): AsyncGenerator<string> {
  const { rowNames, colNames } = bands;
  yield csvHead(colNames);
  for await (const { start, end, values } of eachBand(bands))
    for (let i = start; i < end; i++)
      yield csvRow(rowNames[i]!, values, (i - start) * colNames.length, colNames.length);
}
