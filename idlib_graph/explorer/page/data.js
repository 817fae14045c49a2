// The data of the page, read once: rows become records that know each other.

const KINDS = ["alliance", "split", "clash"];
const ABSENT = 0;
const UNALIGNED = 1;
const FIRST_COMMUNITY = 2;
const ROOM = 40; // pixels, about, for the least distance of two factions

/** A row of one number a slice: signs, or numbers, each with how often. */
function expand(run, signs, length) {
  const row = new Uint16Array(length);
  let at = 0;
  const put = (value, times) => row.fill(value, at, at += times);
  if (typeof run === "string") {
    for (let i = 0; i < run.length;) {
      const value = signs.get(run[i++]);
      const from = i;
      while (run[i] <= "9" && run[i] >= "0") i++;
      put(value, i > from ? Number(run.slice(from, i)) : 1);
    }
  } else for (let i = 0; i < run.length; i += 2) put(run[i], run[i + 1]);
  return row;
}

function readModel(raw) {
  const model = { ...raw, slices: [], shiftsOn: new Map() };
  const signs = new Map([...raw.signs].map((sign, value) => [sign, value]));
  const rows = raw.runs.map((run) => expand(run, signs, raw.days.length));
  model.types = raw.types.map(([name, kind]) => ({ name, kind: KINDS[kind] }));
  model.sources = raw.sources.map(readSource);
  model.communities = raw.communities.map(([id, name, shade, variant], number) => (
    { number, id, name, shade, variant }));
  model.factions = raw.factions.map((row) => readFaction(row, raw));
  model.lines = raw.lines.map((row, number) => readLine(row, number, model, rows));
  model.relations = raw.relations.map((row, number) => readRelation(row, number, model, rows));
  model.ties = raw.ties.map(([a, b, plus, minus, behind, net]) => ({
    a: model.lines[a], b: model.lines[b], plus: rows[plus], minus: rows[minus], net: rows[net],
    relations: behind.map((number) => model.relations[number]),
  }));
  readPairs(model);
  model.slices = raw.slices.map((row, number) => readSlice(row, number, model));
  model.shifts = raw.shifts.map((shift, number) => readShift(shift, number, model));
  model.contested = raw.contested.map((row) => readMatter(row, model));
  if (raw.ensemble) readEnsemble(raw.ensemble, model, rows);
  model.strip.lines = raw.strip.lines.map(([line, row]) => [model.lines[line], rows[row]]);
  return model;
}

function readSource([id, title, publisher = "", author = "", published = "", letter = "",
  reason = "", url = ""]) {
  return { id, title, publisher, author, published, letter, reason, url };
}

function readFaction([id, name, short = "", type = 0, aliases = [], note = "", native = ""], raw) {
  return { id, name, short: short || name, type: raw.factionTypes[type], aliases, note, native };
}

function readLine([x, y, names, places = 0, leftOut = 0], number, model, rows) {
  const line = {
    number, x: ROOM * x, y: -ROOM * y, place: rows[places], leftOut: Boolean(leftOut), relations: [],
  };
  line.names = names.map(([faction = 0, since = "", renames = []]) => {
    model.factions[faction].line = line;
    return { faction: model.factions[faction], since, renames };
  });
  line.id = line.names.at(-1).faction.id;
  line.type = line.names.at(-1).faction.type;
  line.there = line.place.some((place) => place !== ABSENT);
  line.company = new Map();
  return line;
}

function readRelation([id, type, a, b, directed, date, credibility, words, presence,
  evidence, note = "", place = ""], number, model, rows) {
  const ends = [model.factions[a], model.factions[b]];
  const relation = {
    number, id, type: model.types[type].name, kind: model.types[type].kind, a: ends[0], b: ends[1],
    directed: Boolean(directed), date, credibility, words, presence: rows[presence], note,
    place, contested: [], evidence: evidence.map((row) => readEvidence(row, model)),
  };
  for (const line of new Set([ends[0].line, ends[1].line])) line.relations.push(relation);
  return relation;
}

function readEvidence([source = 0, paragraphs = [], claim = 0, claimant = "", via = "",
  dated = ""], model) {
  return { source: model.sources[source], paragraphs, claim: model.claims[claim], claimant, via, dated };
}

