// Everything put together: one state, one drawing of it.

const model = readModel(JSON.parse(byId("data").textContent));

function start() {
  const missing = readHash(location.hash);
  const host = byId("network");
  const trail = []; // what was selected before
  let calm = true; // no transitions in the next drawing
  let waiting = false;

  const change = (patch, quiet = false) => {
    Object.assign(state, patch);
    calm ||= quiet;
    if (!waiting) requestAnimationFrame(draw);
    waiting = true;
    keepHash();
  };
  const select = (selection) => {
    trail.push(state.selection);
    change({ selection, ...(selection?.kind === "shifts" ? { slice: selection.slice } : {}) });
  };
  const actions = {
    select, hover: (thing, event) => showTip(thing ? tipOf(thing) : "", event),
    go: (slice) => change({ slice }),
    previous: () => change({ selection: trail.pop() ?? null }),
    canGoBack: () => trail.length > 0,
  };
  const view = createView(actions);
  const camera = createCamera(host, boundsOf(model.lines.filter((line) => line.there)), (place) => {
    showTip("");
    change({ camera: place }, true);
  });
  const timeline = createTimeline((slice, quiet) => change({ slice }, quiet), select);
  const strip = createStrip(change);
  const panel = createDetails(actions);
  const filters = createFilters(change);
  createSearch((selection) => {
    select(selection);
    if (selection.line?.there) camera.reveal(selection.line.x, selection.line.y);
    requestAnimationFrame(() => requestAnimationFrame(panel.focus));
  });

  function draw() {
    waiting = false;
    document.documentElement.dataset.theme = state.theme;
    const scene = sceneNow();
    camera.aim();
    view.draw(scene, camera, calm || timeline.playing());
    for (const part of [timeline, strip, panel, filters]) part.draw();
    tellSlice(model.slices[state.slice]);
    byId("shown").textContent = shownLine(scene);
    calm = false;
  }
  function redraw() {
    tellSlice(model.slices[state.slice]); // the length of these lines decides on the room beneath
    camera.measure();
    const width = byId("years").clientWidth; // asked for before anything is drawn anew
    for (const part of [timeline, strip]) part.resize(width);
    calm = true;
    draw();
  }

  host.append(view.element);
  host.addEventListener("click", () => !camera.dragged && state.selection && select(null));
  listenToControls(change, select, camera);
  watchSurroundings(host, camera, redraw);
  tellPage(missing);
  redraw();
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}

function listenToControls(change, select, camera) {
  const on = (id, click) => byId(id).addEventListener("click", click);
  on("filters-open", () => change({ filtersOpen: !state.filtersOpen }));
  on("theme", () => change({ theme: isDark() ? "light" : "dark" }, true));
  on("zoom-in", () => camera.zoomBy(1.5));
  on("zoom-out", () => camera.zoomBy(1 / 1.5));
  on("zoom-all", camera.whole);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (state.filtersOpen) change({ filtersOpen: false });
    else if (state.selection) select(null);
  });
}

/** Draw anew where the frame, the address or the look of everything is another. */
function watchSurroundings(host, camera, redraw) {
  window.addEventListener("hashchange", () => {
    tellMissing(readHash(location.hash));
    redraw();
  });
  for (const query of ["(prefers-color-scheme: dark)", "print"]) {
    matchMedia(query).addEventListener("change", redraw);
  }
  new ResizeObserver(() => {
    if (camera.w !== host.clientWidth || camera.h !== host.clientHeight) redraw();
  }).observe(host);
}

/** The day of a slice, and how good its answer is, in words. */
function tellSlice(slice) {
  byId("day").textContent = longDay(slice.day);
  byId("proof").textContent = `${proofLine(slice)} ${equalsLine(slice)}`;
}

function isDark() {
  return state.theme ? state.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function boundsOf(lines) {
  const side = (of, pick) => (lines.length ? pick(...lines.map(of)) : 0);
  return {
    left: side(({ x }) => x, Math.min), right: side(({ x }) => x, Math.max),
    top: side(({ y }) => y, Math.min), bottom: side(({ y }) => y, Math.max),
  };
}

/** What the page is about, under its title. */
function tellPage(missing) {
  const { days, factions, relations, sources, knownBy } = model;
  byId("about").textContent = [
    `${days[0]} to ${days.at(-1)}`, counted(factions.length, "faction"),
    counted(relations.length, "relation"), counted(sources.length, "source"),
    ...(knownBy ? [`as far as known by ${knownBy}`] : []),
  ].join(" · ");
  byId("caution").textContent = NO_REPORT;
  tellMissing(missing);
}

function tellMissing(missing) {
  byId("missing").textContent = missing.length
    ? `This page does not have what the link names: ${missing.join(", ")}.` : "";
}

/** A few words beside the pointer; without words they go. */
function showTip(words, event) {
  const tip = byId("tip");
  tip.hidden = !words;
  if (!words) return;
  tip.textContent = words;
  const [x, y] = [event.clientX, event.clientY];
  tip.style.left = `${clamp(x + 14, 4, Math.max(innerWidth - tip.offsetWidth - 4, 4))}px`;
  tip.style.top = `${y + 18 + tip.offsetHeight > innerHeight ? y - tip.offsetHeight - 8 : y + 18}px`;
}

function tipOf({ kind, line, a, b, community }) {
  if (kind === "faction") {
    return `${borne(line, state.slice).name}: ${placeName(line.place[state.slice])}`;
  }
  if (kind === "community") return `${community.name}: open`;
  const { tie } = model.pairs.get(pairKey(a, b));
  const [plus, minus] = [tie.plus[state.slice], tie.minus[state.slice]];
  const names = `${borne(a, state.slice).name} – ${borne(b, state.slice).name}`;
  return `${names}: ${signed(weightOf(tie, state.slice))}` + (plus && minus
    ? ` (alliances ${two(plus)}, clashes and splits ${two(minus)})` : "");
}

start();
