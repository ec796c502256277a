// The letter: the page follows the text, merge fields are inserted, a click on the page leads to its text. Whole without this.

const place = document.querySelector("[data-letter]");
const said = JSON.parse(place.dataset.words);
const at = (id) => document.getElementById(id);
const form = at("editor");
const text = at("text");
const POINTS_PER_INCH = 72;
const PIXELS_PER_INCH = 96;
// The width of a page that was not seen yet: A4, in points.
const USUAL_WIDTH = 595;
const kept = `letter:${place.dataset.file}`;

const filled = (sentence, ...values) => sentence.replace(/\{\}/g, () => values.shift());
const chosen = (name) => form.elements[name].value;
// What is said already is not said again.
const say = (id, words) => {
  if (at(id).textContent !== words) at(id).textContent = words;
};

// ---- The text: numbers of lines, marks, what is not saved.

let saved = text.value;
let marked = new Set();
const mirror = at("mirror");

// Beside each line its number, under it the marks of merge fields: as wide as the text, so that lines break alike.
function reflect() {
  const lines = text.value.split("\n");
  while (mirror.childElementCount > lines.length) mirror.lastElementChild.remove();
  lines.forEach((line, index) => {
    let row = mirror.children[index];
    if (!row) {
      row = document.createElement("div");
      mirror.append(row);
      row.line = null;
    }
    row.classList.toggle("wrong", marked.has(index + 1));
    if (row.line === line) return;
    row.line = line;
    const parts = line.split(/(\{\{.*?\}\})/);
    row.replaceChildren(...parts.map((part, number) => {
      if (number % 2 === 0) return part;
      const tag = document.createElement("mark");
      tag.textContent = part;
      return tag;
    }));
  });
}

function remember() {
  const isSaved = text.value === saved;
  say("state", isSaved ? "" : said.unsaved);
  if (isSaved) sessionStorage.removeItem(kept);
  else sessionStorage.setItem(kept, JSON.stringify({ seen: chosen("seen"), text: text.value }));
}

function restore() {
  let former = null;
  try {
    former = JSON.parse(sessionStorage.getItem(kept));
  } catch {
    // What is kept is no text.
  }
  if (typeof former?.text !== "string" || former.text === text.value) return;
  text.value = former.text;
  // Saving it asks whether the file is still what it was.
  form.elements.seen.value = former.seen;
  say("state", said.restored);
}

// Writes at the cursor, so that the browser's own undo takes it back.
function insert(piece) {
  text.focus();
  const done = document.execCommand("insertText", false, piece);
  if (done) return;
  text.setRangeText(piece, text.selectionStart, text.selectionEnd, "end");
  changed();
}

// Leads to a place of the text; columns count characters.
function lead(line, column) {
  const lines = text.value.split("\n");
  const index = Math.min(Math.max(line, 1), lines.length) - 1;
  const before = lines.slice(0, index).reduce((length, one) => length + one.length + 1, 0);
  const within = [...lines[index]].slice(0, Math.max((column || 1) - 1, 0)).join("").length;
  const start = before + within;
  const word = /^(\{\{.*?\}\}|[\p{L}\p{N}\p{M}]+)/u.exec(text.value.slice(start));
  text.focus({ preventScroll: true });
  text.setSelectionRange(start, start + (word ? word[0].length : 0));
  mirror.children[index]?.scrollIntoView({ block: "center" });
}

function changed() {
  reflect();
  remember();
  renew();
}

// ---- Saving.

let saving = false;
async function save() {
  if (saving) return;
  saving = true;
  const sent = text.value;
  try {
    const answer = await fetch(form.getAttribute("action"), {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    });
    const result = await answer.json();
    if (!answer.ok) {
      say("state", said.not_saved);
      tell(result.problems);
      if (result.now) offer(result.now);
      return;
    }
    form.elements.seen.value = result.seen;
    saved = sent;
    remember();
    if (text.value === saved) say("state", said.saved);
    renew();
  } catch {
    say("state", said.not_saved);
  } finally {
    saving = false;
  }
}

// Lets a person save over what the file has become, now that it was shown.
function offer(version) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = said.mine;
  button.addEventListener("click", () => {
    form.elements.seen.value = version;
    save();
  });
  at("told").append(button);
}

