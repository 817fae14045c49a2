// Hulls, labels and directions.

/** Corners of the convex hull of some points, counter-clockwise (Andrew's monotone chain). */
function convexHull(points) {
  const sorted = [...points].sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  const half = (run) => {
    const chain = [];
    for (const point of run) {
      while (chain.length > 1 && turn(chain.at(-2), chain.at(-1), point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  const corners = [...half(sorted), ...half(sorted.reverse())];
  return corners.length ? corners : points.slice(0, 1);
}

function turn([ax, ay], [bx, by], [cx, cy]) {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

/** The path around points at a distance, with round corners. */
function hullPath(points, pad) {
  const corners = convexHull(points);
  if (corners.length === 1) return circlePath(corners[0], pad);
  const parts = corners.map(([x, y], i) => {
    const [nx, ny] = corners[(i + 1) % corners.length];
    const length = Math.hypot(nx - x, ny - y) || 1;
    const [ox, oy] = [pad * (ny - y) / length, pad * (x - nx) / length];
    const out = (n) => n.toFixed(2);
    const start = `${out(x + ox)} ${out(y + oy)}`;
    return `${i ? `A${out(pad)} ${out(pad)} 0 0 1 ` : "M"}${start}L${out(nx + ox)} ${out(ny + oy)}`;
  });
  const first = parts[0].slice(1).split("L")[0];
  return `${parts.join("")}A${pad.toFixed(2)} ${pad.toFixed(2)} 0 0 1 ${first}Z`;
}

function circlePath([x, y], r) {
  const n = (value) => value.toFixed(2);
  const half = (end) => `A${n(r)} ${n(r)} 0 0 1 ${n(end)} ${n(y)}`;
  return `M${n(x - r)} ${n(y)}${half(x + r)}${half(x - r)}Z`;
}

const measuring = document.createElement("canvas").getContext("2d");
const widths = new Map();

function textWidth(text, font) {
  const key = `${font} ${text}`;
  if (!widths.has(key)) {
    measuring.font = font;
    widths.set(key, measuring.measureText(text).width);
  }
  return widths.get(key);
}

function overlaps(a, b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** Boxes around a point where its label may stand, best first; all in pixels. */
function boxesAround({ x, y, r, w, h }) {
  const gap = r + 3;
  return [
    { x: x + gap, y: y - h / 2, w, h }, { x: x - gap - w, y: y - h / 2, w, h },
    { x: x - w / 2, y: y + gap, w, h }, { x: x - w / 2, y: y - gap - h, w, h },
    { x: x + r, y: y + r - 2, w, h }, { x: x + r, y: y - r - h + 2, w, h },
    { x: x - r - w, y: y + r - 2, w, h }, { x: x - r - w, y: y - r - h + 2, w, h },
  ];
}

/**
 * Places for labels so that none covers another or a node; the first of `items` choose first.
 * Gives a box for each item, or null where there is no room.
 */
function placeLabels(items, obstacles, frame) {
  const taken = [...obstacles];
  return items.map((item) => {
    const fits = (box) => box.x >= 0 && box.y >= 0 && box.x + box.w <= frame.w &&
      box.y + box.h <= frame.h && !taken.some((other) => other.of !== item.of &&
        overlaps(box, other));
    const box = (item.boxes ?? boxesAround(item)).find(fits) ?? null;
    if (box) taken.push(box);
    return box;
  });
}

/** Where the name of a hull may stand: above it, below it, at its sides, in its middle. */
function boxesOfHull(points, pad, w, h) {
  const first = (sooner) => points.reduce((p, q) => (sooner(q, p) ? q : p));
  const top = first((q, p) => q[1] < p[1]);
  const low = first((q, p) => q[1] > p[1]);
  const left = first((q, p) => q[0] < p[0]);
  const right = first((q, p) => q[0] > p[0]);
  const over = top[1] - pad - h - 2;
  return [
    { x: top[0] - w / 2, y: over, w, h }, { x: low[0] - w / 2, y: low[1] + pad + 2, w, h },
    { x: top[0] - w, y: over, w, h }, { x: top[0], y: over, w, h },
    { x: right[0] + pad + 4, y: right[1] - h / 2, w, h },
    { x: left[0] - pad - w - 4, y: left[1] - h / 2, w, h },
    { x: (left[0] + right[0] - w) / 2, y: (top[1] + low[1] - h) / 2, w, h },
  ];
}

const ARROWS = {
  ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1],
};

/** The nearest of some points that lies in the direction of an arrow key. */
function nearestTowards(points, from, key) {
  const [dx, dy] = ARROWS[key];
  let best = null;
  let least = Infinity;
  for (const point of points) {
    const along = (point.x - from.x) * dx + (point.y - from.y) * dy;
    const aside = Math.abs((point.x - from.x) * dy) + Math.abs((point.y - from.y) * dx);
    const cost = along + 2 * aside;
    if (along > 0 && aside <= 2 * along && cost < least) [best, least] = [point, cost];
  }
  return best;
}
