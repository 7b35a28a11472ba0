"use strict";
// Behind report.js on the page of a run that trains: fetches the parts that have changed, and says how far it is.

const live = document.getElementById("live");
const feed = new EventSource("events");
let fetching = Promise.resolve();
let over = false;

function say(state, detail, mark) {
  live.querySelector(".state").textContent = state;
  live.querySelector(".detail").textContent = detail;
  live.dataset.state = mark;
}

// What the reader has set in a part, to be set again in the new one.
function keep(section) {
  const epoch = section.querySelector("input.epoch");
  return {
    epoch: epoch && epoch.value !== epoch.max ? epoch.dataset.epochs.split(" ")[Number(epoch.value)] : null,
    heat: section.querySelector("input.heat")?.value,
    open: [...section.querySelectorAll("details")].map(d => d.open),
    focus: section.contains(document.activeElement) ? document.activeElement.className : null,
  };
}

function restore(section, kept) {
  const epoch = section.querySelector("input.epoch");
  const at = epoch && kept.epoch !== null ? epoch.dataset.epochs.split(" ").indexOf(kept.epoch) : -1;
  if (at >= 0) { epoch.value = at; showEpoch(epoch); }
  const heat = section.querySelector("input.heat");
  if (heat && kept.heat !== undefined) { heat.value = kept.heat; section.style.setProperty("--heat", kept.heat); }
  section.querySelectorAll("details").forEach((d, i) => { d.open = kept.open[i] ?? false; });
  if (kept.focus) { section.querySelector("." + kept.focus.split(" ").join("."))?.focus({ preventScroll: true }); }
}

async function renew(names, version) {
  for (const name of names) {
    const answer = await fetch("fragments/" + name);
    if (!answer.ok) { continue; }
    const old = document.getElementById(name);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("section");
    const kept = keep(old);
    old.replaceWith(document.adoptNode(fresh));
    restore(fresh, kept);
  }
  live.dataset.version = version;
}

function queue(names, version) {
  fetching = fetching.then(() => renew(names, version)).catch(() => {});
  return fetching;
}

const all = () => [...document.querySelectorAll("main > section")].map(s => s.id);

feed.addEventListener("hello", event => {
  const { version } = JSON.parse(event.data);
  say("training", "", "on");
  if (String(version) !== live.dataset.version) { queue(all(), version); }
});
feed.addEventListener("report", event => {
  const { version, sections } = JSON.parse(event.data);
  queue(sections, version);
});
feed.addEventListener("progress", event => {
  const p = JSON.parse(event.data);
  live.querySelector("progress").value = p.done / p.total;
  say("training", `epoch ${p.epoch} of ${p.epochs}, ${p.done.toLocaleString("en")} of ${p.total.toLocaleString("en")} images`, "on");
});
feed.addEventListener("end", async event => {
  const { version, message } = JSON.parse(event.data);
  over = true;
  await fetching;
  if (String(version) !== live.dataset.version) { await queue(all(), version); }
  feed.close();
  live.querySelector("progress").remove();
  say("ended", message, "off");
});
feed.addEventListener("error", () => {
  if (!over) { say("no answer", "The program is not heard: what is shown is the last that it told.", "lost"); }
});
