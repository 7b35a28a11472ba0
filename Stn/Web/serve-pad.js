// The pad: strokes drawn with mouse, finger or keyboard, over nothing or over a picture.

const strokeShare = 1 / 13; // of the pad's side: about that of handwritten digits
const step = 1 / 28, fineStep = 1 / 112;

export class Pad {
  #canvas;
  #context;
  #pen;
  #strokes = [];
  #stroke = null;
  #picture = null;
  #isExample = false;
  #at = { x: 0.5, y: 0.3 };
  #penDown = false;
  #changed;

  colour = "#ffffff";

  // changed() is called after every change; told(text) says what the pen did.
  constructor(canvas, pen, changed, told) {
    [this.#canvas, this.#context, this.#pen, this.#changed] = [canvas, canvas.getContext("2d"), pen, changed];
    canvas.addEventListener("pointerdown", e => this.#startPointer(e));
    canvas.addEventListener("pointermove", e => this.#movePointer(e));
    for (const end of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(end, () => { this.#stroke = this.#penDown ? this.#stroke : null; });
    }
    canvas.addEventListener("keydown", e => this.#key(e, told));
    canvas.addEventListener("blur", () => this.#lift());
    this.#placePen();
    this.#paint();
  }

  get canvas() { return this.#canvas; }

  get isEmpty() { return this.#strokes.length === 0 && this.#picture === null; }

  clear() {
    [this.#strokes, this.#stroke, this.#picture, this.#isExample] = [[], null, null, false];
    this.#lift();
    this.#update();
  }

  undo() {
    if (this.#strokes.pop() === undefined) {
      this.#picture = null;
    }
    this.#lift();
    this.#update();
  }

  // Lays a picture on the pad: whole on black, or stretched. An example gives way to the first stroke.
  show(picture, keepsShape, isExample) {
    [this.#strokes, this.#stroke, this.#isExample] = [[], null, isExample];
    const side = this.#canvas.width, longest = Math.max(picture.width, picture.height);
    const [width, height] = keepsShape ? [side * picture.width / longest, side * picture.height / longest] : [side, side];
    this.#picture = () => this.#context.drawImage(picture, (side - width) / 2, (side - height) / 2, width, height);
    this.#update();
  }

  #startPointer(e) {
    if (!e.isPrimary || e.button !== 0) {
      return;
    }
    this.#canvas.setPointerCapture(e.pointerId);
    this.#lift();
    this.#start(this.#position(e));
  }

  #movePointer(e) {
    if (this.#stroke !== null && !this.#penDown && e.isPrimary) {
      for (const each of e.getCoalescedEvents?.() ?? [e]) {
        this.#stroke.points.push(this.#position(each));
      }
      this.#update();
    }
  }

  #position(e) {
    const box = this.#canvas.getBoundingClientRect();
    return { x: (e.clientX - box.left) / box.width, y: (e.clientY - box.top) / box.height };
  }

  #start(point) {
    if (this.#isExample) {
      [this.#picture, this.#isExample] = [null, false];
    }
    this.#stroke = { colour: this.colour, points: [point] };
    this.#strokes.push(this.#stroke);
    this.#update();
  }

  #key(e, told) {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (e.ctrlKey || e.altKey || e.metaKey) {
      return;
    }
    if (e.key in moves) {
      const far = e.shiftKey ? fineStep : step;
      const clamp = value => Math.min(1, Math.max(0, value));
      this.#at = { x: clamp(this.#at.x + far * moves[e.key][0]), y: clamp(this.#at.y + far * moves[e.key][1]) };
      this.#placePen();
      if (this.#penDown) {
        this.#stroke.points.push(this.#at);
        this.#update();
      }
    } else if (e.key === " ") {
      if (this.#penDown) {
        this.#lift();
      } else {
        this.#penDown = true;
        this.#start(this.#at);
        this.#placePen();
      }
      told(this.#penDown ? "Pen down" : "Pen up");
    } else if (e.key === "Backspace") {
      this.undo();
      told("Last line taken back");
    } else {
      return;
    }
    e.preventDefault();
  }

  #lift() {
    if (this.#penDown) {
      [this.#penDown, this.#stroke] = [false, null];
      this.#placePen();
    }
  }

  #placePen() {
    this.#pen.style.left = `${100 * this.#at.x}%`;
    this.#pen.style.top = `${100 * this.#at.y}%`;
    this.#pen.classList.toggle("down", this.#penDown);
  }

  #update() {
    this.#canvas.parentElement.classList.toggle("empty", this.isEmpty);
    this.#paint();
    this.#changed();
  }

  #paint() {
    const g = this.#context, side = this.#canvas.width;
    g.fillStyle = "#000";
    g.fillRect(0, 0, side, side);
    g.imageSmoothingQuality = "high";
    this.#picture?.();
    [g.lineWidth, g.lineCap, g.lineJoin] = [side * strokeShare, "round", "round"];
    for (const { colour, points } of this.#strokes) {
      g.strokeStyle = colour;
      g.beginPath();
      // A hair off the first point: a line of no length would not be drawn, and a dot is a dot.
      g.moveTo(side * points[0].x + 0.01, side * points[0].y);
      for (const point of points) {
        g.lineTo(side * point.x, side * point.y);
      }
      g.stroke();
    }
  }
}
