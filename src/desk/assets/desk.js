// Pages are whole without this. It sends a list's choices as they are made, once a person pauses.

const PAUSE = 250;

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
