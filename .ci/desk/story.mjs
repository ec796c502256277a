// Tells one story at a desk, from an empty folder to reminders, as a secretary would live it: without a terminal, with the mouse or with keys
// alone. Steps, clicks and keys are counted, and a stopwatch runs. At the end the command makes the same archive from a copy of the same files.
//
//     node .ci/desk/story.mjs CONVOKE TOOLS FOLDER BROWSER mouse|keys [MAILSERVER]
//
// Without the folder of .ci/mailserver the story ends with the approvals.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { comeBack, connect, wait } from "./answers.mjs";
import { Desk, launch, tools } from "./browsers.mjs";
import { HANDS } from "./hand.mjs";

const [program, toolsFolder, folder, browserName, way, server] = process.argv.slice(2);
const HERE = dirname(fileURLToPath(import.meta.url));
const RECIPIENTS = 14;
const REFERENCE = "CSW/2027/3";
const ARCHIVE = "CSW-2027-3";
// How many forms come back filled in; one more comes as a scan, and nobody else answers.
const FILLED = 11;
const TEXTS = {
  organisation: { en: "Commission for Shared Waters", fr: "Commission des eaux partagées" },
  office: { en: "Conference Office", fr: "Bureau des conférences" },
  event: { en: "Third Assembly on Shared Waters", fr: "Troisième Assemblée sur les eaux partagées" },
  meeting: { en: "Third Assembly", fr: "Troisième Assemblée" },
  "event-place": { en: "Geneva, Switzerland", fr: "Genève (Suisse)" },
  place: { en: "Geneva", fr: "Genève" },
  signatory: { en: "Helena Brandt", fr: "Helena Brandt" },
  title: { en: "Executive Secretary", fr: "Secrétaire exécutif" },
};
const ADDED = " Interpretation is provided in both languages.";
const ADDED_FR = " L’interprétation est assurée dans les deux langues.";

// A folder of its own, with what a person has at the beginning: a workbook.
const mailing = join(folder, "mailing");
const workbook = join(folder, "Addressees.xlsx");
rmSync(folder, { recursive: true, force: true });
mkdirSync(mailing, { recursive: true });
execFileSync("python3", [join(HERE, "workbook.py"), workbook, String(RECIPIENTS)]);

const watch = stopwatch();
const { puppeteer } = await tools(toolsFolder);
const desk = await Desk.open(program, mailing);
const browser = await launch(puppeteer, browserName);
const page = await browser.newPage();
await page.setViewport({ width: 1280, height: 900 });
const hand = new HANDS[way](page);
const faults = [];
// Whatever a browser asks before it leaves a page is a text that was not saved: there must be none.
page.on("dialog", (dialog) => {
  faults.push(`${page.url()}: ${dialog.type()} ${dialog.message()}`);
  dialog.accept();
});
page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
try {
  await page.goto(desk.address, { waitUntil: "load" });
  await english();
  watch.begin();
  await tell("a new mailing", begin);
  await tell("its columns", columns);
  await tell("two approvals wanted", settings);
  await tell("the letter edited", letter);
  await tell("its French", french);
  await tell("checked", check);
  await tell("a proof", proof);
  await tell("made", make);
  const copy = join(folder, "copy");
  cpSync(mailing, copy, { recursive: true, filter: (path) => !/\/(output|\.convoke)$/u.test(path) });
  await tell("approved by two", approve);
  if (server) {
    await tell("a pack", pack);
    await tell("sent", send);
    await tell("what came back", bounce);
    await tell("returns dropped in", returns);
    await tell("a scan keyed in", scan);
    await tell("reminders", remind);
  }
  compare(copy);
} finally {
  await browser.close();
  await desk.end();
}
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
console.log(`${browserName}, ${way}: ${hand.steps} steps, ${hand.clicks} clicks, ${hand.keys} keys, ${watch.total()} s`);

async function tell(name, chapter) {
  const before = [hand.steps, hand.clicks, hand.keys];
  await chapter();
  const [steps, clicks, keys] = [hand.steps, hand.clicks, hand.keys].map((now, at) => now - before[at]);
  console.log(`  ${name}: ${steps} steps, ${clicks} clicks, ${keys} keys, ${watch.lap()} s`);
}

// The desk speaks the language of the browser; the story knows its English names.
async function english() {
  if ((await page.evaluate(() => document.documentElement.lang)) === "en") return;
  await page.select("#desk-language", "en");
  await Promise.all([page.waitForNavigation(), page.click("footer form button")]);
}

async function begin() {
  await hand.go("Begin a mailing");
  await hand.tick("English");
  await hand.tick("Français");
  await hand.go("Go on");
  await texts("organisation", "office");
  await hand.write("E-mail address of the office", "office@waters.example");
  await hand.go("Go on");
  await texts("event", "meeting", "event-place");
  await hand.write("First day", "2027-03-08");
  await hand.write("Last day", "2027-03-12");
  await hand.write("#deadline", "2027-01-29");
  await hand.go("Go on");
  await hand.write("Reference of the mailing", REFERENCE);
  await texts("place");
  await hand.write("Date of issue", "2026-11-28");
  await texts("signatory", "title");
  await hand.go("Go on");
  await hand.give("#list-file", workbook);
  await hand.go("Go on");
  await hand.go("Begin the mailing");
}