function pairKey(a, b) {
  return a.number < b.number ? `${a.number},${b.number}` : `${b.number},${a.number}`;
}

/** Each pair of lines with a relation: its tie, if there ever is one, and its relations. */
function readPairs(model) {
  model.pairs = new Map();
  for (const relation of model.relations) {
    const [a, b] = [relation.a.line, relation.b.line];
    if (a === b) continue;
    const key = pairKey(a, b);
    if (!model.pairs.has(key)) model.pairs.set(key, { tie: null, relations: [] });
    model.pairs.get(key).relations.push(relation);
  }
  for (const tie of model.ties) model.pairs.get(pairKey(tie.a, tie.b)).tie = tie;
}

function readSlice([ties, proven, gap, against, weight, contradicting, least = null, answers = 1,
  capped = 0, sometimes = []], number, model) {
  const members = new Map();
  const unaligned = [];
  for (const line of model.lines) {
    const place = line.place[number];
    if (place === UNALIGNED) unaligned.push(line);
    if (place < FIRST_COMMUNITY) continue;
    const community = model.communities[place - FIRST_COMMUNITY];
    if (!members.has(community)) members.set(community, []);
    members.get(community).push(line);
  }
  const communities = [...members].sort(
    ([, few], [, many]) => many.length - few.length || few[0].number - many[0].number);
  return {
    number, day: model.days[number], ties, proven: Boolean(proven), gap, against, weight, least,
    answers, capped: Boolean(capped), communities, unaligned,
    contradicting: contradicting.map((tie) => model.ties[tie]),
    sometimes: sometimes.map(([a, b, count]) => [model.lines[a], model.lines[b], count]),
  };
}

function readShift([since, day, event, basis, verdict, moves, reported, cause, ended, indirect,
  searched], number, model) {
  const [told, because, over, aside] = [reported, cause, ended, indirect].map((numbers) =>
    numbers.map((one) => model.relations[one]));
  const shift = {
    number, since, day, event, basis, verdict, searched: Boolean(searched),
    moves: moves.map(([line, from, to]) => ({ line: model.lines[line], from, to })),
    reported: told, cause: because, ended: over, indirect: aside,
    told: basis === "news" || basis === "mixed",
  };
  if (!model.shiftsOn.has(day)) model.shiftsOn.set(day, []);
  model.shiftsOn.get(day).push(shift);
  return shift;
}

function readMatter([meaning, sides, first, last], model) {
  const matter = { meaning, sides, first, last };
  for (const number of new Set(sides.flat())) model.relations[number].contested.push(matter);
  return matter;
}

function readEnsemble(ensemble, model, rows) {
  for (const [a, b, share] of ensemble.pairs) {
    model.lines[a].company.set(model.lines[b], share);
    model.lines[b].company.set(model.lines[a], share);
  }
  for (const [line, row] of ensemble.kept) model.lines[line].kept = rows[row];
  ensemble.stability.forEach((share, number) => (model.communities[number].stability = share));
  ensemble.shifts.forEach(([found, earliest, latest], number) => {
    model.shifts[number].odds = { found, earliest, latest };
  });
}

/** The signed weight of a tie in a slice. */
function weightOf({ plus, minus, net }, slice) {
  const weight = plus[slice] - minus[slice];
  return net ? Math.sign(weight) * net[slice] : weight;
}

/** The faction whose name a line bears in a slice. */
function borne(line, slice) {
  const day = model.days[slice];
  return line.names.findLast(({ since }, i) => i === 0 || (since && since <= day)).faction;
}

/** The community of a line in a slice; null where it has none. */
function communityOf(line, slice) {
  return model.communities[line.place[slice] - FIRST_COMMUNITY] ?? null;
}

/** Runs of slices in which `value(slice)` is the same: [value, first, last]. */
function runsOf(value) {
  const runs = [];
  for (let slice = 0; slice < model.days.length; slice++) {
    const found = value(slice);
    if (runs.length && runs.at(-1)[0] === found) runs.at(-1)[2] = slice;
    else runs.push([found, slice, slice]);
  }
  return runs;
}
