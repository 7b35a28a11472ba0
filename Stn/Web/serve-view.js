// What the page shows of an answer.

const [halo, sideColour, topColour] = ["#0a0c10", "#36beff", "#ff7a30"];
const heatStops = ["#281854", "#80266e", "#d04248", "#f69236", "#fceca4"];
const mostBars = 10;
// What is shown beyond a picture, in parts of half its side: room for a frame that is turned.
const frameMargin = 0.36, mostMargin = 0.9, pictureMargin = 0.04;
const whole = [[-1, -1], [1, -1], [1, 1], [-1, 1]];
const percent = share => share === null ? "?" : `${(100 * share).toFixed(1)} %`;
const number = value => value === null ? "?" : value.toFixed(3).replace("-", "\u2212");

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

const byId = id => document.getElementById(id);

export class View {
  #figures = new Map();
  #wanted = [];
  #announced = "";
  #timer = 0;

  constructor() {
    const g = byId("scale-colours").getContext("2d"), gradient = g.createLinearGradient(0, 0, 96, 0);
    heatStops.forEach((colour, i) => gradient.addColorStop(i / (heatStops.length - 1), colour));
    g.fillStyle = gradient;
    g.fillRect(0, 0, 96, 10);
  }

  // An answer with explain=true. The pictures are decoded first, so that all changes at once.
  async show(answer) {
    const { input, heat_on_input: onInput, heat_on_seen: onSeen } = answer.explanation;
    const looking = answer.transformers.filter(t => t.frame || t.picture);
    const [base, seenHeat, ...rest] = await Promise.all([input, onSeen, ...(onInput ?? []), ...looking.map(t => t.picture)].map(decode));
    const inputHeat = rest.slice(0, onInput?.length ?? 0), seen = rest.slice(onInput?.length ?? 0);
    const wanted = [];
    for (let i = 0; i < Math.max(1, looking.length); i++) {
      const frame = looking[i]?.frame, margin = seen[i] ? marginFor(frame) : pictureMargin;
      const title = looking.length > 1 ? nameOf(looking[i], answer.transformers).replace("t", "T") : "";
      wanted.push({ key: `input-${i}`, title, caption: frame ? "given, with its frame" : "given", picture: base, frame, margin });
      if (seen[i]) {
        wanted.push({ key: `seen-${i}`, title, caption: "straightened", picture: seen[i], frame: whole, margin: pictureMargin });
      }
      if (inputHeat[i]) {
        wanted.push({ key: `input-heat-${i}`, title, caption: "what spoke for it", picture: base, heat: inputHeat[i], margin });
      }
      if (seen[i] && seenHeat) {
        wanted.push({ key: `seen-heat-${i}`, title, caption: "the same, straightened", picture: seen[i], heat: seenHeat, margin: pictureMargin });
      }
    }
    this.#showFigures(wanted);
    byId("frame-key").hidden = looking.length === 0;
    byId("heat-key").hidden = !onInput;
    this.#showVerdict(answer, looking);
    showBars(answer);
    showTheta(answer.transformers);
  }

