// What the network shows in a slice: pure, so that both views draw the same.

let passing = { key: null, relations: null };

/** Which relations pass the filters: 1 or 0 for each. */
function passingRelations() {
  const key = JSON.stringify([state.credibility, ...FILTERS.map((f) => [...state.hidden[f]])]);
  const test = filtered() ? passes : () => 1;
  if (passing.key !== key) passing = { key, relations: Uint8Array.from(model.relations, test) };
  return passing.relations;
}

function filtered() {
  return Boolean(state.credibility) || FILTERS.some((name) => state.hidden[name].size);
}

function passes(relation) {
  const { kind, type, claim, source, faction } = state.hidden;
  return Number(
    !kind.has(relation.kind) && !type.has(relation.type) &&
    relation.credibility >= state.credibility &&
    !faction.has(relation.a.line.type) && !faction.has(relation.b.line.type) &&
    relation.evidence.some((item) => !claim.has(item.claim) && !source.has(item.source.id)));
}

/** One side of a tie, its alliances or the rest: weight, how present, and its look. */
function sideOf(tie, weight, allied, shown) {
  if (!weight) return null;
  let presence = 0;
  let clash = false;
  for (const relation of tie.relations) {
    const now = relation.presence[state.slice];
    if (!now || !shown[relation.number] || (relation.kind === "alliance") !== allied) continue;
    presence = Math.max(presence, now);
    clash ||= relation.kind === "clash";
  }
  if (!presence) return null;
  return { weight, presence, look: allied ? "alliance" : clash ? "clash" : "split" };
}

/** What a selection picks out: lines and ties; null where all are as good. */
function litBy(selection) {
  if (!selection) return null;
  const { kind, line, community, a, b } = selection;
  if (kind === "faction") {
    return { lines: new Set([line]), tie: (tie) => tie.a === line || tie.b === line };
  }
  if (kind === "pair") {
    const pair = new Set([a, b]);
    return { lines: pair, tie: (tie) => pair.has(tie.a) && pair.has(tie.b) };
  }
  if (kind === "community") {
    const lines = new Set(model.lines.filter((one) => communityOf(one, state.slice) === community));
    return { lines, tie: (tie) => lines.has(tie.a) && lines.has(tie.b) };
  }
  const shifts = model.shiftsOn.get(selection.slice) ?? [];
  const movers = new Set(shifts.flatMap((shift) => shift.moves.map((move) => move.line)));
  return { lines: movers, tie: (tie) => movers.has(tie.a) || movers.has(tie.b) };
}

/** Everything to draw: nodes, ties and hulls, each with whether it stands back. */
function sceneNow() {
  const shown = passingRelations();
  const lit = litBy(state.selection);
  const near = new Set(lit?.lines);
  const visible = (line) =>
    line.place[state.slice] !== ABSENT && !state.hidden.faction.has(line.type);
  const ties = [];
  for (const tie of model.ties) {
    const [plus, minus] = [tie.plus[state.slice], tie.minus[state.slice]];
    if (!(plus || minus) || !visible(tie.a) || !visible(tie.b)) continue;
    const sides = [sideOf(tie, plus, true, shown), sideOf(tie, minus, false, shown)];
    if (!sides[0] && !sides[1]) continue;
    const bright = Boolean(lit?.tie(tie));
    if (bright) near.add(tie.a).add(tie.b);
    ties.push({ tie, plus: sides[0], minus: sides[1], bright, dim: Boolean(lit) && !bright });
  }
  const nodes = model.lines.filter(visible).map((line) => ({
    line, community: communityOf(line, state.slice), name: borne(line, state.slice),
    dim: Boolean(lit) && !near.has(line), chosen: Boolean(lit?.lines.has(line)),
  }));
  return { nodes, ties, hulls: hullsOf(nodes), selection: state.selection };
}

/** The line that Tab comes to: the one it was, the one that is open, or any that is there. */
function rovingLine({ nodes, selection }, current) {
  const here = new Set(nodes.map(({ line }) => line));
  return [current, selection?.line, nodes[0]?.line].find((line) => here.has(line));
}

function hullsOf(nodes) {
  const members = new Map();
  for (const node of nodes) {
    if (!node.community) continue;
    if (!members.has(node.community)) members.set(node.community, []);
    members.get(node.community).push(node.line);
  }
  const chosen = state.selection?.kind === "community" ? state.selection.community : null;
  return [...members].sort(([, few], [, many]) => many.length - few.length)
    .map(([community, lines]) => (
      { community, lines, dim: Boolean(chosen) && community !== chosen }));
}

/** What is shown of what there is, in words. */
function shownLine(scene) {
  const { ties } = model.slices[state.slice];
  if (!filtered()) return "";
  return `Filtered: ${scene.ties.length} of ${counted(ties, "tie")} shown. Weights and ` +
    "communities are those of all reports.";
}
