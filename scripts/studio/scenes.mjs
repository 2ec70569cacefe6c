// What a person does before a picture is taken.

/** Waits until nothing is computed and every view in sight is drawn; the others are drawn when they come near. */
async function settled(page) {
  await page.locator('figure[data-view][aria-busy="false"]').first().waitFor();
  await page.waitForFunction(() => {
    const isSeen = (one) => {
      const { top, bottom } = one.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    };
    const busy = [...document.querySelectorAll('figure[aria-busy="true"]')].some(isSeen);
    return !busy && document.querySelector(".running") === null;
  });
}

/** Clicks the example whose button has this in its name. */
const example = (words) => async (page) => {
  await page.getByRole("button", { name: words }).first().click();
  await settled(page);
};

const first = example(/example/i);

/** Clicks a cell of the heat map, and waits for the explanation of its pair. */
async function selectPair(page) {
  await first(page);
  const cells = page.locator('figure[data-view="heat-map"] svg[aria-label^="Heat map"]').first();
  const { x, y, width, height } = await cells.boundingBox();
  await page.mouse.click(x + width * 0.93, y + height * 0.12);
  await page.mouse.move(0, 0); // a tip would hide what is beside it
  await page.locator(".inspector figure").first().waitFor({ timeout: 10_000 });
}

export const scenes = [
  { name: "empty", act: async () => {} },
  { name: "example", act: first, views: true },
  { name: "pair", act: selectPair },
  { name: "eight-ways", act: example(/eight ways/i), views: true },
  { name: "shared-space", act: example(/shared space/i), views: true },
  { name: "covariate", act: example(/space of networks/i), views: true },
  { name: "layers", act: example(/layers/i), views: true },
  {
    name: "code",
    async act(page) {
      await first(page);
      await page.getByRole("button", { name: "Code", exact: true }).click();
    },
  },
];

export const readmeScenes = [
  { name: "studio-pairs", act: selectPair },
  { name: "studio-layers", act: example(/layers/i) },
  { name: "studio-shared-space", act: example(/shared space/i) },
];
