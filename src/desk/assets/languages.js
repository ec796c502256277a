// Texts beside their source: tokens stay whole, what is wrong is said as one types, and saving leaves the rest of the page alone.
// Without this, the same forms work.

const PAUSE = 300;
const TOKEN = /⟨⟨|⟨[^⟨⟩]*⟩/g;
const waiting = new WeakMap();

for (const article of document.querySelectorAll("article.text")) begin(article);

// Shows what only works here, and the tokens of the field.
function begin(article) {
  for (const hidden of article.querySelectorAll("[hidden]:not(input)")) hidden.hidden = false;
  const field = article.querySelector("textarea");
  const mirror = document.createElement("div");
  mirror.className = "mirror";
  mirror.setAttribute("aria-hidden", "true");
  mirror.lang = field.lang;
  mirror.dir = field.dir;
  field.before(mirror);
  field.dataset.sent = field.value;
  paint(field);
}

// Where the tokens of a text are.
function tokens(text) {
  const found = [];
  for (const match of text.matchAll(TOKEN)) {
    if (match[0] !== "⟨⟨") found.push([match.index, match.index + match[0].length]);
  }
  return found;
}

// Paints the field's text behind it, tokens marked; the field grows with its text.
function paint(field) {
  const mirror = field.parentElement.querySelector(".mirror");
  const text = field.value;
  const parts = [];
  let done = 0;
  for (const [start, end] of tokens(text)) {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, end);
    parts.push(text.slice(done, start), mark);
    done = end;
  }
  // A last line that is empty has its height, too.
  mirror.replaceChildren(...parts, text.slice(done) + "\u200b");
}

const isDirty = (field) => field.value !== field.dataset.sent;

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches?.("article.text textarea")) return;
  paint(field);
  clearTimeout(waiting.get(field));
  waiting.set(field, setTimeout(() => check(field), PAUSE));
});

// Asks what is wrong with what is entered by now.
async function check(field) {
  const form = field.form;
  const text = field.value;
  const answer = await fetch(form.dataset.check, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null);
  if (!answer?.ok || field.value !== text) return;
  const found = await answer.json();
  form.querySelector(".findings").innerHTML = found.html;
  field.setAttribute("aria-invalid", String(!found.ok));
  if (found.ok) picture(form);
}

// The cursor is never within a token, and a selection holds whole ones.
document.addEventListener("selectionchange", () => {
  const field = document.activeElement;
  if (!field?.matches("article.text textarea")) return;
  const { selectionStart: start, selectionEnd: end, selectionDirection: direction } = field;
  let [from, to] = [start, end];
  for (const [open, close] of tokens(field.value)) {
    if (start === end) {
      if (open < start && start < close) from = to = field.dataset.last === "back" ? open : close;
    } else {
      if (open < from && from < close) from = open;
      if (open < to && to < close) to = close;
    }
  }
  if (from !== start || to !== end) field.setSelectionRange(from, to, direction);
});

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!field.matches?.("article.text textarea")) return;
  const isBack = event.key === "Backspace" || event.key === (getComputedStyle(field).direction === "rtl" ? "ArrowRight" : "ArrowLeft");
  field.dataset.last = isBack ? "back" : "on";
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    save(field.form, "done").then((saved) => saved && next(saved)?.focus());
  }
  // A token goes as a whole.
  if ((event.key === "Backspace" || event.key === "Delete") && field.selectionStart === field.selectionEnd) {
    const at = field.selectionStart;
    const token = tokens(field.value).find(([open, close]) => at === (event.key === "Backspace" ? close : open));
    if (token) field.setSelectionRange(...token);
  }
});

document.addEventListener("click", (event) => {
  const article = event.target.closest("article.text");
  if (!article) return;
  const field = article.querySelector("textarea");
  const token = event.target.closest("[data-token], .source .token");
  if (token) return put(field, token.dataset.token ?? token.textContent);
  if (event.target.closest("[data-does=copy]")) {
    field.select();
    put(field, field.dataset.copy);
  }
});

// Puts a text where the cursor is, as if it were typed: the browser can take it back.
function put(field, text) {
  field.focus();
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("article.text form")) return;
  event.preventDefault();
  save(form, event.submitter?.name ?? "done");
});

// Saves a text, and shows what came of it in its place.
async function save(form, how) {
  const field = form.querySelector("textarea");
  clearTimeout(waiting.get(field));
  const body = new URLSearchParams(new FormData(form));
  body.set(how, "1");
  const old = form.closest("article");
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  const page = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html");
  const made = page.getElementById(old.id);
  if (!made) {
    form.querySelector(".findings").textContent = page.querySelector("main")?.textContent || answer?.statusText || "…";
    return null;
  }
  const text = field.value;
  old.replaceWith(made);
  begin(made);
  const renewed = made.querySelector("textarea");
  if (!answer.ok) {
    renewed.dataset.sent = "\0";
    renewed.value = text;
    paint(renewed);
  }
  renewed.focus();
  if (answer.ok) {
    picture();
    const left = page.getElementById("left");
    if (left) document.getElementById("left")?.replaceWith(left);
  }
  return answer.ok ? made : null;
}

// The field of the next text.
function next(article) {
  const all = [...document.querySelectorAll("article.text textarea")];
  return all[all.indexOf(article.querySelector("textarea")) + 1];
}

// The page as it is now: as saved, or with what is entered in a form.
async function picture(form) {
  const image = document.getElementById("picture");
  if (!image) return;
  image.dataset.address ??= image.src;
  const asked = form && { method: "POST", body: new URLSearchParams(new FormData(form)) };
  const answer = await fetch(image.dataset.address, asked || {}).catch(() => null);
  if (!answer?.ok) return;
  const former = image.src;
  image.src = URL.createObjectURL(await answer.blob());
  if (former.startsWith("blob:")) URL.revokeObjectURL(former);
}

addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll("article.text textarea")].some(isDirty)) event.preventDefault();
});
