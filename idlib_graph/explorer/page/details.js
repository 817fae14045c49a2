// The details: of what is selected, else of the whole slice.

const MOST_LISTED = 40;
const FEW_LISTED = 8; // of each community, where there are many

/** The panel of details: {draw(), focus()}. */
function createDetails(actions) {
  Object.assign(details, { select: actions.select, go: actions.go });
  const body = byId("details-body");
  const title = byId("details-title");
  let shown; // what was selected when this was last drawn
  byId("overview").addEventListener("click", () => actions.select(null));
  byId("previous").addEventListener("click", actions.previous);

  function draw() {
    const chosen = state.selection;
    const other = shown !== chosen;
    const first = shown === undefined;
    shown = chosen;
    const held = document.activeElement;
    const inside = body.contains(held) || byId("previous") === held || byId("overview") === held;
    const place = inside ? [...body.querySelectorAll("button, summary, a")].indexOf(held) : -1;
    title.replaceChildren(...[titleOf(chosen)].flat());
    body.replaceChildren(...contentOf(chosen).flat(3).filter(Boolean));
    byId("overview").hidden = !chosen;
    byId("previous").hidden = !actions.canGoBack();
    if (other && !first) byId("details").scrollTop = 0;
    else if (inside) body.querySelectorAll("button, summary, a")[place]?.focus({ preventScroll: true });
    if (other && inside) focus();
  }
  const focus = () => title.focus({ preventScroll: true });
  return { draw, focus };
}

function titleOf(chosen) {
  if (!chosen) return "Who sits with whom";
  if (chosen.kind === "faction") return bdi(borne(chosen.line, state.slice).name);
  if (chosen.kind === "community") return bdi(chosen.community.name);
  if (chosen.kind === "shifts") return `Shifts seen on ${longDay(model.days[chosen.slice])}`;
  return [bdi(borne(chosen.a, state.slice).name), " and ", bdi(borne(chosen.b, state.slice).name)];
}

function contentOf(chosen) {
  const tell = {
    faction: factionDetails, pair: pairDetails, shifts: shiftsDetails, community: communityDetails,
  };
  return chosen ? tell[chosen.kind](chosen) : overview();
}

function overview() {
  const slice = model.slices[state.slice];
  const most = slice.communities.length > 12 ? FEW_LISTED : MOST_LISTED;
  const communities = slice.communities.map(([community, lines]) => html("div",
    { class: "community" },
    para(communityButton(community), html("span", { class: "quiet" }, ` ${lines.length}`)),
    names(lines, most)));
  return [
    equalsFold(slice),
    section(`Communities (${communities.length})`, communities.length ? communities
      : para("No report gives any alliance community on this day.")),
    slice.unaligned.length
      ? section(`Unaligned (${slice.unaligned.length})`, names(slice.unaligned)) : "",
    againstSection("Ties that contradict this", slice.contradicting),
    chronicle(),
    contestedFold(),
    ...about(),
  ];
}

function equalsFold({ sometimes, answers }) {
  if (!sometimes.length) return "";
  return fold("equals", "Who sits together in some of them only", () => list(
    sometimes.map(([a, b, count]) => [pairButton(a, b), ` in ${count} of ${answers}`])));
}

function againstSection(heading, ties) {
  if (!ties.length) return "";
  return section(heading, list(ties.map((tie) => [
    tieWeight(weightOf(tie, state.slice)), " ", pairButton(tie.a, tie.b)])));
}

/** Names in one paragraph, as many as one reads. */
function names(lines, most = MOST_LISTED) {
  const rest = lines.length - most;
  return html("p", { class: "names" }, lines.slice(0, most).map((line) => [
    factionButton(line), " "]), rest > 0 ? ` and ${rest} more` : "");
}

function chronicle() {
  if (!model.shifts.length) return "";
  const told = (shift, i) => [i ? "; " : " ",
    html("span", { class: shift.told ? null : "quiet" }, shiftWords(shift))];
  return section(`Shifts (${model.shifts.length})`, html("ul", { class: "chronicle" },
    [...model.shiftsOn].map(([slice, shifts]) => html("li",
      { class: slice === state.slice ? "now" : null },
      shiftsButton(slice), html("span", {}, shifts.map(told))))));
}

