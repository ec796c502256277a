// Looks at every place of a desk in a browser, in English and Arabic, and in Chromium in the dark: nothing is reported by axe, nothing is
// refused by the page's own policy, no script fails, no page is wider than a narrow window, and each thing that Tab comes to is seen to
// have the focus. Pages are those that links lead to, one for each shape of address.
//
//     node .ci/desk/places.mjs CONVOKE MAILING TOOLS BROWSER [PICTURES]

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Desk, launch, tools } from "./browsers.mjs";

const [program, mailing, toolsFolder, browserName, pictures] = process.argv.slice(2);
const LANGUAGES = ["en", "ar"];
// WCAG 2.2 AA; best practices beyond it are wanted as well.
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// The width that WCAG 1.4.10 asks for: 1,280 pixels at 400 %.
const NARROW = 320;
// Most stops of Tab that are looked at on a page.
const STOPS = 60;

const faults = [];
let looked = 0;

const { puppeteer, axe: file } = await tools(toolsFolder);
const barriers = readFileSync(file, "utf8");
const desk = await Desk.open(program, mailing);
const browser = await launch(puppeteer, browserName);
try {
  const page = await browser.newPage();
  let here = "";
  page.on("console", (message) => message.type() === "error" && faults.push(`${here}: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`${here}: ${error.message}`));
  await page.goto(desk.address, { waitUntil: "load" });
  for (const language of LANGUAGES) {
    await choose(page, language);
    const paths = await find(page);
    for (const path of paths) {
      here = `${browserName} ${language} ${path}`;
      await look(page, path, language, () => here);
    }
  }
  await end(page);
} finally {
  await browser.close();
  await desk.end();
}
for (const fault of faults) console.error(fault);
if (looked === 0 || faults.length > 0) process.exit(1);
console.log(`${browserName}: ${looked} pages, nothing found`);

// A page whose desk has ended says so.
async function end(page) {
  await page.goto(`${desk.origin}/recipients`, { waitUntil: "load" });
  page.removeAllListeners("console");
  await desk.end();
  await page.type("#q", "a");
  await page.waitForFunction(() => !document.getElementById("gone").hidden);
}

// Chooses the desk's language, as a person does.
async function choose(page, language) {
  await page.goto(desk.origin, { waitUntil: "load" });
  await page.select("#desk-language", language);
  await Promise.all([page.waitForNavigation(), page.click("footer form button")]);
}

// The addresses that links lead to, one for each shape: of many recipients, one.
async function find(page) {
  const shapes = new Map();
  const open = ["/"];
  while (open.length > 0) {
    const path = open.shift();
    const shape = shapeOf(path);
    if (shapes.has(shape)) continue;
    shapes.set(shape, path);
    const answer = await page.goto(desk.origin + path, { waitUntil: "load" });
    if (!answer.ok()) faults.push(`${path}: ${answer.status()}`);
    const links = await page.$$eval("a[href]:not([download]):not([type])", (all) => all.map((link) => link.href));
    for (const link of links.map((link) => new URL(link))) {
      // Those lead to desks of other mailings.
      if (link.origin === desk.origin && !link.pathname.startsWith("/desks/")) open.push(link.pathname + link.search);
    }
  }
  return shapes.values();
}

// Documents are no pages. Numbers, identifiers and values do not make another page.
function shapeOf(path) {
  const address = new URL(path, "http://desk");
  const parts = address.pathname.split("/").map((part) => (/[A-Z0-9]|^[a-z]{2}$/.test(part) ? "*" : part));
  return parts.join("/") + "?" + [...address.searchParams.keys()].sort().join("&");
}

async function look(page, path, language, here) {
  await page.setViewport({ width: 1280, height: 900 });
  // Colours are the same in each language, and Firefox is told of them by its own preferences only.
  const schemes = browserName === "chromium" && language === LANGUAGES[0] ? ["light", "dark"] : ["light"];
  for (const scheme of schemes) {
    if (browserName === "chromium") await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    const answer = await page.goto(desk.origin + path, { waitUntil: "load" });
    if (!(answer.headers()["content-type"] ?? "").startsWith("text/html")) return;
    looked += 1;
    if (pictures) await picture(page, path, language, scheme);
    // The page's policy keeps scripts of others out; the one that looks is put in by the browser itself.
    await page.evaluate(barriers);
    const found = await page.evaluate((rules) => axe.run(document, { runOnly: rules }), RULES);
    for (const { id, help, nodes } of found.violations) {
      faults.push(`${here()} ${scheme}: ${id}: ${help}: ${nodes.map((node) => node.html).slice(0, 3).join(" ")}`);
    }
  }
  await keys(path, here);
  await page.setViewport({ width: NARROW, height: 900 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) faults.push(`${here()}: wider than ${NARROW} pixels by ${wide}`);
}

// Tab goes through the page and out of it again, and where it stops is seen.
async function keys(path, here) {
  // A window of its own, in which no script of others ran.
  const page = await browser.newPage();
  await page.goto(desk.origin + path, { waitUntil: "load" });
  await stops(page, here);
  await page.close();
}

async function stops(page, here) {
  const seen = new Set();
  for (let stop = 0; stop < STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      element.dataset.stop ??= String(document.querySelectorAll("[data-stop]").length);
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const isSeen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
      return { name: element.outerHTML.slice(0, 120), stop: element.dataset.stop, isSeen, isThere: box.width > 0 && box.height > 0 };
    });
    if (!focus || seen.has(focus.stop)) return;
    seen.add(focus.stop);
    if (!focus.isSeen || !focus.isThere) faults.push(`${here()}: the focus is not seen: ${focus.name}`);
  }
}

async function picture(page, path, language, scheme) {
  mkdirSync(pictures, { recursive: true });
  const name = `${language}-${scheme}${path.replace(/[^A-Za-z0-9]+/g, "-")}`.replace(/-$/, "");
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}
