// Search by any name that a faction ever bore, or is written.

const MOST_FOUND = 12;

/** Letters without marks, cases and quotes, so that Hay‘at is found by hayat. */
function plain(text) {
  return text.normalize("NFKD").replace(/[\p{M}\u0022\u0027\u0060‘’ʿʾ“”]/gu, "")
    .replace(/[-–—_/]/g, " ").toLocaleLowerCase("en");
}

/** Everything that can be found: a name, what is opened by it, and how it is told. */
function namesToFind() {
  const found = [];
  const add = (name, told, selection) => found.push({ name, plain: plain(name), told, selection });
  for (const line of model.lines) {
    const selection = { kind: "faction", line };
    for (const { faction } of line.names) {
      add(faction.name, faction, selection);
      for (const also of [...faction.aliases, faction.native]) if (also) add(also, faction, selection);
      add(faction.id, faction, selection);
    }
  }
  for (const community of model.communities) {
    add(community.name, null, { kind: "community", community });
  }
  return found;
}

/** What matches, best first: the whole, then the beginning, a word's beginning, any part. */
function findNames(names, text) {
  const wanted = plain(text).trim();
  if (!wanted) return [];
  const rank = (name) => {
    if (name === wanted) return 0;
    if (name.startsWith(wanted)) return 1;
    if (name.includes(` ${wanted}`)) return 2;
    return wanted.split(/\s+/).every((word) => name.includes(word)) ? 3 : 4;
  };
  const ranked = names.map((item) => ({ ...item, rank: rank(item.plain) }))
    .filter((item) => item.rank < 4)
    .sort((a, b) => a.rank - b.rank || a.name.length - b.name.length ||
      (a.name < b.name ? -1 : 1));
  const opened = new Set();
  return ranked.filter(({ selection }) => {
    const key = selection.line ?? selection.community;
    return !opened.has(key) && opened.add(key);
  }).slice(0, MOST_FOUND);
}

function createSearch(open) {
  const [field, list] = [byId("search"), byId("found")];
  let names = null; // gathered when first asked for
  let found = [];
  let active = -1;

  function show() {
    names ??= namesToFind();
    found = findNames(names, field.value);
    active = found.length ? 0 : -1;
    list.replaceChildren(...found.map((item, i) => html("li", {
      role: "option", id: `found-${i}`, pointerdown: (event) => event.preventDefault(),
      click: () => choose(i) }, ...toldOption(item))));
    if (field.value.trim() && !found.length) {
      list.append(html("li", { role: "option", "aria-disabled": "true" }, "No faction of that name"));
    }
    mark();
  }
  function mark() {
    const open = Boolean(list.childElementCount);
    list.hidden = !open;
    update(field, { "aria-expanded": open });
    [...list.children].forEach((item, i) => update(item, { "aria-selected": i === active }));
    if (active < 0) field.removeAttribute("aria-activedescendant");
    else update(field, { "aria-activedescendant": `found-${active}` });
    list.children[active]?.scrollIntoView({ block: "nearest" });
  }
  function close() {
    list.replaceChildren();
    active = -1;
    mark();
  }
  function choose(number) {
    const item = found[number];
    field.value = "";
    close();
    if (item) open(item.selection);
  }
  field.addEventListener("input", show);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) active = (active + step + found.length) % found.length;
    else if (event.key === "Enter") choose(active);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    if (step) mark();
  });
}

/** A name, and of whom it is where the faction is called otherwise today. */
function toldOption({ name, told, selection }) {
  if (!told) return [bdi(name), html("small", {}, "community")];
  const now = selection.line.names.at(-1).faction;
  const of = name === now.name ? now.type : `→ ${now.name}`;
  return [bdi(name), html("small", {}, bdi(of))];
}
