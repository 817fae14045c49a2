// Sizes of what is drawn, and which names stand where.

const NODE = 6.5; // pixels
const HULL = 17;
const FONT = 12;
const HULL_FONT = 13;

/** Who takes part in more relations is a little larger. */
function radiusOf(line) {
  return NODE + Math.min(Math.sqrt(line.relations.length), 8) * 0.7;
}

/**
 * Which labels stand where: names of communities first, then factions by what is told of them.
 * Where all is full of nodes (`most` labels are enough), names stand on their communities.
 */
function arrangeLabels(scene, camera, most = Infinity) {
  const at = ({ x, y }) => camera.toScreen(x, y);
  const nodes = scene.nodes.map((node) => {
    const [x, y] = at(node.line);
    return { of: node, x, y, r: radiusOf(node.line) };
  }).filter(({ x, y }) => x > -20 && y > -20 && x < camera.w + 20 && y < camera.h + 20);
  const discs = nodes.map(({ of, x, y, r }) => ({ of, x: x - r, y: y - r, w: 2 * r, h: 2 * r }));
  const full = most < nodes.length;
  const names = scene.hulls.map((hull) => {
    const w = textWidth(hull.community.name, `700 ${HULL_FONT}px system-ui, sans-serif`) + 6;
    const boxes = boxesOfHull(hull.lines.map(at), HULL, w, HULL_FONT + 4);
    return { of: hull, boxes: full ? boxes.slice(-1) : boxes };
  });
  const named = placeLabels(names, full ? [] : discs, camera);
  const rank = ({ of }) => of.line.relations.length + (of.chosen ? 1e6 : of.dim ? -1e6 : 0);
  const items = nodes.toSorted((p, q) => rank(q) - rank(p)).slice(0, most).map((node) => (
    { ...node, w: textWidth(node.of.name.short, `${FONT}px system-ui, sans-serif`) + 4, h: FONT + 2 }));
  const placed = placeLabels(items, [...discs, ...named.filter(Boolean)], camera);
  const found = (all, boxes) => all.flatMap(({ of }, i) => (boxes[i] ? [{ of, box: boxes[i] }] : []));
  return { hulls: found(names, named), nodes: found(items, placed) };
}
