// The slider with its marks of shifts, steps and play.

const THUMB = 18; // pixels; its middle runs from THUMB / 2 to the width less THUMB / 2
const PLAY_STEP = 450; // milliseconds
const DOT = 9;
const YEAR = 42; // pixels of a year's name with air

/** The time controls: {draw(), resize(width), playing()}; `change(slice, calm)` is told of another slice. */
function createTimeline(change, select) {
  const slider = byId("slider");
  const last = model.days.length - 1;
  let timer = null;
  slider.max = String(last);

  const go = (slice, calm = false) => change(clamp(slice, 0, last), calm);
  const shiftDays = [...model.shiftsOn.keys()].sort((a, b) => a - b);
  const openShift = (slice) => slice !== undefined && select({ kind: "shifts", slice });
  slider.addEventListener("input", () => go(Number(slider.value), true));
  slider.addEventListener("change", () => go(Number(slider.value)));
  byId("back").addEventListener("click", () => go(state.slice - 1));
  byId("on").addEventListener("click", () => go(state.slice + 1));
  byId("shift-back").addEventListener("click", () =>
    openShift(shiftDays.findLast((day) => day < state.slice)));
  byId("shift-on").addEventListener("click", () =>
    openShift(shiftDays.find((day) => day > state.slice)));
  byId("play").addEventListener("click", () => (timer ? stop() : play()));

  function play() {
    if (state.slice === last) go(0, true);
    timer = setInterval(() => (state.slice === last ? stop() : go(state.slice + 1, true)), PLAY_STEP);
    showPlay();
  }
  function stop() {
    clearInterval(timer);
    timer = null;
    showPlay();
  }
  function showPlay() {
    byId("play").textContent = timer ? "❚❚ Pause" : "▶ Play";
  }

  const marks = shiftDays.map((slice) => markOf(slice, openShift));
  byId("marks").append(...marks);
  byId("marks").hidden = !marks.length;
  byId("marks").addEventListener("keydown", (event) => roamMarks(event, marks));
  for (const name of ["shift-back", "shift-on"]) byId(name).hidden = !marks.length;

  function draw() {
    const day = longDay(model.days[state.slice]);
    slider.value = String(state.slice);
    update(slider, { "aria-valuetext": day });
    byId("back").disabled = state.slice === 0;
    byId("on").disabled = state.slice === last;
    byId("shift-back").disabled = !shiftDays.some((one) => one < state.slice);
    byId("shift-on").disabled = !shiftDays.some((one) => one > state.slice);
    const chosen = state.selection?.kind === "shifts" ? state.selection.slice : null;
    shiftDays.forEach((slice, i) => {
      update(marks[i], { "aria-pressed": slice === chosen });
      marks[i].tabIndex = slice === (chosen ?? shiftDays[0]) ? 0 : -1;
    });
  }
  const resize = (width) => byId("years").replaceChildren(...yearsOf(width));
  return { draw, resize, playing: () => timer !== null };
}

/** How far along the slider a slice is. */
function alongSlider(slice) {
  const share = model.days.length > 1 ? slice / (model.days.length - 1) : 0;
  return `calc(${THUMB / 2}px + ${share.toFixed(5)} * (100% - ${THUMB}px))`;
}

/** One mark for the shifts of a slice: a filled dot for each told as an event, else a ring. */
function markOf(slice, open) {
  const shifts = model.shiftsOn.get(slice);
  const dots = shifts.map((shift, i) => svg("circle", {
    cx: DOT / 2 + 1, cy: DOT * (shifts.length - i) - DOT / 2 + 1, r: DOT / 2 - 0.75,
    class: shift.told ? "told" : "quiet",
  }));
  const picture = svg("svg", {
    width: DOT + 2, height: DOT * shifts.length + 2, "aria-hidden": "true" }, dots);
  const told = shifts.map((shift) => `${EVENT[shift.event]} (${shift.basis})`).join("; ");
  const mark = button(picture, () => open(slice), {
    class: "mark", "aria-label": `${longDay(model.days[slice])}: ${told}`,
    title: `${model.days[slice]}: ${told}` });
  mark.style.left = alongSlider(slice);
  return mark;
}

function roamMarks(event, marks) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const next = marks[marks.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  for (const mark of marks) mark.tabIndex = mark === next ? 0 : -1;
  next.focus();
}

/** The name of each year where it begins, as many as have room in so many pixels. */
function yearsOf(width) {
  const { days } = model;
  let taken = 0;
  return days.flatMap((day, slice) => {
    const year = day.slice(0, 4);
    if (slice && days[slice - 1].startsWith(year)) return [];
    const late = slice > 0.94 * days.length;
    const left = THUMB / 2 + (slice / Math.max(days.length - 1, 1)) * (width - THUMB) - late * YEAR;
    if (left < taken) return [];
    taken = left + YEAR;
    const name = html("span", { class: late ? "late" : null }, year);
    name.style.left = alongSlider(slice);
    return [name];
  });
}
