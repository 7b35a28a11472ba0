"use strict";
// Reports, and the page of a run that trains. Listens on the whole page, so that parts of it can be replaced.

const root = document.documentElement;

function remember(key, value) {
  try { return value === undefined ? localStorage.getItem(key) : localStorage.setItem(key, value); } catch { return null; }
}

if (remember("stn-theme")) { root.dataset.theme = remember("stn-theme"); }
document.getElementById("theme").addEventListener("click", () => {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  remember("stn-theme", root.dataset.theme);
});

// Charts: the values of the nearest epoch, by pointer or arrow keys.
function showAt(plot, index) {
  const chart = JSON.parse(plot.parentElement.dataset.chart);
  hideTip(plot);
  if (chart.x.length === 0) { return; }
  const i = Math.max(0, Math.min(chart.x.length - 1, index));
  plot.dataset.index = i;
  const cross = plot.appendChild(document.createElement("div"));
  cross.className = "cross";
  cross.style.left = 100 * chart.at[i] + "%";
  const tip = plot.appendChild(document.createElement("div"));
  tip.className = "tip";
  const line = (name, value, kind) => {
    const row = tip.appendChild(document.createElement("div"));
    const key = row.appendChild(document.createElement("span"));
    key.textContent = name;
    key.className = kind;
    row.appendChild(document.createElement("b")).textContent = value;
  };
  line("epoch", chart.x[i], "");
  chart.names.forEach((name, s) => line(name, chart.values[s][i], "key s" + s % 8));
  tip.style[chart.at[i] < 0.5 ? "left" : "right"] = `calc(${100 * (chart.at[i] < 0.5 ? chart.at[i] : 1 - chart.at[i])}% + 0.6rem)`;
}

function hideTip(plot) {
  plot.querySelectorAll(".cross, .tip").forEach(e => e.remove());
}

document.addEventListener("pointermove", event => {
  const plot = event.target.closest?.(".plot");
  document.querySelectorAll(".plot:has(.tip)").forEach(p => { if (p !== plot && p !== document.activeElement) { hideTip(p); } });
  if (!plot) { return; }
  const chart = JSON.parse(plot.parentElement.dataset.chart);
  const box = plot.getBoundingClientRect();
  const at = (event.clientX - box.left) / box.width;
  let nearest = 0;
  chart.at.forEach((a, i) => { if (Math.abs(a - at) < Math.abs(chart.at[nearest] - at)) { nearest = i; } });
  showAt(plot, nearest);
});
document.addEventListener("keydown", event => {
  const plot = event.target.closest?.(".plot");
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (plot && step) {
    event.preventDefault();
    showAt(plot, plot.dataset.index === undefined ? (step > 0 ? 0 : Infinity) : Number(plot.dataset.index) + step);
  }
});
document.addEventListener("focusout", event => { if (event.target.matches?.(".plot")) { hideTip(event.target); } });

// Frames: the slider picks the epoch.
function showEpoch(slider) {
  const section = slider.closest("section");
  const step = Number(slider.value);
  const epoch = slider.dataset.epochs.split(" ")[step];
  section.querySelector("output").textContent = epoch === "0" ? "start" : "epoch " + epoch;
  slider.setAttribute("aria-valuetext", section.querySelector("output").textContent);
  section.querySelectorAll("[data-steps]").forEach(frame => {
    const points = frame.dataset.steps.split(";")[step];
    const top = points.split(" ").slice(0, Number(frame.dataset.side) + 1).join(" ");
    frame.querySelectorAll("polygon").forEach(p => p.setAttribute("points", points));
    frame.querySelector("polyline").setAttribute("points", top);
  });
  section.querySelectorAll("image.strip").forEach(strip => strip.setAttribute("y", -Number(strip.dataset.step) * step));
}

let playing = null;
function stop() {
  if (playing) {
    clearInterval(playing.timer);
    playing.button.textContent = "▶";
    playing.button.setAttribute("aria-label", "Play");
    playing = null;
  }
}

function play(button) {
  const slider = button.parentElement.querySelector("input.epoch");
  if (slider.value === slider.max) { slider.value = 0; }
  showEpoch(slider);
  button.textContent = "❚❚";
  button.setAttribute("aria-label", "Pause");
  const timer = setInterval(() => {
    if (slider.value === slider.max || !slider.isConnected) { stop(); return; }
    slider.value = Number(slider.value) + 1;
    showEpoch(slider);
  }, 350);
  playing = { button, timer };
}

document.addEventListener("input", event => {
  if (event.target.matches("input.epoch")) { stop(); showEpoch(event.target); }
  if (event.target.matches("input.heat")) { event.target.closest("section").style.setProperty("--heat", event.target.value); }
});
document.addEventListener("click", event => {
  const button = event.target.closest?.("button.play");
  if (button) {
    const again = playing?.button !== button;
    stop();
    if (again) { play(button); }
  }
});
