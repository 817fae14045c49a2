// The same view drawn on a canvas, for networks of more ties than elements can be.

const MOST_LABELS = 160;
const MOST_HULLS = 12;
const SMALL_HULL = 0.04; // of the frame that shows everything
const REACH = 9; // pixels around a node or a tie in which a pointer finds it
const DASHES = { alliance: [], split: [8, 3], clash: [2.5, 2.5] };
const FADES = [0.35, 0.6, 1]; // ties are drawn by look and by how present they are

/** A view of the network: {element, draw(scene, camera)}. */
function createView(actions) {
  const canvas = html("canvas", { "aria-hidden": "true" });
  const cursor = button("", (event) => {
    event.stopPropagation();
    actions.select({ kind: "faction", line: drawn.current });
  }, { class: "cursor", keydown: steer });
  const root = html("div", {
    class: "network", role: "group",
    "aria-label": "Network of factions. Arrow keys move between them, Enter opens one.",
  }, canvas, cursor);
  const drawn = { scene: null, camera: null, current: null };
  const paint = canvas.getContext("2d");

  canvas.addEventListener("pointermove", (event) => actions.hover(thingAt(event), event));
  canvas.addEventListener("pointerleave", () => actions.hover(null));
  canvas.addEventListener("click", (event) => {
    const thing = drawn.camera.dragged ? null : thingAt(event);
    if (!thing) return;
    event.stopPropagation();
    actions.select(thing);
  });

  function thingAt(event) {
    const { scene, camera } = drawn;
    const [x, y] = [event.offsetX, event.offsetY];
    const far = (point) => {
      const [px, py] = camera.toScreen(point.x, point.y);
      return Math.hypot(px - x, py - y);
    };
    let best = { thing: null, distance: REACH };
    for (const { line } of scene.nodes) {
      const distance = far(line);
      if (distance < best.distance) best = { thing: { kind: "faction", line }, distance };
    }
    if (best.thing) return best.thing;
    best.distance = REACH / 2;
    for (const { tie } of scene.ties) {
      const distance = distanceTo(camera, tie, x, y);
      if (distance < best.distance) best = { thing: { kind: "pair", a: tie.a, b: tie.b }, distance };
    }
    return best.thing;
  }

  function steer(event) {
    if (!(event.key in ARROWS)) return;
    event.preventDefault();
    const others = drawn.scene.nodes.map(({ line }) => line).filter((x) => x !== drawn.current);
    const next = nearestTowards(others, drawn.current, event.key);
    if (!next) return;
    drawn.current = next;
    drawn.camera.reveal(next.x, next.y);
    placeCursor();
  }

  /** The button that stands over the node in turn, so that keys and readers have one. */
  function placeCursor() {
    drawn.current = rovingLine(drawn.scene, drawn.current);
    cursor.hidden = !drawn.current;
    if (cursor.hidden) return;
    const [x, y] = drawn.camera.toScreen(drawn.current.x, drawn.current.y);
    cursor.style.left = `${x}px`;
    cursor.style.top = `${y}px`;
    const name = borne(drawn.current, state.slice).name;
    update(cursor, { "aria-label": `${name}, ${placeName(drawn.current.place[state.slice])}` });
  }

  function draw(scene, camera) {
    Object.assign(drawn, { scene, camera });
    const dense = window.devicePixelRatio || 1;
    canvas.width = Math.round(camera.w * dense);
    canvas.height = Math.round(camera.h * dense);
    paint.setTransform(dense, 0, 0, dense, 0, 0);
    const colour = readColours(root);
    paintHulls(paint, scene, camera, colour);
    paintTies(paint, scene, camera, colour);
    paintNodes(paint, scene, camera, colour);
    paintLabels(paint, scene, camera, colour);
    if (scene.selection !== drawn.selection) drawn.current = scene.selection?.line;
    drawn.selection = scene.selection;
    placeCursor();
  }
  return { element: root, draw };
}

function distanceTo(camera, { a, b }, x, y) {
  const [ax, ay] = camera.toScreen(a.x, a.y);
  const [bx, by] = camera.toScreen(b.x, b.y);
  const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
  const t = clamp(along || 0, 0, 1);
  return Math.hypot(ax + t * (bx - ax) - x, ay + t * (by - ay) - y);
}

/** The colours of the style sheet as they are now, light or dark. */
function readColours(root) {
  const probe = root.appendChild(html("i"));
  const read = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const names = ["ink", "paper", "grey", ...KINDS];
  const colour = Object.fromEntries(names.map((name) => [name, read(name)]));
  const shades = [0, 1, 2, 3, 4, 5, 6];
  colour.shade = shades.map((i) => read(`shade${i}`));
  colour.edge = shades.map((i) => read(`edge${i}`));
  probe.remove();
  return colour;
}