// ---- The page.

let page = Number(place.dataset.page);
let size = { width: USUAL_WIDTH, height: 0 };
let picture = "";
let busy = false;
let wanted = false;

function asked() {
  const names = ["document", "language", "recipient", "paper", "file"];
  return { ...Object.fromEntries(names.map((name) => [name, chosen(name)])), text: text.value, page };
}

// How wide the page is shown, in pixels of the window.
function width() {
  const zoom = at("zoom").value;
  if (zoom !== "fit") return (size.width * PIXELS_PER_INCH * Number(zoom)) / (POINTS_PER_INCH * 100);
  const pad = getComputedStyle(at("pad"));
  return at("pad").clientWidth - parseFloat(pad.paddingInlineStart) - parseFloat(pad.paddingInlineEnd);
}

// One text is set at a time; what was typed meanwhile is set next, and nothing in between.
async function renew() {
  wanted = true;
  if (busy) return;
  busy = true;
  while (wanted) {
    wanted = false;
    try {
      const scale = (width() * devicePixelRatio) / size.width;
      const answer = await post("/letter/preview", { ...asked(), scale, picture });
      await show(answer);
    } catch {
      say("page-state", said.failed);
    }
  }
  busy = false;
}

async function post(address, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
  return answer.json();
}

async function show(answer) {
  tell(answer.problems);
  if (answer.email) return showEmail(answer.email);
  const shown = document.querySelector("img.page");
  say("page-state", answer.page || !shown ? "" : said.former);
  shown?.classList.toggle("former", !answer.page);
  if (!answer.page) return;
  at("plain")?.remove();
  page = answer.page.number;
  size = answer.page;
  at("pages").hidden = answer.pages < 2;
  say("page-number", filled(said.page, page, answer.pages));
  at("page-earlier").disabled = page <= 1;
  at("page-further").disabled = page >= answer.pages;
  if (answer.page.picture === picture && shown) return fit(shown);
  const next = new Image();
  next.className = "page";
  next.alt = filled(said.page, page, answer.pages);
  next.src = answer.page.url;
  await next.decode();
  fit(next);
  next.addEventListener("click", follow);
  picture = answer.page.picture;
  if (shown) shown.replaceWith(next);
  else at("pad").append(next);
  place.dispatchEvent(new CustomEvent("renewed"));
}

function fit(image) {
  image.width = Math.round(width());
  image.height = Math.round((image.width * size.height) / size.width);
}

function showEmail(email) {
  at("zoom-bar").hidden = true;
  at("plain")?.remove();
  let shown = at("mail");
  if (!shown) {
    shown = document.createElement("article");
    shown.id = "mail";
    shown.lang = chosen("language");
    shown.dir = getComputedStyle(text).direction;
    at("pad").append(shown);
  }
  const subject = document.createElement("h2");
  subject.textContent = email.subject;
  const body = document.createElement("p");
  body.textContent = email.text;
  if (!email.html) return shown.replaceChildren(subject, body);
  let frame = shown.querySelector("iframe");
  if (frame?.getAttribute("src") !== email.html) {
    frame = document.createElement("iframe");
    // Nothing in it runs, and it leads nowhere.
    frame.setAttribute("sandbox", "");
    frame.title = email.subject;
    frame.src = email.html;
  }
  const plain = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = said.as_text;
  plain.open = shown.querySelector("details")?.open ?? false;
  plain.append(summary, body);
  shown.replaceChildren(subject, frame, plain);
}

// Leads from a point of the page to where its text is written.
async function follow(event) {
  const scale = size.width / event.target.getBoundingClientRect().width;
  const found = await post("/letter/point", { ...asked(), point: [event.offsetX * scale, event.offsetY * scale] });
  const about = at("told");
  about.replaceChildren();
  if (!found.file) {
    about.textContent = said.nothing;
    return;
  }
  if (found.field) about.append(filled(said.value, found.field), " ");
  if (found.file === place.dataset.file) return lead(found.line, found.column);
  about.append(filled(said.elsewhere, found.file), " ", link(found, said.open));
}

