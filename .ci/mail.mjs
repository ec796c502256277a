// Reads every message of a pack back with a parser from npm: each says what the pack's list says, and carries files of the
// archive's manifest.
//
//     node .ci/mail.mjs PACK ARCHIVE TOOLS
//
// The parser is installed into the folder TOOLS.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { domainToASCII, pathToFileURL } from "node:url";

const PARSER = "postal-mime@4";

async function parser(tools) {
  const folder = resolve(tools);
  if (!existsSync(join(folder, "node_modules", "postal-mime"))) {
    mkdirSync(folder, { recursive: true });
    const command = ["install", "--silent", "--no-save", "--ignore-scripts", "--prefix", folder, PARSER];
    execFileSync("npm", command, { stdio: "inherit" });
  }
  const found = createRequire(join(folder, "package.json")).resolve("postal-mime");
  const module = await import(pathToFileURL(found).href);
  return module.default.default ?? module.default;
}

// Every message has these headers, each once, and at most two others.
const ALWAYS = ["content-language", "content-type", "date", "from", "message-id", "mime-version", "subject", "to", "x-unsent"];

function mailbox({ name, address }) {
  const [local, domain] = address.split("@");
  return { ...(name ? { name } : {}), address: `${local}@${domainToASCII(domain)}` };
}

function* check(message, record, manifest) {
  const header = (key) => message.headers.filter((header) => header.key === key).map((header) => header.value).join();
  const said = {
    message_id: message.messageId.replace(/^<|>$/g, ""),
    date: new Date(message.date).getTime(),
    language: header("content-language"),
    from: mailbox(message.from),
    to: (message.to ?? []).map(mailbox),
    cc: (message.cc ?? []).map(mailbox),
    reply_to: (message.replyTo ?? []).map(mailbox)[0] ?? null,
    subject: message.subject ?? "",
    attachments: message.attachments.map(({ filename, mimeType, disposition, content }) => ({
      name: filename,
      sha256: createHash("sha256").update(Buffer.from(content)).digest("hex"),
      ...(mimeType === "application/pdf" && disposition === "attachment" ? {} : { mimeType, disposition }),
    })),
  };
  const expected = { cc: [], reply_to: null, ...record, date: new Date(record.date).getTime() };
  delete expected.path;
  for (const key of new Set([...Object.keys(said), ...Object.keys(expected)])) {
    if (!isDeepStrictEqual(said[key], expected[key])) {
      yield `${key} is ${JSON.stringify(said[key])}, not ${JSON.stringify(expected[key])}`;
    }
  }
  const optional = [...(record.cc ? ["cc"] : []), ...(record.reply_to ? ["reply-to"] : [])];
  const keys = message.headers.map(({ key }) => key).sort();
  if (!isDeepStrictEqual(keys, [...ALWAYS, ...optional].sort())) yield `has the headers ${keys.join(", ")}`;
  if (header("x-unsent") !== "1") yield "does not open as a draft";
  for (const { name, sha256 } of said.attachments) {
    if (!manifest.has(sha256)) yield `carries ${name}, which is not in the manifest`;
  }
  if (!message.text?.trim()) yield "has no text";
}

const [pack, archive, tools] = process.argv.slice(2);
const PostalMime = await parser(tools);
const json = (...path) => JSON.parse(readFileSync(join(...path), "utf8"));
const manifest = new Set(json(archive, "manifest.json").files.map((file) => file.sha256));
const records = new Map(json(pack, "e-mail.json").messages.map((record) => [record.path, record]));
const wrong = [];
let read = 0;
for (const name of readdirSync(pack, { recursive: true })) {
  const path = name.replaceAll("\\", "/");
  if (!path.endsWith(".eml")) continue;
  const record = records.get(path);
  records.delete(path);
  if (!record) {
    wrong.push(`${path}: is not in the list`);
    continue;
  }
  const message = await PostalMime.parse(readFileSync(join(pack, name)));
  for (const what of check(message, record, manifest)) wrong.push(`${path}: ${what}`);
  read += 1;
}
for (const path of records.keys()) wrong.push(`${path}: is missing`);
if (wrong.length > 0) {
  console.error(wrong.join("\n"));
  console.error(`${wrong.length} things are wrong`);
  process.exit(1);
}
console.log(`${read} messages say what they should`);