/** The communities that are outlined: the largest, and all whose hull takes little room. */
function hullsShown({ hulls }, camera) {
  const chosen = state.selection?.community;
  const room = ({ lines }) => {
    const { left, right, top, bottom } = boundsOf(lines);
    const whole = camera.scale / camera.zoom;
    return (right - left) * (bottom - top) * whole ** 2 / (camera.w * camera.h);
  };
  return hulls.filter((hull, i) => i < MOST_HULLS || hull.community === chosen ||
    room(hull) < SMALL_HULL);
}

function paintHulls(paint, scene, camera, colour) {
  for (const { community, lines, dim } of hullsShown(scene, camera)) {
    const points = lines.map(({ x, y }) => camera.toScreen(x, y));
    const path = new Path2D(hullPath(points, HULL / 2));
    paint.globalAlpha = dim ? 0.03 : 0.1;
    paint.fillStyle = colour.shade[community.shade];
    paint.fill(path);
    paint.globalAlpha = dim ? 0.1 : 0.5;
    paint.strokeStyle = colour.edge[community.shade];
    paint.setLineDash(community.variant ? [6, 4] : []);
    paint.stroke(path);
  }
}

function paintTies(paint, scene, camera, colour) {
  const groups = new Map();
  for (const item of scene.ties) {
    for (const side of [item.plus, item.minus]) {
      if (!side) continue;
      const fade = FADES[Math.min(Math.floor(side.presence / 34), 2)];
      const key = `${item.dim ? 0 : item.bright ? 2 : 1}|${fade}|${side.look}`;
      if (!groups.has(key)) groups.set(key, { fade, look: side.look, item, ties: [] });
      groups.get(key).ties.push(item.tie);
    }
  }
  const crowd = clamp(900 / (scene.ties.length || 1), 0.16, 1);
  for (const [, { fade, look, item, ties }] of [...groups].sort()) {
    paint.globalAlpha = item.bright ? fade : item.dim ? 0.04 : fade * crowd;
    paint.strokeStyle = colour[look];
    paint.lineWidth = item.bright ? 1.8 : 1;
    paint.setLineDash(DASHES[look]);
    paint.beginPath();
    for (const { a, b } of ties) {
      paint.moveTo(...camera.toScreen(a.x, a.y));
      paint.lineTo(...camera.toScreen(b.x, b.y));
    }
    paint.stroke();
  }
}

function paintNodes(paint, scene, camera, colour) {
  paint.setLineDash([]);
  const small = clamp(camera.scale * 3, 0.3, 1);
  for (const node of scene.nodes) {
    const [x, y] = camera.toScreen(node.line.x, node.line.y);
    paint.globalAlpha = node.dim ? 0.25 : 1;
    paint.beginPath();
    paint.arc(x, y, radiusOf(node.line) * (node.chosen ? 1 : small), 0, 2 * Math.PI);
    paint.fillStyle = node.community ? colour.shade[node.community.shade] : colour.paper;
    paint.fill();
    paint.lineWidth = node.chosen ? 3 : 1;
    paint.strokeStyle = node.chosen ? colour.ink
      : node.community ? colour.edge[node.community.shade] : colour.grey;
    paint.stroke();
  }
}

function paintLabels(paint, scene, camera, colour) {
  const shown = { ...scene, hulls: hullsShown(scene, camera) };
  const { hulls, nodes } = arrangeLabels(shown, camera, MOST_LABELS);
  paint.textBaseline = "middle";
  paint.textAlign = "center";
  paint.lineJoin = "round";
  paint.strokeStyle = colour.paper;
  paint.lineWidth = 3;
  const write = (text, box, fill, font, alpha) => {
    paint.font = font;
    paint.globalAlpha = alpha;
    paint.fillStyle = fill;
    paint.strokeText(text, box.x + box.w / 2, box.y + box.h / 2);
    paint.fillText(text, box.x + box.w / 2, box.y + box.h / 2);
  };
  for (const { of, box } of nodes) {
    write(of.name.short, box, colour.ink, `${FONT}px system-ui, sans-serif`, of.dim ? 0.4 : 1);
  }
  for (const { of, box } of hulls) {
    const font = `700 ${HULL_FONT}px system-ui, sans-serif`;
    write(of.community.name, box, colour.ink, font, of.dim ? 0.4 : 1);
  }
}
