// What comes back to the office of the story: forms filled in by the command, as ministries would with a reader of PDFs, and one filled in by hand and scanned.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PEOPLE = [["ms", "Haddad", "Leila"], ["mr", "Okafor", "Daniel"], ["ms", "Moreau", "Claire"], ["mr", "Tanaka", "Kenji"]];
// What a barcode needs to be read on a scan.
const DOTS_PER_INCH = 150;

// The forms of an archive, in the order of its numbers.
export function formsOf(archive) {
  const files = readdirSync(archive, { recursive: true }).map(String);
  const name = (path) => path.split("/").at(-1);
  return files.filter((path) => /_form_.*\.pdf$/u.test(path)).sort((one, other) => (name(one) < name(other) ? -1 : 1));
}

// Fills in the first `count` forms, and scans the one after them; the paths of all.
export function comeBack(program, archive, folder, count) {
  mkdirSync(folder, { recursive: true });
  const forms = formsOf(archive);
  const filled = forms.slice(0, count).map((form, number) => {
    const [title, family, first] = PEOPLE[number % PEOPLE.length];
    const answer = join(folder, `${number}.json`);
    const participant = "delegation.1";
    writeFileSync(answer, JSON.stringify({
      credentials: "enclosed",
      "focal_point.name": `${first} ${family}`,
      [`${participant}.title`]: title,
      [`${participant}.family_name`]: family,
      [`${participant}.first_name`]: first,
      [`${participant}.function`]: "Director",
      [`${participant}.role`]: "head",
    }));
    const output = join(folder, `reply ${number + 1}.pdf`);
    execFileSync(program, ["form", "fill", join(archive, form), answer, "--output", output], { stdio: ["ignore", "ignore", "inherit"] });
    return output;
  });
  const scan = join(folder, "scan");
  execFileSync("pdftoppm", ["-png", "-r", String(DOTS_PER_INCH), "-f", "1", "-l", "1", "-singlefile", join(archive, forms[count]), scan]);
  return [...filled, `${scan}.png`];
}

// The notices in a mailbox of .ci/mailserver, as soon as there is one.
export async function wait(server, mailbox) {
  const box = join(server, "mail", mailbox, "new");
  for (let left = 300; left > 0; left -= 1) {
    try {
      if (readdirSync(box).length > 0) return;
    } catch {
      // The first message makes the folder.
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`nothing came to ${mailbox}`);
}

// What an office's own technicians set up: the mail server and its account, whose secret no page shows.
export function connect(server, mailing) {
  const ports = Object.fromEntries(readFileSync(join(server, "ports"), "utf8").trim().split("\n").map((line) => line.split("=")));
  const account = { host: "localhost", authority: "authority.pem", user: "dispatch@office.example", secret: { file: "mail.secret" } };
  const e_mail = {
    smtp: { ...account, port: Number(ports.submission), bounces_to: "dispatch@office.example" },
    imap: { ...account, port: Number(ports.imaps) },
  };
  writeFileSync(join(mailing, "authority.pem"), readFileSync(join(server, "authority.pem")));
  writeFileSync(join(mailing, "mail.secret"), readFileSync(join(server, "secret")), { mode: 0o600 });
  const file = join(mailing, "mailing.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace(/^dispatch:\n/mu, `dispatch:\n  e_mail: ${JSON.stringify(e_mail)}\n`));
}
