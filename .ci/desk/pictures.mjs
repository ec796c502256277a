// Draws docs/images/desk.*.png: places of the desk over the sample mailing, as docs/desk.md shows them.
//
//     node .ci/desk/pictures.mjs CONVOKE MAILING TOOLS FOLDER [NAME...]
//
// `dispatch` and `returns` are of a mailing that was sent and answered, such as .ci/desk/story.mjs leaves; the others are of the sample.

import { join } from "node:path";
import { Desk, launch, tools } from "./browsers.mjs";

const [program, mailing, toolsFolder, folder, ...names] = process.argv.slice(2);
const WINDOW = { width: 1280, height: 800 };
const PICTURES = [
  { name: "start", language: "en", path: "/" },
  { name: "letter", language: "en", path: "/letter?document=letter&language=fr", wait: ".page img, #page img, main img" },
  { name: "recipient", language: "ar", path: "/recipients/EGY" },
  { name: "languages", language: "en", path: "/languages/es", wait: "main img" },
  { name: "dispatch", language: "en", path: "/dispatch" },
  { name: "returns", language: "en", path: "/returns/participants" },
];
const wanted = PICTURES.filter(({ name }) => names.length === 0 || names.includes(name));

const { puppeteer } = await tools(toolsFolder);
const desk = await Desk.open(program, mailing);
const browser = await launch(puppeteer, "chromium");
try {
  const page = await browser.newPage();
  await page.setViewport(WINDOW);
  await page.goto(desk.address, { waitUntil: "load" });
  for (const { name, language, path, wait } of wanted) {
    await page.goto(desk.origin, { waitUntil: "load" });
    await page.select("#desk-language", language);
    await Promise.all([page.waitForNavigation(), page.click("footer form button")]);
    await page.goto(desk.origin + path, { waitUntil: "networkidle0" });
    if (wait) {
      await page.waitForFunction(
        (selector) => [...document.querySelectorAll(selector)].some((image) => image.complete && image.naturalWidth > 0),
        { timeout: 60_000 },
        wait,
      );
    }
    await page.screenshot({ path: join(folder, `desk.${name}.png`) });
  }
} finally {
  await browser.close();
  await desk.end();
}
