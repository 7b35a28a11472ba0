// The scene: the pad's picture turned, scaled and shifted, among clutter, on all that the network sees.

const wantedSide = 320;
const patchShare = 6 / 28; // of a picture's side, as the sets with clutter have it

// model: { size, picture_size, channels }; settings: { turn (degrees, clockwise), scale, right, down (shares), clutter, invert }.
export function compose(canvas, picture, model, settings) {
  const pixel = Math.max(1, Math.round(wantedSide / model.size));
  const side = canvas.width = canvas.height = pixel * model.size;
  const extent = pixel * model.picture_size * settings.scale;
  const g = canvas.getContext("2d", { willReadFrequently: true });
  g.fillStyle = "#000";
  g.fillRect(0, 0, side, side);
  g.save();
  g.translate(side * (0.5 + settings.right), side * (0.5 + settings.down));
  g.rotate(settings.turn * Math.PI / 180);
  g.imageSmoothingQuality = "high";
  g.drawImage(picture, -extent / 2, -extent / 2, extent, extent);
  if (settings.invert) {
    g.globalCompositeOperation = "difference";
    g.fillStyle = "#fff";
    g.fillRect(-extent / 2, -extent / 2, extent, extent);
  }
  g.restore();
  // Where things overlap the brighter one is seen.
  g.globalCompositeOperation = "lighten";
  for (let i = 0; i < settings.clutter; i++) {
    drawPatch(g, side, pixel * model.picture_size, random(i + 1), model.channels);
  }
  g.globalCompositeOperation = "source-over";
}

// A piece of a stroke in a square, the same for the same number.
function drawPatch(g, side, pictureSide, next, channels) {
  const patch = pictureSide * patchShare;
  const [left, top] = [next() * (side - patch), next() * (side - patch)];
  const point = () => [left + (next() * 1.6 - 0.3) * patch, top + (next() * 1.6 - 0.3) * patch];
  g.save();
  g.beginPath();
  g.rect(left, top, patch, patch);
  g.clip();
  g.strokeStyle = channels === 3 ? `hsl(${Math.floor(360 * next())} 80% 60%)` : "#fff";
  [g.lineWidth, g.lineCap] = [pictureSide / 12, "round"];
  g.beginPath();
  g.moveTo(left + patch * (0.2 + 0.6 * next()), top + patch * (0.2 + 0.6 * next()));
  g.quadraticCurveTo(...point(), ...point());
  g.stroke();
  g.restore();
}

// Mulberry32: numbers from 0 to 1.
function random(seed) {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
