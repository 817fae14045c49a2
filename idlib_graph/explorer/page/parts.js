// What the details are made of: names that open something, relations with their evidence.

const details = { select: null, go: null, open: new Set() }; // filled in by createDetails

function factionButton(line, slice = state.slice) {
  const place = line.place[slice];
  const community = communityOf(line, slice);
  const look = community ? `shade${community.shade} variant${community.variant}` : "unaligned";
  return button([html("i", { class: `swatch ${look}`, "aria-hidden": "true" }),
    bdi(borne(line, slice).short)],
  () => details.select({ kind: "faction", line }),
  { class: "name", title: `${borne(line, slice).name}, ${placeName(place)}` });
}

function communityButton(community) {
  return button([html("i", { class: `swatch square shade${community.shade} variant${community.variant}`,
    "aria-hidden": "true" }), bdi(community.name)],
  () => details.select({ kind: "community", community }), { class: "name" });
}

function placeButton(place) {
  return place < FIRST_COMMUNITY ? html("span", { class: "quiet" }, placeName(place))
    : communityButton(model.communities[place - FIRST_COMMUNITY]);
}

function dayButton(slice) {
  return button(model.days[slice], () => details.go(slice), { class: "day" });
}

function shiftsButton(slice) {
  return button(model.days[slice], () => details.select({ kind: "shifts", slice }), { class: "day" });
}

function pairButton(a, b) {
  return button([bdi(borne(a, state.slice).short), " – ", bdi(borne(b, state.slice).short)],
    () => details.select({ kind: "pair", a, b }), { class: "name" });
}

function para(...children) {
  return html("p", {}, ...children);
}

function quiet(...children) {
  return html("p", { class: "quiet" }, ...children);
}

function section(title, ...children) {
  return html("section", {}, html("h3", {}, title), ...children);
}

function list(items, attributes = {}) {
  return html("ul", attributes, items.map((item) => html("li", {}, item)));
}

/** Part of the details that opens and closes, and is made only when open. */
function fold(key, summary, make) {
  const open = details.open.has(key);
  const body = html("div");
  const node = html("details", { open, toggle: () => {
    if (node.open) details.open.add(key);
    else details.open.delete(key);
    if (node.open && !body.childElementCount) body.append(...[make()].flat());
  } }, html("summary", {}, summary), body);
  if (open) body.append(...[make()].flat());
  return node;
}

/** A number with a bar as long: the eye compares these. */
function bar(hundredths) {
  const inner = html("i", { "aria-hidden": "true" });
  inner.style.width = `${hundredths}%`;
  return [html("span", { class: "bar", "aria-hidden": "true" }, inner),
    html("span", { class: "number" }, two(hundredths))];
}

/** A relation with every source's word; `role` is what it has to do with a shift. */
function relationCard(relation, role = "") {
  const now = relation.presence[state.slice];
  const words = relation.words > 1 ? ` · ${relation.words} independent sources` : "";
  const facts = [
    relation.date || "undated", relation.place,
    `credibility ${two(relation.credibility)}${words}`,
    now ? `present ${two(now)} on this day` : "not present on this day",
  ].filter(Boolean).join(" · ");
  return html("article", { class: `relation ${relation.kind}` },
    para(html("b", { class: "kind" }, `${relation.kind}: ${relation.type}`), " ",
      role ? html("em", {}, role) : ""),
    para(bdi(relation.a.name), relation.directed ? " → " : " ↔ ", bdi(relation.b.name)),
    quiet(facts),
    html("ul", { class: "words" }, relation.evidence.map((item) => html("li", {}, citation(item)))),
    relation.contested.map((matter) => html("p", { class: "contested" },
      `Contested: ${matter.meaning}`)),
    relation.note ? html("p", { class: "note" }, bdi(relation.note)) : "",
    para(html("small", {}, relation.id)));
}

/** One source's word: who, where in the text, and how it says so. */
function citation({ source, paragraphs, claim, claimant, via, dated }) {
  const said = [claim, claimant && ` by ${claimant}`, via && `, via ${via}`,
    dated && `, its date: ${dated}`].filter(Boolean).join("");
  return [sourceName(source), ` (${source.letter}) `,
    `${"¶".repeat(Math.min(2, paragraphs.length))}${paragraphs.join(", ")}: `, bdi(said)];
}

function sourceName(source) {
  const name = [source.publisher || source.title, source.published].filter(Boolean).join(", ");
  const node = link(source.url, name);
  node.title = source.title;
  return html("cite", {}, node);
}

/** In how many equally good answers others sit with a line. */
function sometimesWith(line) {
  const { sometimes, answers, capped } = model.slices[state.slice];
  const found = sometimes.filter(([a, b]) => a === line || b === line);
  const of = `${capped ? "the first " : ""}${answers} equally good answers`;
  return found.map(([a, b, count]) => [
    "With ", factionButton(a === line ? b : a), ` in ${count} of ${of}`]);
}

/** How a tie went: alliances above, clashes and splits below, and where the slider is. */
function courseOf(tie) {
  const last = Math.max(model.days.length - 1, 1);
  const point = (x, y) => `L${x.toFixed(1)} ${y.toFixed(1)}`;
  const area = (row, sign) => ["M0 30",
    ...Array.from(row, (value, i) => point(300 * i / last, 30 - sign * 0.28 * value)),
    "L300 30Z"].join("");
  const now = 300 * state.slice / last;
  return svg("svg", { class: "course", viewBox: "0 0 300 60", "aria-hidden": "true",
    preserveAspectRatio: "none" },
  svg("path", { class: "alliance", d: area(tie.plus, 1) }),
  svg("path", { class: "clash", d: area(tie.minus, -1) }),
  svg("path", { class: "zero", d: "M0 30H300" }),
  svg("line", { class: "now", x1: now, x2: now, y1: 0, y2: 60 }));
}
