// Details of a faction, of a pair, and of the shifts of a slice.

function factionDetails({ line }) {
  const now = borne(line, state.slice);
  const last = line.names.at(-1).faction;
  const also = [...new Set(line.names.flatMap(({ faction }) => [faction.native, ...faction.aliases]))]
    .filter((name) => name && name !== now.name);
  return [
    quiet(now.type, now !== last ? [", later ", bdi(last.name)] : ""),
    also.length ? para("Also written ", also.map((name, i) => [i ? ", " : "", bdi(name)]), ".") : "",
    now.note ? html("p", { class: "note" }, bdi(now.note)) : "",
    factionNow(line),
    line.names.length > 1 ? namesSection(line) : "",
    staysSection(line),
    companySection(line),
    tiesSection(line),
    relationsSection(line),
  ];
}

function factionNow(line) {
  const day = longDay(model.days[state.slice]);
  const place = line.place[state.slice];
  if (line.leftOut) return para("Takes no part in communities, by its type.");
  if (place === ABSENT) {
    const first = line.place.findIndex((one) => one !== ABSENT);
    return para(`On ${day} no report gives it a tie, which is not the same as no tie. `,
      first >= 0 ? ["First seen: ", dayButton(first)] : "");
  }
  const share = line.kept?.[state.slice];
  const sure = share && place >= FIRST_COMMUNITY
    ? `; it keeps this company in ${share} % of ${model.ensemble.draws} draws` : "";
  return para(`On ${day}: `, placeButton(place), sure);
}

function namesSection(line) {
  return section("Names", list(line.names.map(({ faction, since, renames }) => [
    html("b", {}, bdi(faction.name)), since ? ` since ${since}` : ", the first known",
    renames.length ? fold(`name ${faction.id}`, `${counted(renames.length, "report")} of it`,
      () => renames.map((number) => relationCard(model.relations[number]))) : "",
  ])));
}

function staysSection(line) {
  const runs = runsOf((slice) => line.place[slice]).filter(([place]) => place !== ABSENT);
  if (!runs.length) return "";
  return section("Communities over time", html("table", {},
    html("tbody", {}, runs.map(([place, first, last]) => html("tr",
      first <= state.slice && state.slice <= last ? { class: "now" } : {},
      html("td", {}, dayButton(first)), html("td", {}, dayButton(last)),
      html("td", {}, placeButton(place)))))));
}

function companySection(line) {
  const equals = sometimesWith(line);
  const company = [...line.company].sort(([a, p], [b, q]) => q - p || a.number - b.number);
  if (!company.length && !equals.length) return "";
  return section("Company", equals.length ? list(equals) : "", company.length ? [
    quiet("How probably they sit together on a day on which both are " +
      `there, over the whole period: ${model.ensemble.draws} draws of dates and doubts.`),
    fold("company", counted(company.length, "faction"), () => html("ul", { class: "bars" },
      company.map(([other, share]) => html("li", {}, factionButton(other), bar(share))))),
  ] : "");
}

function tiesSection(line) {
  const ties = model.ties.filter(({ a, b, plus, minus }) => (a === line || b === line) &&
    (plus[state.slice] || minus[state.slice]));
  const weight = (tie) => weightOf(tie, state.slice);
  ties.sort((p, q) => weight(q) - weight(p));
  return section(`Ties on ${model.days[state.slice]}`, ties.length
    ? list(ties.map((tie) => {
      const other = tie.a === line ? tie.b : tie.a;
      return [tieWeight(weight(tie)), " ", factionButton(other), " ",
        button("why", () => details.select({ kind: "pair", a: line, b: other }), {
          "aria-label": `why: the tie with ${borne(other, state.slice).name}`, class: "day" })];
    }), { class: "ties" })
    : para("None: no report, which is not the same as no tie."));
}

function tieWeight(weight) {
  return html("span", { class: `number ${weight < 0 ? "clash" : "alliance"}` }, signed(weight));
}

