// The storyline strip: one thin line a faction, in the colour of its community.

const LEAST_STEP = 5; // pixels a slice; narrower frames scroll
const STRIP_HEIGHT = 150;
const MOST_ROW = 6;

/** The strip: {draw(), resize(width)}; a click opens the line there, at that time. */
function createStrip(change) {
  const frame = byId("strip");
  const { rows, lines } = model.strip;
  const count = model.days.length;
  const row = Math.min(MOST_ROW, STRIP_HEIGHT / Math.max(rows, 1));
  const height = Math.max(rows * row, 1) + 4;
  const picture = svg("svg", { height, "aria-hidden": "true" });
  const chosen = svg("path", { class: "chosen" });
  const now = svg("line", { class: "now", y1: 0, y2: height });
  let [width, shown] = [0, 0];
  frame.hidden = !lines.length;
  frame.append(picture);

  const x = (slice) => THUMB / 2 + (count > 1 ? slice / (count - 1) : 0) * (width - THUMB);
  const y = (place) => (place - 0.5) * row + 2;

  function resize(room) {
    shown = room;
    width = Math.max(shown, count * LEAST_STEP);
    update(picture, { width, viewBox: `0 0 ${width} ${height}` });
    const paths = pathsByPlace(lines, x, y);
    const drawn = [...paths].sort(([a], [b]) => a - b).map(([place, d]) => {
      const { shade, variant } = model.communities[place - FIRST_COMMUNITY] ?? {};
      const dashed = row > 2 ? ` variant${variant}` : "";
      const look = shade === undefined ? "unaligned" : `shade${shade}${dashed}`;
      return svg("path", { d, class: look, "stroke-width": look === "unaligned"
        ? Math.min(1, row / 2) : Math.max(row * 0.72, 0.4) });
    });
    picture.replaceChildren(...drawn, chosen, now);
  }

  function draw() {
    update(now, { x1: x(state.slice), x2: x(state.slice) });
    const line = state.selection?.kind === "faction" ? state.selection.line : null;
    const found = lines.find(([one]) => one === line);
    update(chosen, { d: found ? lineOf(found[1], x, y) : "", "stroke-width": Math.max(row, 2.5) });
    if (width > shown) frame.scrollLeft = x(state.slice) - shown / 2;
  }

  /** The slice and the line under the pointer. */
  function pointed(event) {
    const box = picture.getBoundingClientRect();
    const share = (event.clientX - box.left - THUMB / 2) / (width - THUMB);
    const slice = clamp(Math.round(share * (count - 1)) || 0, 0, count - 1);
    const at = Math.round((event.clientY - box.top - 2) / row + 0.5);
    return [slice, lines.find(([, places]) => places[slice] === at)?.[0]];
  }
  picture.addEventListener("click", (event) => {
    const [slice, line] = pointed(event);
    change({ slice, ...(line ? { selection: { kind: "faction", line } } : {}) });
  });
  picture.addEventListener("pointermove", (event) => {
    const [slice, line] = pointed(event);
    const place = line && placeName(line.place[slice]);
    showTip(`${model.days[slice]}${line ? `, ${borne(line, slice).name}: ${place}` : ""}`, event);
  });
  picture.addEventListener("pointerleave", () => showTip(""));
  return { draw, resize };
}

/** One path for each place, made of all that lines run in it. */
function pathsByPlace(lines, x, y) {
  const parts = new Map();
  for (const [line, places] of lines) {
    for (const [place, first, last] of runsOf((slice) => line.place[slice])) {
      if (place === ABSENT) continue;
      if (!parts.has(place)) parts.set(place, []);
      parts.get(place).push(stretch(places, first, last, x, y));
    }
  }
  return new Map([...parts].map(([place, found]) => [place, found.join("")]));
}

function lineOf(places, x, y) {
  const there = runsOf((slice) => places[slice] > 0).filter(([is]) => is);
  return there.map(([, first, last]) => stretch(places, first, last, x, y)).join("");
}

/** A line from one slice to another; it comes from where it was the slice before. */
function stretch(places, first, last, x, y) {
  const start = first > 0 && places[first - 1] ? first - 1 : first;
  const n = (value) => value.toFixed(1);
  let path = `M${n(x(start))} ${n(y(places[start]))}`;
  if (start === last) path += `h${n(Math.max(x(1) - x(0), 2) / 2)}`;
  for (let slice = start + 1; slice <= last; slice++) {
    const [from, to] = [places[slice - 1], places[slice]];
    if (from === to) {
      if (places[slice + 1] !== to || slice === last) path += `H${n(x(slice))}`;
      continue;
    }
    const middle = n((x(slice - 1) + x(slice)) / 2);
    path += `C${middle} ${n(y(from))} ${middle} ${n(y(to))} ${n(x(slice))} ${n(y(to))}`;
  }
  return path;
}
