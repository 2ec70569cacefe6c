// Markdown-it: a block with the word `live` becomes an example that runs in the reader's tab. Elsewhere, and before the
// page has its script, it is the plain block. The comments `<!-- blind-to -->` and
// `<!-- /blind-to -->` become the pictures that are computed in the tab.

export function liveFences(md) {
  const fence = md.renderer.rules.fence;
  md.renderer.rules.fence = (tokens, k, ...rest) => {
    const block = fence(tokens, k, ...rest);
    const { info, content } = tokens[k];
    if (!/\slive\b/.test(info)) return block;
    return `<LiveCode code="${encodeURIComponent(content)}">${block}</LiveCode>\n`;
  };
  const html = md.renderer.rules.html_block;
  md.renderer.rules.html_block = (tokens, k, ...rest) =>
    blind[tokens[k].content.trim()] ?? html(tokens, k, ...rest);
}

/** Between the two stands the picture for hosts of repositories. */
const blind = { "<!-- blind-to -->": "<BlindTo>\n", "<!-- /blind-to -->": "</BlindTo>\n" };