function relationsSection(line) {
  const groups = new Map();
  for (const relation of line.relations) {
    const other = relation.a.line === line ? relation.b.line : relation.a.line;
    if (!groups.has(other)) groups.set(other, []);
    groups.get(other).push(relation);
  }
  const sorted = [...groups].sort(([a, few], [b, many]) => many.length - few.length ||
    a.number - b.number);
  return section(`Relations (${line.relations.length})`, sorted.map(([other, relations]) => fold(
    `with ${other.id}`,
    [other === line ? "Among its own names" : bdi(other.names.at(-1).faction.name),
      ` · ${tally(relations)}`],
    () => [
      other === line ? "" : para(button("Open this pair", () => details.select({
        kind: "pair", a: line, b: other }), { class: "day" })),
      ...relations.map((relation) => relationCard(relation)),
    ])));
}

function tally(relations) {
  const parts = KINDS.map((kind) => [kind, relations.filter((one) => one.kind === kind).length]);
  return parts.filter(([, count]) => count).map(([kind, count]) =>
    counted(count, kind, kind === "clash" ? "clashes" : `${kind}s`)).join(", ");
}

function pairDetails({ a, b }) {
  const { tie = null, relations = [] } = model.pairs.get(pairKey(a, b)) ?? {};
  const slice = state.slice;
  const [plus, minus] = tie ? [tie.plus[slice], tie.minus[slice]] : [0, 0];
  const day = longDay(model.days[slice]);
  const share = a.company.get(b);
  const equals = model.slices[slice].sometimes.find(([p, q]) => (p === a && q === b) ||
    (p === b && q === a));
  return [
    para(factionButton(a), " ", factionButton(b)),
    plus || minus
      ? para(`Tie on ${day}: `, tieWeight(weightOf(tie, slice)),
        ` (alliances ${two(plus)}, clashes and splits ${two(minus)}).`)
      : para(`On ${day} no report gives them a tie, which is not the same as no tie.`),
    tie ? [courseOf(tie), quiet("Alliances above the line, clashes and " +
      `splits below, ${model.days[0]} to ${model.days.at(-1)}.`)] : "",
    model.ensemble && a.there && b.there ? para("Over the whole period they sit together " +
      `with a probability of ${two(share ?? 0)} (${model.ensemble.draws} draws).`) : "",
    equals ? para(`On this day together in ${equals[2]} of ` +
      `${model.slices[slice].answers} equally good answers.`) : "",
    section(`Relations (${relations.length})`, relations.length
      ? relations.map((relation) => relationCard(relation))
      : para("None: no report, which is not the same as no tie.")),
  ];
}

function shiftsDetails({ slice }) {
  const shifts = model.shiftsOn.get(slice) ?? [];
  const before = Math.max(slice - 1, 0);
  return [
    para("Between ", dayButton(before), " and ", dayButton(slice), "."),
    shifts.length ? shifts.map(shiftSection) : para("No shift between these two slices."),
  ];
}

function shiftSection(shift) {
  const { odds } = shift;
  const days = odds?.earliest ? `, mostly between ${odds.earliest} and ${odds.latest}` : "";
  const reasons = new Set([...shift.cause, ...shift.ended]);
  const told = shift.reported.filter((relation) => !reasons.has(relation));
  return section(EVENT[shift.event],
    quiet(`${capital(shift.verdict)}; ${shift.basis}: ${BASIS[shift.basis]}. `,
      odds ? `Found in ${odds.found} % of ${model.ensemble.draws} draws${days}.` : ""),
    html("ul", { class: "moves" }, shift.moves.map(({ line, from, to }) => html("li", {},
      factionButton(line, shift.day), ": ", placeButton(from), " → ", placeButton(to)))),
    told.length ? [html("h4", {}, "Reported"), told.map((one) => relationCard(one))] : "",
    html("h4", {}, "Cause"),
    shift.cause.length ? "" : para("No single set of reports, undone, undoes it."),
    shift.cause.map((one) => relationCard(one, shift.indirect.includes(one)
      ? "indirect: touches nobody who moved" : "")),
    shift.ended.filter((one) => !shift.cause.includes(one))
      .map((one) => relationCard(one, "what ended it")),
    shift.cause.length && shift.searched
      ? quiet("Searched for, not proven to be the smallest set.") : "");
}