function shiftWords(shift) {
  const movers = shift.moves.map(({ line }) => bdi(borne(line, shift.day).short));
  const named = movers.slice(0, 3).flatMap((name, i) => (i ? [", ", name] : [name]));
  const more = movers.length > 3 ? ` and ${movers.length - 3} more` : "";
  return [`${EVENT[shift.event]} (${shift.basis}): `, ...named, more];
}

function contestedFold() {
  const { contested } = model;
  if (!contested.length) return "";
  return fold("contested", `Contested matters (${contested.length})`, () => list(
    contested.map(({ meaning, sides, first, last }) => {
      const { a, b } = model.relations[sides[0][0]];
      return [a.line === b.line ? factionButton(a.line) : pairButton(a.line, b.line),
        `: ${meaning}`, first ? ` (${first} to ${last})` : ""];
    })));
}

function about() {
  const left = model.lines.filter((line) => line.leftOut);
  return [
    fold("sources", `Sources (${model.sources.length})`, () => list(model.sources.map((source) => [
      html("cite", {}, link(source.url, source.title)), html("br"),
      [source.author, source.publisher, source.published].filter(Boolean).join(", "), html("br"),
      html("span", { class: "quiet" }, `Reliability ${source.letter}. ${source.reason}`)]))),
    left.length ? fold("left-out", `Left out of communities, by their type (${left.length})`,
      () => names(left)) : "",
    fold("about", "How this was made", () => [
      model.description ? para(bdi(model.description)) : "",
      html("table", {}, html("tbody", {}, model.settings.map(([name, value]) => html("tr", {},
        html("th", { scope: "row" }, name), html("td", {}, value))))),
      quiet(`idlib_graph ${model.version}`,
        model.fingerprint ? `, data ${model.fingerprint.slice(0, 12)}` : "",
        model.license ? `, licence of the data ${model.license}` : "", "."),
    ]),
    quiet(NO_REPORT),
  ];
}

function communityDetails({ community }) {
  const place = FIRST_COMMUNITY + community.number;
  const ever = model.lines.filter((line) => line.place.includes(place));
  const there = (slice) => ever.some((line) => line.place[slice] === place);
  const slices = [...model.days.keys()].filter(there);
  const members = ever.filter((line) => line.place[state.slice] === place);
  return [
    para("In slices from ", dayButton(slices[0]), " to ", dayButton(slices.at(-1)), "."),
    community.stability === undefined ? "" : para("Two members sit together with a mean " +
      `probability of ${two(community.stability)} (${model.ensemble.draws} draws).`),
    section(`Members on ${model.days[state.slice]} (${members.length})`, members.length
      ? names(members) : para("It is not there on this day.")),
    section(`Everyone who was in it (${ever.length})`, staysIn(place, ever)),
    againstSection("Ties that contradict it", model.slices[state.slice].contradicting
      .filter((tie) => members.includes(tie.a) || members.includes(tie.b))),
    shiftsOf(place),
  ];
}

/** Each line with when it was in a place. */
function staysIn(place, lines) {
  const spans = (line) => runsOf((slice) => line.place[slice] === place).filter(([is]) => is)
    .map(([, from, to]) => html("span", { class: "run" }, `${model.days[from]} – ${model.days[to]}`));
  return html("table", {}, html("tbody", {}, lines.slice(0, 4 * MOST_LISTED).map((line) => html("tr",
    {}, html("td", {}, factionButton(line)), html("td", {}, spans(line))))));
}

function shiftsOf(place) {
  const touched = [...model.shiftsOn].filter(([, shifts]) => shifts.some(({ moves }) =>
    moves.some(({ from, to }) => from === place || to === place)));
  if (!touched.length) return "";
  return section("Shifts", list(touched.map(([slice, shifts]) => [
    shiftsButton(slice), " ", shifts.map((shift) => EVENT[shift.event]).join("; ")])));
}