  // There is no picture: nothing to say.
  showNothing() {
    clearTimeout(this.#timer);
    byId("best-class").textContent = "–";
    byId("best-share").textContent = "";
    byId("sentence").textContent = "Draw something, or open a picture.";
    byId("bars").replaceChildren();
    byId("figures").replaceChildren();
    byId("theta").replaceChildren();
    byId("legend").hidden = true;
    this.#figures.clear();
    this.#wanted = [];
  }

  showProblem(text) {
    byId("problem").hidden = text === "";
    byId("problem").textContent = text;
  }

  #showVerdict(answer, looking) {
    byId("best-class").textContent = answer.class;
    byId("best-class").classList.toggle("long", answer.class.length > 3);
    byId("best-share").textContent = percent(answer.probability);
    byId("sentence").textContent = looking.length > 0 ? describe(looking[0].frame, looking.length > 1 ? "The first" : "It")
      : answer.transformers.length > 0 ? "Its transformers work on feature maps: they have no frame on the picture."
      : "This network has no transformer: it takes the picture as it is.";
    clearTimeout(this.#timer);
    const text = `${answer.class}, ${percent(answer.probability)}. ${byId("sentence").textContent}`;
    // Not while a slider moves: what is said should be what stays.
    this.#timer = setTimeout(() => {
      if (text !== this.#announced) {
        byId("announce").textContent = this.#announced = text;
      }
    }, 700);
  }

  #showFigures(wanted) {
    byId("legend").hidden = false;
    const keys = wanted.map(w => w.key).join();
    if ([...this.#figures.keys()].join() !== keys) {
      this.#figures = new Map(wanted.map(w => [w.key, element("canvas", { width: 1, height: 1 })]));
      const looks = Map.groupBy(wanted, w => w.title);
      byId("figures").replaceChildren(...[...looks].map(([title, figures]) => element("div", { className: "look" },
        ...(title ? [element("h3", { textContent: title })] : []),
        ...figures.map(w => element("figure", {}, this.#figures.get(w.key), element("figcaption", { textContent: w.caption }))))));
    }
    this.#wanted = wanted;
    this.repaint();
  }

  // As large as the figures are now.
  repaint() {
    for (const w of this.#wanted) {
      paint(this.#figures.get(w.key), w);
    }
  }
}

async function decode(base64) {
  if (!base64) {
    return null;
  }
  const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
  return createImageBitmap(new Blob([bytes], { type: "image/png" }));
}

// A picture with sharp pixels, heat laid smoothly over it, a frame.
function paint(canvas, { key, caption, picture, heat, frame, margin }) {
  canvas.id = `figure-${key}`;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", caption);
  const side = canvas.width = canvas.height = Math.max(1, Math.round(canvas.clientWidth * devicePixelRatio));
  const g = canvas.getContext("2d"), half = side / 2 / (1 + margin), start = side / 2 - half;
  g.imageSmoothingEnabled = false;
  g.drawImage(picture, start, start, 2 * half, 2 * half);
  // Black on a dark page has an edge too.
  g.strokeStyle = "#80808080";
  g.strokeRect(start, start, 2 * half, 2 * half);
  if (heat) {
    g.imageSmoothingEnabled = true;
    g.imageSmoothingQuality = "high";
    g.drawImage(heat, start, start, 2 * half, 2 * half);
  }
  if (!frame) {
    return;
  }
  const points = frame.map(([x, y]) => [side / 2 + x * half, side / 2 + y * half]), top = frame.length / 4, thick = side / 90;
  line(g, [...points, points[0]], halo, 2.2 * thick);
  line(g, [...points, points[0]], sideColour, thick);
  line(g, points.slice(0, top + 1), topColour, 1.3 * thick);
}

function line(g, points, colour, width) {
  [g.strokeStyle, g.lineWidth, g.lineJoin, g.lineCap] = [colour, width, "round", "round"];
  g.beginPath();
  points.forEach(([x, y]) => g.lineTo(x, y));
  g.stroke();
}

function marginFor(frame) {
  const reach = Math.max(...(frame ?? []).flat().map(Math.abs)) - 1 + pictureMargin;
  return Math.min(mostMargin, Math.max(frameMargin, reach));
}

function nameOf(transformer, all) {
  return all.length === 1 ? "the transformer" : `transformer ${all.indexOf(transformer) + 1}`;
}

// A frame in words.
function describe(frame, who) {
  if (!frame) {
    return "The frame is lost: the transformer's numbers are not finite.";
  }
  const n = frame.length / 4, [topLeft, topRight, bottomRight, bottomLeft] = [frame[0], frame[n], frame[2 * n], frame[3 * n]];
  const [across, down] = [topRight[0] - topLeft[0], topRight[1] - topLeft[1]];
  const area = [topLeft, topRight, bottomRight, bottomLeft].reduce((sum, [x, y], i, all) => sum + x * all[(i + 1) % 4][1] - y * all[(i + 1) % 4][0], 0) / 2;
  const degrees = Math.round(Math.atan2(down, across) * 180 / Math.PI), zoom = Math.sqrt(4 / Math.abs(area));
  const [x, y] = [0, 1].map(axis => frame.reduce((sum, point) => sum + point[axis], 0) / frame.length * 50);
  const shift = [Math.abs(x) >= 1 ? `${Math.abs(x).toFixed(0)} % to the ${x > 0 ? "right" : "left"}` : "", Math.abs(y) >= 1 ? `${Math.abs(y).toFixed(0)} % ${y > 0 ? "down" : "up"}` : ""].filter(s => s);
  const turn = degrees === 0 ? "left the picture as upright as it was" : `turned the picture by ${Math.abs(degrees)}° to the ${degrees > 0 ? "left" : "right"}`;
  return `${who} ${turn}, zoomed ${zoom.toFixed(2)}×`
    + `${area < 0 ? ", mirrored it" : ""} and looked ${shift.length > 0 ? shift.join(" and ") : "at the middle"}.`;
}

function showBars(answer) {
  const all = answer.probabilities;
  const shown = all.length <= mostBars ? all : all.toSorted((a, b) => b.probability - a.probability).slice(0, mostBars);
  const list = byId("bars");
  while (list.children.length !== shown.length) {
    if (list.children.length > shown.length) {
      list.lastChild.remove();
    } else {
      list.append(element("li", {}, element("span", { className: "name" }),
        element("span", { className: "track" }, element("div", { className: "fill" })), element("span", { className: "share" })));
    }
  }
  shown.forEach((c, i) => {
    const row = list.children[i], [name, track, share] = row.children;
    row.classList.toggle("best", c.label === answer.label);
    [name.textContent, share.textContent] = [c.class, percent(c.probability)];
    track.firstChild.style.width = `${100 * (c.probability ?? 0)}%`;
  });
}

// The rows of u, v, 1 that a family's numbers mean; null for one that bends.
function matrix(family, p) {
  switch (family) {
    case "Affine": return [["x", p[0], p[1], p[2]], ["y", p[3], p[4], p[5]]];
    case "Similarity": return [["x", p[0], p[1] === null ? null : -p[1], p[2]], ["y", p[1], p[0], p[3]]];
    case "Attention": return [["x", p[0], 0, p[1]], ["y", 0, p[0], p[2]]];
    case "Translation": return [["x", 1, 0, p[0]], ["y", 0, 1, p[1]]];
    case "Projective": return [["x w", p[0], p[1], p[2]], ["y w", p[3], p[4], p[5]], ["w", p[6], p[7], 1]];
    default: return null;
  }
}

function showTheta(transformers) {
  byId("theta").replaceChildren(...transformers.map(t => {
    const rows = matrix(t.family, t.parameters), place = t.frame || t.picture ? "" : ", on feature maps";
    const caption = element("caption", { textContent: `θ of ${nameOf(t, transformers)}: ${t.family}${place}` });
    const table = element("table", {}, caption);
    if (rows) {
      table.append(element("thead", {}, element("tr", {}, ...["", "u", "v", "1"].map(h => element("th", { scope: "col", textContent: h })))));
      table.append(element("tbody", {}, ...rows.map(([name, ...values]) => element("tr", {},
        element("th", { scope: "row", textContent: `${name} =` }), ...values.map(v => element("td", { textContent: number(v) }))))));
    } else {
      for (let i = 0; i < t.parameters.length; i += 8) {
        table.append(element("tr", {}, ...t.parameters.slice(i, i + 8).map(v => element("td", { textContent: number(v) }))));
      }
    }
    return element("div", { tabIndex: 0, role: "group", ariaLabel: caption.textContent }, table);
  }));
  const bends = transformers.some(t => matrix(t.family, t.parameters) === null);
  byId("theta").append(element("p", { className: "quiet small", textContent: transformers.length === 0 ? ""
    : bends ? "θ is what the network chose: by how much it moved each control point of the spline, from −1 to 1 across the picture."
    : "θ is what the network chose: the point (u, v) of the straightened picture is read at (x, y) of the given one, both from −1 to 1." }));
}
