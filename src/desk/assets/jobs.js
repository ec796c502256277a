// Shows how far a piece of work is, and its whole page again once it has ended.

const job = document.getElementById("job");

if (job) {
  const events = new EventSource(job.dataset.events);
  events.addEventListener("message", (event) => {
    const state = JSON.parse(event.data);
    if (state.ended) {
      events.close();
      location.reload();
      return;
    }
    const bar = job.querySelector("progress");
    bar.max = Math.max(state.total, 1);
    if (state.total > 0) bar.value = state.done;
    else bar.removeAttribute("value");
    for (const part of job.querySelectorAll("[data-of]")) part.textContent = state[part.dataset.of];
  });
  // The browser goes on trying; work that broke off with the desk is not at work.
  const gone = document.getElementById("gone");
  events.addEventListener("error", () => (gone.hidden = false));
  events.addEventListener("open", () => (gone.hidden = true));
}
