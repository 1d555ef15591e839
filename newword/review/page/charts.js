// ---------------------------------------------------------------------------------- charts
let bars = { low: 0, high: 1 }, dots = [];
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);

// A pen in CSS pixels, however many the screen has.
function penOf(canvas) {
  const scale = devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.clearRect(0, 0, width, height);
  pen.font = "11px system-ui, sans-serif";
  pen.fillStyle = colour("--text");
  return { pen, width, height };
}

function drawHistogram() {
  const BINS = 60, { pen, width, height } = penOf($("histogram"));
  if (!width) return;
  const values = data.score.filter((value) => value !== null);
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!values.length) return;
  bars = { low, high: high > low ? high : low + 1 };
  const every = new Array(BINS).fill(0), listed = new Array(BINS).fill(0);
  const bin = (value) => Math.min(Math.floor((value - bars.low) / (bars.high - bars.low) * BINS), BINS - 1);
  for (const value of values) every[bin(value)] += 1;
  for (const n of order) if (data.score[n] !== null) listed[bin(data.score[n])] += 1;
  const most = Math.max(...every, 1), step = width / BINS, floor = height - 16;
  pen.textAlign = "left";
  pen.fillText(number(bars.low), 0, height - 3);
  pen.textAlign = "right";
  pen.fillText(number(bars.high), width, height - 3);
  for (const [counts, shade] of [[every, "--faint"], [listed, "--mid"]]) {
    pen.fillStyle = colour(shade);
    counts.forEach((value, k) => {
      const tall = value ? Math.max(Math.sqrt(value / most) * (floor - 4), 1) : 0;
      pen.fillRect(k * step + 0.5, floor - tall, step - 1, tall);
    });
  }
}

function drawDots() {
  const { pen, width, height } = penOf($("scatter"));
  if (!width) return;
  const points = order.filter((n) => data.cohesion[n] !== null && data.count[n] > 0);
  dots = [];
  if (!points.length) return;
  const range = (get) => points.reduce(([a, b], n) => [Math.min(a, get(n)), Math.max(b, get(n))], [Infinity, -Infinity]);
  const x = (n) => Math.log(data.count[n]), y = (n) => data.cohesion[n];
  const entropy = (n) => Math.min(data.left_entropy[n] ?? 0, data.right_entropy[n] ?? 0);
  const [x0, x1] = range(x), [y0, y1] = range(y), [, most] = range(entropy);
  const scale = (value, a, b, from, to) => from + (b > a ? (value - a) / (b - a) : 0.5) * (to - from);
  pen.textAlign = "left";
  pen.fillText(number(Math.round(Math.exp(x0))), 38, height - 3);
  pen.textAlign = "right";
  pen.fillText(number(Math.round(Math.exp(x1))), width - 2, height - 3);
  pen.fillText(y0.toPrecision(3), 32, height - 20);
  pen.fillText(y1.toPrecision(3), 32, 14);
  dots = points.map((n) => [scale(x(n), x0, x1, 40, width - 8), scale(y(n), y0, y1, height - 24, 8), n]);
  for (const [px, py, n] of dots) {
    pen.fillStyle = `hsl(${220 - 200 * (most > 0 ? entropy(n) / most : 0)} 75% 50% / 0.6)`;
    pen.fillRect(px - 1.5, py - 1.5, 3, 3);
  }
}

// A step in the list moves the ring alone, over a copy of the dots: of 50,000, they take longer than a decision.
let copy = null; // the picture, and what it was made of
function drawCharts() {
  const canvas = $("scatter");
  const made = [order, canvas.clientWidth, canvas.clientHeight, devicePixelRatio, colour("--text")];
  if (!copy || made.some((value, k) => value !== copy.made[k])) {
    drawHistogram();
    drawDots();
    const picture = make("canvas");
    [picture.width, picture.height] = [canvas.width, canvas.height];
    if (canvas.width && canvas.height) picture.getContext("2d").drawImage(canvas, 0, 0);
    copy = { made, picture };
  }
  const { pen, width, height } = penOf(canvas);
  if (!width || !height) return;
  pen.drawImage(copy.picture, 0, 0, width, height);
  const current = dots.find((dot) => dot[2] === order[here]);
  pen.strokeStyle = colour("--text");
  if (current) { pen.beginPath(); pen.arc(current[0], current[1], 6, 0, 7); pen.stroke(); }
}

let planned = false;
function draw() {
  if (planned) return;
  planned = true;
  requestAnimationFrame(() => { planned = false; drawCharts(); });
}
const inside = (canvas, event) => {
  const box = canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
};
$("histogram").addEventListener("click", (event) => {
  const [x] = inside($("histogram"), event);
  $("min-score").value = (bars.low + x / $("histogram").clientWidth * (bars.high - bars.low)).toPrecision(3);
  select();
});
$("scatter").addEventListener("click", (event) => {
  const [x, y] = inside($("scatter"), event);
  let best = null, least = 400;
  for (const dot of dots) {
    const distance = (dot[0] - x) ** 2 + (dot[1] - y) ** 2;
    if (distance < least) [best, least] = [dot[2], distance];
  }
  if (best !== null) { go(order.indexOf(best)); draw(); }
});