async function texts(...topics) {
  for (const topic of topics) {
    for (const [language, text] of Object.entries(TEXTS[topic])) await hand.write(`[id="${topic}.${language}"]`, text);
  }
}

async function columns() {
  await renewed(() => hand.choose("How are people with a title addressed?", "All as ministers"));
  await renewed(() => hand.choose("In which language are the titles?", "English"));
  await hand.see(`Recipients as they are understood: ${RECIPIENTS}`);
  await hand.go("Save, and use the list");
  await hand.see(`1 to ${RECIPIENTS} of ${RECIPIENTS}`);
}

// What is understood is shown anew after a choice.
async function renewed(act) {
  await page.evaluate(() => (document.getElementById("understood").dataset.former = "1"));
  if (await act()) await page.waitForFunction(() => !document.getElementById("understood").dataset.former);
}

async function settings() {
  await hand.go("Start");
  await hand.see(`The list has ${RECIPIENTS} recipients`);
  await hand.go("Settings of the mailing");
  await hand.write("[id='dispatch.approvals']", "2");
  await hand.go("Save");
  if (server) connect(server, mailing);
}

async function letter() {
  await hand.go("Letter");
  const text = await hand.field("#text");
  const written = await text.evaluate((text) => text.value);
  const paragraph = written.split("\n\n").find((part) => /^[A-Z]/u.test(part) && !part.includes("{{#"));
  await hand.continue("#text", paragraph, ADDED);
  await page.waitForFunction((words) => document.getElementById("told").textContent.includes(words), {}, "Nothing is wrong");
  await hand.press("Save");
  await hand.see("Saved");
}

async function french() {
  await hand.go("Languages");
  await hand.go("français");
  await hand.choose("#show", "Source changed");
  await hand.go("main form[role='search'] button");
  await hand.append("main article textarea", ADDED_FR);
  await hand.press("Save as translated");
  await hand.see("Saved");
}

async function check() {
  await hand.go("Check");
  await hand.see("Everything is ready");
}

async function proof() {
  await hand.go("Proof");
  await hand.go("Make the proof");
  await hand.go("Look at it");
  await hand.go("In order");
  await hand.see(`In order: 1 of ${RECIPIENTS}`);
}

async function make() {
  await hand.go("Make");
  await hand.go("Make the letters");
  await hand.see("SHA-256 of the manifest");
}

async function approve() {
  for (const name of ["Helena Brandt", "Marc Dubois"]) {
    await hand.go("Check");
    await hand.go("Approval");
    await hand.write("Name of who approves", name);
    await hand.go("Approve");
    await hand.go("Yes, approve");
  }
  await hand.see("2 of 2");
}

async function pack() {
  await hand.go("Dispatch");
  await hand.go("Make the pack");
  await hand.see("Done");
}

async function send() {
  await hand.go("Dispatch");
  await hand.go("Messages");
  await hand.go("See what would go out");
  await hand.go("Go on");
  const asked = await page.$eval("h1", (title) => title.textContent);
  await hand.write("To confirm, enter the number of messages", asked.match(/\d+/u)[0]);
  await hand.go("Yes, send");
  await hand.see("Done");
}

async function bounce() {
  await wait(server, "dispatch");
  await hand.go("Dispatch");
  await hand.go("What came back");
  await hand.go("Read the mailbox");
  await hand.see("bounce");
}

async function returns() {
  const files = comeBack(program, join(mailing, "output", ARCHIVE), join(folder, "came"), FILLED);
  await hand.go("Returns");
  await hand.give("Files", ...files);
  await hand.go("Put them in, and read all");
  await hand.see("Done");
}

async function scan() {
  await hand.go("Returns");
  await hand.go("To decide");
  await hand.go("Enter it");
  // The labels are those of the form, in the language of its State.
  await hand.write('[id="1.family_name"]', "Sarr");
  await hand.write('[id="1.first_name"]', "Awa");
  await hand.go("Save");
  await hand.go("Returns");
  await hand.go("Read all again");
  await hand.see("Done");
}

async function remind() {
  await hand.go("Returns");
  await hand.go("Not answered");
  await hand.write("Date of the new letters", "2027-01-20");
  await hand.write("New deadline", "2027-02-12");
  await hand.go("Begin the mailing");
  await hand.see(`${REFERENCE}/R1`);
  // They have a desk of their own.
  await hand.go("Open it at the desk");
  await hand.see(`${REFERENCE}/R1`);
  if (new URL(page.url()).origin === desk.origin) throw new Error("the desk of the reminders is that of the first mailing");
}

// The command makes the same archive from a copy of the same files.
function compare(copy) {
  execFileSync(program, ["build", "-C", copy], { stdio: ["ignore", "ignore", "pipe"] });
  const [one, other] = [mailing, copy].map((folder) => {
    const file = join(folder, "output", ARCHIVE, `${ARCHIVE}.zip`);
    if (!existsSync(file)) throw new Error(`${file} is not there`);
    return createHash("sha256").update(readFileSync(file)).digest("hex");
  });
  if (one !== other) throw new Error(`the desk made ${one}, the command ${other}`);
  console.log(`  the desk and the command: ${one}`);
}

function stopwatch() {
  let [first, last] = [0, 0];
  const now = () => performance.now();
  const seconds = (from) => ((now() - from) / 1000).toFixed(1);
  return {
    begin: () => (first = last = now()),
    lap() {
      const said = seconds(last);
      last = now();
      return said;
    },
    total: () => seconds(first),
  };
}
