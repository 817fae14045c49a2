// Which relations and factions are shown. Weights and communities stay those of all reports.

function createFilters(change) {
  const panel = byId("filters");
  const boxes = [];
  const least = html("input", {
    type: "range", id: "credibility", min: 0, max: 100, step: 5,
    input: () => change({ credibility: Number(least.value) }),
  });
  const said = html("output", { for: "credibility" });

  /** What stands in the panel, made when it is first opened. */
  function content() {
    const everything = () => change({
      hidden: Object.fromEntries(FILTERS.map((name) => [name, new Set()])), credibility: 0 });
    return [
      ...filterGroups().map(fieldset),
      html("fieldset", {}, html("legend", {}, "Credibility"),
        html("label", { for: "credibility" }, "At least "), said, least),
      button("Show everything", everything, { class: "reset" }),
    ];
  }

  function fieldset({ name, title, items }) {
    const all = (hidden) => () => change({
      hidden: { ...state.hidden, [name]: new Set(hidden ? items.map(({ value }) => value) : []) } });
    return html("fieldset", { id: `filter-${name}` },
      html("legend", {}, title),
      items.length > 3 ? html("p", { class: "bulk" },
        button("All", all(false), { "aria-label": `Show all: ${title}` }),
        button("None", all(true), { "aria-label": `Show none: ${title}` })) : "",
      items.map((item) => checkbox(name, item)));
  }

  function checkbox(name, { value, label, count, look }) {
    const box = html("input", { type: "checkbox", value, change: () => {
      const hidden = new Set(state.hidden[name]);
      if (box.checked) hidden.delete(value);
      else hidden.add(value);
      change({ hidden: { ...state.hidden, [name]: hidden } });
    } });
    boxes.push({ box, name, value });
    return html("label", { class: look }, box, " ", bdi(label), html("small", {}, String(count)));
  }

  function draw() {
    panel.hidden = !state.filtersOpen;
    update(byId("filters-open"), { "aria-expanded": state.filtersOpen });
    if (panel.hidden) return;
    if (!boxes.length) panel.append(...content());
    for (const { box, name, value } of boxes) box.checked = !state.hidden[name].has(value);
    least.value = String(state.credibility);
    said.textContent = two(state.credibility);
  }
  return { draw };
}

/** What can be filtered by: each value with how many relations, or factions, have it. */
function filterGroups() {
  const tally = (values) => {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return counts;
  };
  const perRelation = (read) => tally(model.relations.flatMap((one) => [...new Set(read(one))]));
  const item = (counts) => ([value, label = value, look]) => (
    { value, label, look, count: counts.get(value) ?? 0 });
  const kinds = perRelation((one) => [one.kind]);
  const types = perRelation((one) => [one.type]);
  const claims = perRelation((one) => one.evidence.map(({ claim }) => claim));
  const sources = perRelation((one) => one.evidence.map(({ source }) => source.id));
  const factions = tally(model.lines.map(({ type }) => type));
  const group = (name, title, rows, counts) => ({ name, title, items: rows.map(item(counts)) });
  return [
    group("kind", "Kind", KINDS.map((kind) => [kind, capital(kind), kind]), kinds),
    group("type", "Type", model.types.map(({ name, kind }) => [name, name, kind]), types),
    group("claim", "Claim", model.claims.filter((claim) => claims.has(claim)).map((x) => [x]), claims),
    group("source", "Source", model.sources.map(({ id, title }) => [id, title]), sources),
    group("faction", "Type of faction", [...factions.keys()].sort().map((type) => [type]), factions),
  ];
}
