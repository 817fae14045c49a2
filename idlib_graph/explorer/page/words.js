// Numbers and dates as words.

// Written out here: to load the browser's own calendar and numbers takes a sixth of the start.
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
  "September", "October", "November", "December"];
const BASIS = {
  news: "something was reported to have happened",
  mixed: "something was reported, and other ties faded or are presumed",
  fading: "no report repeated the ties, and they faded",
  presumed: "looking back from a later report",
};
const EVENT = {
  merge: "Communities merge", split: "A community splits", birth: "A community forms",
  death: "A community ends", switch: "Factions change community",
  grow: "Factions join a community", shrink: "A community loses factions",
};
const NO_REPORT = "The sources are a selection: where nothing is shown there is no report, " +
  "which is not the same as no tie.";

function longDay(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

/** Hundredths as a number of two digits. */
function two(hundredths) {
  return (hundredths / 100).toFixed(2);
}

function signed(hundredths) {
  return `${hundredths < 0 ? "−" : "+"}${two(Math.abs(hundredths))}`;
}

function counted(number, noun, many = `${noun}s`) {
  const digits = String(number).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${digits} ${number === 1 ? noun : many}`;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** How good the answer of a slice is. */
function proofLine(slice) {
  if (!slice.ties) return "No ties, so nothing to divide.";
  const count = slice.contradicting.length;
  const best = slice.proven ? "Best of all partitions (proven)"
    : `Good, not proven best (at most ${slice.gap.toFixed(3)} below it)`;
  const least = slice.least === null ? ""
    : `; the least any partition could have is ${slice.least.toFixed(1)}`;
  return `${best}; ${count} of ${counted(slice.ties, "tie")} ` +
    `${count === 1 ? "contradicts" : "contradict"} it, weight ${slice.against.toFixed(1)} of ` +
    `${slice.weight.toFixed(1)}${least}.`;
}

/** How many answers are as good as the one shown; empty where nobody looked. */
function equalsLine(slice) {
  if (slice.least === null) return "";
  if (slice.answers === 1) return "No other partition is as good.";
  const more = slice.capped ? "more than " : "";
  return `${capital(more)}${slice.answers} answers are equally good; this is the one nearest to ` +
    "the slice before.";
}

/** What a place of a line is called. */
function placeName(place) {
  if (place === ABSENT) return "absent";
  return place === UNALIGNED ? "unaligned" : model.communities[place - FIRST_COMMUNITY].name;
}
