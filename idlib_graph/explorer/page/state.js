// What is being looked at, and the part of the address after # that says so.

const FILTERS = ["kind", "type", "claim", "source", "faction"];

const state = {
  slice: 0, // number of the slice
  selection: null, // {kind, ...}: a faction, a pair, a community or the shifts of a slice
  hidden: Object.fromEntries(FILTERS.map((name) => [name, new Set()])),
  credibility: 0, // least credibility of a relation, in hundredths
  camera: null, // [x, y, zoom]; null shows everything
  theme: "", // "light" or "dark"; empty as the system has it
  filtersOpen: false,
};

/** The address of exactly this view. */
function writeHash() {
  const words = new URLSearchParams({ on: model.days[state.slice] });
  const chosen = state.selection;
  if (chosen?.kind === "faction") words.set("faction", chosen.line.id);
  if (chosen?.kind === "community") words.set("community", chosen.community.id);
  if (chosen?.kind === "shifts") words.set("shifts", model.days[chosen.slice]);
  if (chosen?.kind === "pair") {
    words.append("pair", chosen.a.id);
    words.append("pair", chosen.b.id);
  }
  for (const name of FILTERS) {
    for (const value of [...state.hidden[name]].sort()) words.append(`hide-${name}`, value);
  }
  if (state.credibility) words.set("credibility", two(state.credibility));
  if (state.camera) words.set("view", state.camera.join(","));
  if (state.theme) words.set("theme", state.theme);
  if (state.filtersOpen) words.set("filters", "open");
  return `#${words}`;
}

/** Take the view that an address tells; what this page does not have is returned in words. */
function readHash(text) {
  const words = new URLSearchParams(text.replace(/^#/, ""));
  const missing = [];
  const find = (items, name, value) => {
    const found = items.find((item) => item.id === value);
    if (value !== null && !found) missing.push(`${name} ${value}`);
    return found;
  };
  state.slice = sliceOn(words.get("on")) ?? model.days.length - 1;
  state.selection = readSelection(words, find);
  for (const name of FILTERS) state.hidden[name] = new Set(words.getAll(`hide-${name}`));
  state.credibility = Math.round(100 * clamp(Number(words.get("credibility")) || 0, 0, 1));
  const view = (words.get("view") ?? "").split(",").map(Number);
  state.camera = view.length === 3 && view.every(Number.isFinite) && view[2] > 0 ? view : null;
  state.theme = ["light", "dark"].includes(words.get("theme")) ? words.get("theme") : "";
  state.filtersOpen = words.get("filters") === "open";
  return missing;
}

function readSelection(words, find) {
  const line = (id) => find(model.factions, "faction", id)?.line;
  const faction = line(words.get("faction"));
  if (faction) return { kind: "faction", line: faction };
  const community = find(model.communities, "community", words.get("community"));
  if (community) return { kind: "community", community };
  if (words.has("shifts")) return { kind: "shifts", slice: sliceOn(words.get("shifts")) ?? 0 };
  const [a, b] = words.getAll("pair").map(line);
  return a && b && a !== b ? { kind: "pair", a, b } : null;
}

/** The last slice up to a day; undefined where none is so early. */
function sliceOn(day) {
  if (!day) return undefined;
  const found = model.days.findLastIndex((one) => one <= day);
  return found < 0 ? undefined : found;
}

function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}

let keeping = null;

/**
 * Put the view into the address, once it has come to rest: browsers refuse to be told too often.
 * Frames without an address of their own (srcdoc) refuse altogether.
 */
function keepHash() {
  clearTimeout(keeping);
  keeping = setTimeout(() => {
    try {
      history.replaceState(null, "", writeHash());
    } catch {
      // no address to keep it in
    }
  }, 150);
}
