// The page: a picture on the pad becomes a scene, the scene is asked about, the answer is shown.
import { Pad } from "./serve-pad.js";
import { compose } from "./serve-scene.js";
import { View, element } from "./serve-view.js";

const byId = id => document.getElementById(id);
const sliders = { turn: v => `${v}°`, scale: v => `${v} %`, right: v => `${v} %`, down: v => `${v} %`, clutter: v => v };
const wait = milliseconds => new Promise(done => setTimeout(done, milliseconds));

// While the model is trained this tells how far it is; then it gives its description.
async function modelWhenReady() {
  for (;;) {
    let model;
    try {
      model = await (await fetch("api/model")).json();
    } catch {
      byId("about").textContent = "The server does not answer. Is it still running? This page asks again.";
      await wait(2000);
      continue;
    }
    byId("training").hidden = model.ready;
    if (model.ready) {
      return model;
    }
    const { epoch, epochs, done, test_accuracy: accuracy } = model.training;
    byId("about").textContent = "";
    byId("training-bar").value = done;
    const text = epoch === 0 ? "It starts with the built-in digits." : `Epoch ${epoch} of ${epochs}${accuracy === null ? "" : `: ${accuracy.toFixed(1)} % right on test images so far`}.`;
    if (byId("training-text").textContent !== text) {
      byId("training-text").textContent = text;
    }
    await wait(300);
  }
}

function introduce(model) {
  const eyes = model.transformers.length === 0 ? "no transformer" : `${model.transformers.length === 1 ? "a transformer" : `${model.transformers.length} transformers`} (${[...new Set(model.transformers.map(t => t.family))].join(", ")})`;
  byId("about").textContent = `The network ${model.name}, with ${eyes} and ${model.parameters.toLocaleString("en")} parameters, learned ${model.dataset}${model.distort === "none" ? "" : ` distorted by ${model.distort}`}. `
    + `It sees ${model.size}×${model.size} ${model.channels === 1 ? "grey" : "colour"} pixels${model.explains ? "" : "; without convolutions, there is no Grad-CAM"}.`;
  byId("colours").hidden = model.channels === 1;
  const digits = model.classes.filter(name => /^\d$/.test(name));
  byId("examples").hidden = digits.length === 0;
  byId("example").replaceChildren(...digits.map(d => element("option", { value: d, textContent: d, selected: d === "7" })));
}

function settings() {
  const value = id => Number(byId(id).value);
  return { turn: value("turn"), scale: value("scale") / 100, right: value("right") / 100, down: value("down") / 100, clutter: value("clutter"), invert: byId("invert").checked };
}

function writeValues() {
  for (const [id, text] of Object.entries(sliders)) {
    byId(`${id}-value`).value = text(byId(id).value.replace("-", "\u2212"));
  }
}

const view = new View();
const scene = element("canvas");
let model = null, pad = null, isAsking = false, isStale = false;

// Asks about what is there now; while an answer is on its way changes only leave a mark.
async function ask() {
  isStale = true;
  if (isAsking || model === null) {
    return;
  }
  isAsking = true;
  while (isStale) {
    isStale = false;
    document.body.dataset.state = "asking";
    try {
      await askOnce();
    } catch (error) {
      view.showProblem(error.message);
    }
  }
  isAsking = false;
  document.body.dataset.state = "answered";
}

async function askOnce() {
  const how = settings();
  if (pad.isEmpty && how.clutter === 0) {
    view.showProblem("");
    view.showNothing();
    return;
  }
  compose(scene, pad.canvas, model, how);
  const png = await new Promise(done => scene.toBlob(done, "image/png"));
  let response;
  try {
    response = await fetch("api/predict?explain=true&whole=true", { method: "POST", headers: { "Content-Type": "image/png" }, body: png });
  } catch {
    throw new Error("The server does not answer. Is it still running?");
  }
  const answer = await response.json();
  if (response.status === 503) {
    isStale = true;
    await wait(1000 * Number(response.headers.get("Retry-After") ?? 1));
  }
  if (!response.ok) {
    throw new Error(answer.detail);
  }
  view.showProblem("");
  await view.show(answer);
  const time = /dur=([\d.]+)/.exec(response.headers.get("Server-Timing") ?? "");
  byId("time").textContent = time ? `The last answer took the network ${Number(time[1]).toFixed(1)} ms.` : "";
}

async function openPicture(file) {
  try {
    pad.show(await createImageBitmap(file), model.keeps_shape, false);
  } catch {
    view.showProblem(`${file.name || "This"} is no picture that this browser can read. Try PNG or JPEG.`);
  }
}

let hand = 0;
async function drawExample(digit) {
  const response = await fetch(`api/digits/${digit}?seed=${++hand}`);
  pad.show(await createImageBitmap(await response.blob()), true, true);
}

function spin() {
  const button = byId("spin"), isOn = button.getAttribute("aria-pressed") !== "true", start = performance.now(), first = Number(byId("turn").value);
  button.setAttribute("aria-pressed", isOn);
  const frame = now => {
    const turned = Math.min(360, (now - start) / 20);
    if (button.getAttribute("aria-pressed") !== "true") {
      return;
    }
    byId("turn").value = ((first + turned + 540) % 360) - 180;
    changed();
    if (turned < 360) {
      requestAnimationFrame(frame);
    } else {
      button.setAttribute("aria-pressed", false);
    }
  };
  requestAnimationFrame(frame);
}

function changed() {
  writeValues();
  ask();
}

function reset() {
  byId("spin").setAttribute("aria-pressed", false);
  byId("sliders").querySelectorAll("input").forEach(input => { input.value = input.defaultValue; });
  changed();
}

function listen() {
  byId("sliders").addEventListener("input", changed);
  byId("invert").addEventListener("change", changed);
  byId("colour").addEventListener("input", e => { pad.colour = e.target.value; });
  byId("undo").addEventListener("click", () => pad.undo());
  byId("clear").addEventListener("click", () => pad.clear());
  byId("reset").addEventListener("click", reset);
  byId("spin").addEventListener("click", spin);
  byId("draw-example").addEventListener("click", () => drawExample(byId("example").value));
  byId("file").addEventListener("change", e => { [...e.target.files].slice(0, 1).forEach(openPicture); e.target.value = ""; });
  document.addEventListener("paste", e => [...e.clipboardData.files].slice(0, 1).forEach(openPicture));
  for (const [type, isOver] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
    document.addEventListener(type, e => {
      e.preventDefault();
      byId("pad-frame").classList.toggle("drop", isOver);
    });
  }
  document.addEventListener("drop", e => [...e.dataTransfer.files].slice(0, 1).forEach(openPicture));
  new ResizeObserver(() => view.repaint()).observe(byId("figures"));
}

writeValues();
model = await modelWhenReady();
introduce(model);
byId("work").hidden = false;
pad = new Pad(byId("pad"), byId("pen"), changed, text => { byId("announce").textContent = text; });
listen();
if (model.classes.includes("7")) {
  byId("turn").value = -35;
  await drawExample(7);
} else {
  view.showNothing();
}
changed();
