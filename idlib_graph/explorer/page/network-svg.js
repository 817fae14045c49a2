// The network as SVG elements: each can be focused, tested and read aloud.

const MOST_ANIMATED = 150; // ties; transitions, not SVG, are what takes time

/** A view of the network: {element, draw(scene, camera, calm)}; calm is without transitions. */
function createView(actions) {
  const layer = (name) => svg("g", { class: name });
  const layers = ["hulls", "ties", "nodes", "labels"].map(layer);
  const [hullLayer, tieLayer, nodeLayer, labelLayer] = layers;
  const root = svg("svg", {
    class: "network", role: "group",
    "aria-label": "Network of factions. Arrow keys move between them, Enter opens one.",
  }, layers);
  hullLayer.setAttribute("aria-hidden", "true");
  tieLayer.setAttribute("aria-hidden", "true");
  labelLayer.setAttribute("aria-hidden", "true");
  const parts = { hulls: new Map(), ties: new Map(), nodes: new Map() };
  const drawn = { scene: null, camera: null, current: null };
  const things = new WeakMap(); // what a shape stands for
  const thingOf = ({ target }) => things.get(target) ?? things.get(target.parentNode);

  const nodeOf = (line) => kept(parts.nodes, line, () => {
    const circle = svg("circle", { role: "button", tabindex: -1, cx: line.x, cy: line.y });
    const label = svg("text", { display: "none" });
    things.set(circle, { kind: "faction", line });
    circle.addEventListener("focus", () => {
      drawn.current = line;
      roam();
    });
    nodeLayer.append(circle);
    labelLayer.append(label);
    return { shape: circle, label };
  });
  const tieOf = (tie) => kept(parts.ties, tie, () => {
    const [plus, minus, touch] = ["plus", "minus", "touch"].map((name) => svg("line", {
      class: name }));
    const group = svg("g", {}, plus, minus, touch);
    things.set(group, { kind: "pair", a: tie.a, b: tie.b });
    tieLayer.append(group);
    return { shape: group, plus, minus, touch };
  });
  const hullOf = (community) => kept(parts.hulls, community, () => {
    const shape = svg("path", { class: `hull shade${community.shade} variant${community.variant}` });
    const name = svg("text", { class: "hull-name", display: "none" }, community.name);
    for (const node of [shape, name]) things.set(node, { kind: "community", community });
    hullLayer.append(shape);
    labelLayer.append(name);
    return { shape, label: name };
  });

  /** One node at a time is in the order of Tab; arrow keys reach the others. */
  function roam() {
    drawn.current = rovingLine(drawn.scene, drawn.current);
    for (const [line, { shape }] of parts.nodes) {
      update(shape, { tabindex: line === drawn.current ? 0 : -1 });
    }
  }

  function steer(event) {
    const { line } = thingOf(event);
    if (event.key === "Enter" || event.key === " ") actions.select({ kind: "faction", line });
    else if (event.key in ARROWS) {
      const others = drawn.scene.nodes.map((node) => node.line).filter((one) => one !== line);
      const next = nearestTowards(others, line, event.key);
      if (next) {
        drawn.camera.reveal(next.x, next.y);
        nodeOf(next).shape.focus({ preventScroll: true });
      }
    } else return;
    event.preventDefault();
  }

  function drawTies(scene, unit) {
    showOnly(parts.ties, scene.ties.map(({ tie }) => tie));
    for (const item of scene.ties) {
      const { shape, plus, minus, touch } = tieOf(item.tie);
      const apart = item.plus && item.minus ? 2.5 * unit : 0;
      drawSide(plus, item, item.plus, apart);
      drawSide(minus, item, item.minus, -apart);
      update(touch, endsOf(item.tie, 0));
      update(shape, { class: classes("tie", item) });
    }
  }

  function drawNodes(scene, unit) {
    showOnly(parts.nodes, scene.nodes.map(({ line }) => line));
    for (const node of scene.nodes) {
      const { shape } = nodeOf(node.line);
      const place = node.community
        ? `shade${node.community.shade} variant${node.community.variant}` : "unaligned";
      update(shape, {
        class: classes(`node ${place}`, node), r: radiusOf(node.line) * unit,
        "aria-label": `${node.name.name}, ${placeName(node.line.place[state.slice])}`,
        "aria-pressed": node.chosen,
      });
    }
  }

  function drawHulls(scene, unit) {
    showOnly(parts.hulls, scene.hulls.map(({ community }) => community));
    for (const { community, lines, dim } of scene.hulls) {
      const { shape } = hullOf(community);
      update(shape, {
        d: hullPath(lines.map(({ x, y }) => [x, y]), HULL * unit),
        class: `hull shade${community.shade} variant${community.variant}${dim ? " dim" : ""}`,
      });
    }
  }

  function drawLabels(scene, camera) {
    const { hulls, nodes } = arrangeLabels(scene, camera);
    const world = (box) => ({
      x: (box.x + box.w / 2 - camera.w / 2) / camera.scale + camera.x,
      y: (box.y + box.h * 0.78 - camera.h / 2) / camera.scale + camera.y,
    });
    for (const { of, box } of hulls) {
      const { label } = hullOf(of.community);
      update(label, { ...world(box), display: "inline" });
      label.classList.toggle("dim", of.dim);
    }
    for (const { of, box } of nodes) {
      const { label } = nodeOf(of.line);
      if (label.textContent !== of.name.short) label.textContent = of.name.short;
      update(label, { ...world(box), class: classes("label", of), display: "inline" });
    }
  }

  function draw(scene, camera, calm) {
    const unit = 1 / camera.scale;
    Object.assign(drawn, { scene, camera });
    root.classList.toggle("animate", !calm && scene.ties.length < MOST_ANIMATED);
    update(root, { viewBox: [camera.x - camera.w * unit / 2, camera.y - camera.h * unit / 2,
      camera.w * unit, camera.h * unit].map((n) => n.toFixed(4)).join(" ") });
    root.style.setProperty("--unit", String(unit));
    drawHulls(scene, unit);
    drawTies(scene, unit);
    drawNodes(scene, unit);
    drawLabels(scene, camera);
    if (scene.selection !== drawn.selection) drawn.current = scene.selection?.line;
    drawn.selection = scene.selection;
    roam();
  }
  root.addEventListener("click", (event) => {
    if (!thingOf(event)) return;
    event.stopPropagation();
    actions.select(thingOf(event));
  });
  root.addEventListener("pointermove", (event) => actions.hover(thingOf(event), event));
  root.addEventListener("pointerleave", () => actions.hover(null));
  nodeLayer.addEventListener("keydown", steer);
  return { element: root, draw };
}

