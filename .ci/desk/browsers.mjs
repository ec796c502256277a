// Browsers as Debian has them, driven by what they have built in, and a desk to look at.
//
// Programs from npm are installed into a folder of tools.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const PACKAGES = ["puppeteer-core@24", "axe-core@4"];

const BROWSERS = {
  chromium: { path: "/usr/bin/chromium", options: { args: ["--no-sandbox", "--disable-dev-shm-usage"] } },
  firefox: { path: "/usr/bin/firefox-esr", options: { browser: "firefox" } },
};

// What drives browsers, and the text of the script that looks for barriers.
export async function tools(folder) {
  const place = resolve(folder);
  if (!PACKAGES.every((name) => existsSync(join(place, "node_modules", name.split("@")[0])))) {
    mkdirSync(place, { recursive: true });
    const command = ["install", "--silent", "--no-save", "--ignore-scripts", "--prefix", place, ...PACKAGES];
    execFileSync("npm", command, { stdio: "inherit" });
  }
  const found = createRequire(join(place, "package.json"));
  const module = await import(pathToFileURL(found.resolve("puppeteer-core")).href);
  return { puppeteer: module.default, axe: found.resolve("axe-core/axe.min.js") };
}

export async function launch(puppeteer, name) {
  const { path, options } = BROWSERS[name];
  return puppeteer.launch({ executablePath: path, headless: true, ...options });
}

// A desk over a folder; `address` works once.
export class Desk {
  static async open(program, folder) {
    const child = spawn(program, ["desk", "-C", folder, "--no-browser"], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = new Promise((done) => child.once("exit", done));
    for await (const line of createInterface({ input: child.stdout })) {
      const address = line.match(/http:\/\/\S+/)?.[0];
      if (address) return new Desk(child, ended, address);
    }
    throw new Error(`the desk did not begin in ${folder}`);
  }

  constructor(child, ended, address) {
    Object.assign(this, { child, ended, address, origin: new URL(address).origin });
  }

  async end() {
    this.child.kill("SIGINT");
    return this.ended;
  }
}
