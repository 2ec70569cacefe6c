/** Colours of the light page and of everything on paper, as declarations of CSS. */
export const lightColours = `--paper: #ffffff; --ink: #1b1f24; --quiet: #59626d; --line: #d9dee4; --soft: #f4f6f8;
  --accent: #2f5fb3; --chosen: #dce7f9; --warn: #8a4b00; --warn-soft: #fff4e2;
  --group-0: #2f5fb3; --group-1: #c77400; --group-2: #00855f; --group-3: #b8548f;
  --group-4: #2a93c9; --group-5: #c9480a; --group-6: #7a6a00; --group-7: #6b5bb5;`;