function kept(map, key, make) {
  if (!map.has(key)) map.set(key, make());
  return map.get(key);
}

/** Hide the shapes of what is not there in this slice; labels are shown where they have room. */
function showOnly(parts, things) {
  const there = new Set(things);
  for (const [thing, { shape, label }] of parts) {
    update(shape, { display: there.has(thing) ? "inline" : "none" });
    if (label) update(label, { display: "none" });
  }
}

function classes(base, { dim, chosen, bright }) {
  return `${base}${dim ? " dim" : ""}${chosen || bright ? " bright" : ""}`;
}

/** Both ends of a tie, moved aside where an alliance and a clash run beside each other. */
function endsOf({ a, b }, aside) {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [dx, dy] = [aside * (a.y - b.y) / length, aside * (b.x - a.x) / length];
  return { x1: a.x + dx, y1: a.y + dy, x2: b.x + dx, y2: b.y + dy };
}

function drawSide(line, { tie }, side, aside) {
  if (!side) {
    update(line, { display: "none" });
    return;
  }
  update(line, {
    ...endsOf(tie, aside), display: "inline", class: side.look,
    "stroke-width": widthOf(side), "stroke-opacity": fadeOf(side),
  });
}

/** Width by weight, in pixels; how opaque by presence. */
function widthOf({ weight }) {
  return (0.9 + 4 * weight / 100).toFixed(2);
}

function fadeOf({ presence }) {
  return (0.25 + 0.75 * presence / 100).toFixed(2);
}
