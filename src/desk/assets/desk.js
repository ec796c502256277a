// Pages are whole without this. It sends a list's choices as they are made, once a person pauses, and says how far a mailing is looked at.

const PAUSE = 250;

// What is asked of a desk that has ended, or of another that began at its port, would come to nothing in silence.
const UNAUTHORIZED = 401;
const gone = document.getElementById("gone");
const ask = window.fetch;
window.fetch = async (...asked) => {
  const answer = await ask(...asked).catch(() => null);
  gone.hidden = answer !== null && answer.status !== UNAUTHORIZED;
  return answer ?? Response.error();
};

for (const form of document.querySelectorAll("form[data-live]")) {
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => renew(form), PAUSE);
  });
}

// Moments as the reader's language writes them.
for (const time of document.querySelectorAll("time[datetime]")) {
  const written = new Intl.DateTimeFormat(`${document.documentElement.lang}-u-nu-latn`, { dateStyle: "medium", timeStyle: "short" });
  time.textContent = written.format(new Date(time.dateTime));
  // Which way it runs is the language's now.
  time.dir = "auto";
}

// Renews what the form is about, and leaves the cursor and what is scrolled where they are.
async function renew(form) {
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form)).toString();
  const answer = await fetch(address);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const id = form.dataset.live;
  const [now, then] = [page.getElementById(id), document.getElementById(id)];
  if (now && then) {
    const focused = then.contains(document.activeElement) ? document.activeElement.id : "";
    const across = then.querySelector(".sheet")?.scrollLeft ?? 0;
    then.replaceWith(now);
    const sheet = now.querySelector(".sheet");
    if (sheet) sheet.scrollLeft = across;
    if (focused) document.getElementById(focused)?.focus();
  }
  history.replaceState(null, "", address);
}

// A long list is shown before all is known of it: once it is, what waits for that is shown anew, in its place.
const looking = document.getElementById("looking");

if (looking) {
  const events = new EventSource(looking.dataset.events);
  events.addEventListener("message", (event) => {
    const { listed, done, total, text, ended } = JSON.parse(event.data);
    looking.querySelector("[data-of]").textContent = text;
    const bar = looking.querySelector("progress");
    bar.max = Math.max(total, 1);
    if (ended) bar.value = bar.max;
    else if (listed) bar.value = done;
    const { waits } = looking.dataset;
    if (!ended && !(listed && waits === "list")) return;
    events.close();
    if (waits) location.reload();
    else showAnew();
  });
  events.addEventListener("error", () => (gone.hidden = false));
  events.addEventListener("open", () => (gone.hidden = true));
}

async function showAnew() {
  const answer = await fetch(location);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const then of document.querySelectorAll("[data-anew]")) {
    const now = page.getElementById(then.id);
    // What a person is at stays as it is.
    if (!now || then.contains(document.activeElement)) continue;
    if (then.matches("select")) now.value = then.value;
    const across = then.querySelector(".sheet")?.scrollLeft ?? 0;
    then.replaceWith(now);
    const sheet = now.querySelector(".sheet");
    if (sheet) sheet.scrollLeft = across;
  }
}