// A link to a place in another file.
function link(found, words) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries({ ...asked(), text: null, page: null })) {
    if (value !== null) address.searchParams.set(name, value);
  }
  for (const name of ["file", "line", "column"]) {
    if (found[name]) address.searchParams.set(name, found[name]);
    else address.searchParams.delete(name);
  }
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.textContent = words;
  return anchor;
}

// ---- What is wrong.

function tell(problems) {
  const list = at("problems");
  const own = problems.filter((problem) => problem.file === place.dataset.file && problem.line);
  marked = new Set(own.map((problem) => problem.line));
  list.replaceChildren(...problems.map(item));
  say("told", problems.length === 0 ? said.sound : "");
  reflect();
}

function item(problem) {
  const row = document.createElement("li");
  row.className = problem.severity;
  const code = document.createElement("span");
  code.className = "state";
  code.textContent = problem.code;
  const message = document.createElement("bdi");
  message.lang = "en";
  message.textContent = problem.message;
  row.append(code, message);
  const where = document.createElement("p");
  if (problem.line && problem.file === place.dataset.file) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = filled(said.line, problem.line, problem.column);
    button.addEventListener("click", () => lead(problem.line, problem.column));
    where.append(button);
  } else if (problem.file?.endsWith(".hbs")) {
    where.append(link(problem, problem.line ? `${problem.file}:${problem.line}` : problem.file));
  } else if (problem.file) {
    where.append(problem.line ? `${problem.file}:${problem.line}` : problem.file);
  }
  if (where.hasChildNodes()) row.append(where);
  if (problem.excerpt) {
    const lines = document.createElement("pre");
    lines.textContent = problem.excerpt.join("\n");
    row.append(lines);
  }
  for (const hint of problem.hints) {
    if (hint.text) {
      const line = document.createElement("p");
      line.lang = "en";
      line.dir = "ltr";
      line.textContent = hint.text;
      row.append(line);
    }
    if (hint.at) {
      const line = document.createElement("p");
      const place = document.createElement("a");
      place.href = hint.at.path;
      place.textContent = hint.at.title;
      line.append(said.at_desk, " ", place);
      row.append(line);
    }
  }
  return row;
}

// ---- The way through the recipients, without leaving the text.

async function go(address) {
  const answer = await fetch(address);
  // The desk has ended, as the page says; the text stays.
  if (answer.type === "error") return;
  const there = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = there && there.querySelector("[data-letter]");
  // Another file is another page; the browser asks where a text is not saved.
  if (!next || next.dataset.file !== place.dataset.file) return location.assign(address);
  for (const id of ["turning", "fields"]) at(id).replaceWith(there.getElementById(id));
  for (const name of ["document", "language", "recipient", "paper"]) {
    const value = there.getElementById("editor").elements[name].value;
    form.elements[name].value = value;
    const control = at(name);
    if (control) control.value = value;
  }
  history.replaceState(null, "", address);
  renew();
}

place.addEventListener("click", (event) => {
  const piece = event.target.closest("[data-insert]");
  if (piece) return insert(piece.dataset.insert);
  const turn = event.target.closest(".turning a");
  if (!turn || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const way = turn.rel;
  const again = () => document.querySelector(`.turning a[rel="${way}"]`) ?? document.querySelector(".turning a");
  go(turn.href).then(() => again()?.focus());
});
const choices = place.querySelector("form.choices");
choices.addEventListener("change", () => {
  const address = new URL(choices.action);
  address.search = new URLSearchParams(new FormData(choices)).toString();
  go(address);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  save();
});
addEventListener("beforeunload", (event) => {
  if (text.value !== saved) event.preventDefault();
});
text.addEventListener("input", changed);
for (const [id, step] of [["page-earlier", -1], ["page-further", 1]]) {
  at(id).addEventListener("click", () => {
    page += step;
    renew();
  });
}
at("zoom").addEventListener("change", renew);
let resized;
new ResizeObserver(() => {
  clearTimeout(resized);
  resized = setTimeout(renew, 150);
}).observe(at("pad"));

at("zoom-bar").hidden = false;
place.classList.add("lively");
restore();
reflect();
if (Number(place.dataset.line) > 0) lead(Number(place.dataset.line), Number(place.dataset.column));
renew();
