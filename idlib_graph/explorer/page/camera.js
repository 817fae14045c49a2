// Which part of the network is in the frame, and how one moves it: wheel, drag, pinch, buttons.

const MARGIN = 46; // pixels around everything, for names and hulls
const MOST_ZOOM = 40;
const DRAG = 4; // pixels that a press may move and still be a click

/** A camera over `bounds` in a frame; `changed` is told when the view is another. */
function createCamera(host, bounds, changed) {
  const camera = { w: 1, h: 1, scale: 1, x: 0, y: 0, dragged: false };
  const middle = [(bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2];

  const wholeScale = () => {
    const room = (size) => Math.max(size - 2 * MARGIN, size / 2);
    const across = room(camera.w) / Math.max(bounds.right - bounds.left, 1);
    return Math.min(across, room(camera.h) / Math.max(bounds.bottom - bounds.top, 1), 2.2);
  };

  /** Take over the size of the frame; asking for it in each drawing would lay the page out anew. */
  camera.measure = () => {
    [camera.w, camera.h] = [Math.max(host.clientWidth, 1), Math.max(host.clientHeight, 1)];
  };
  /** Take over the view of the state. */
  camera.aim = () => {
    const [x, y, zoom] = state.camera ?? [...middle, 1];
    Object.assign(camera, { x, y, zoom, scale: wholeScale() * zoom });
  };
  camera.toScreen = (x, y) => [
    (x - camera.x) * camera.scale + camera.w / 2, (y - camera.y) * camera.scale + camera.h / 2];

  const look = (x, y, zoom) => {
    const [w, h] = [bounds.right - bounds.left, bounds.bottom - bounds.top];
    const view = [clamp(x, middle[0] - w, middle[0] + w), clamp(y, middle[1] - h, middle[1] + h),
      clamp(zoom, 0.5, MOST_ZOOM)].map((number) => Number(number.toFixed(3)));
    changed(zoom === 1 && x === middle[0] && y === middle[1] ? null : view);
  };
  camera.pan = (dx, dy) =>
    look(camera.x - dx / camera.scale, camera.y - dy / camera.scale, camera.zoom);

  /** Zoom by a factor; the point of the frame at `x`, `y` stays where it is. */
  camera.zoomBy = (factor, x = camera.w / 2, y = camera.h / 2) => {
    const zoom = clamp(camera.zoom * factor, 0.5, MOST_ZOOM);
    const kept = 1 / camera.scale - camera.zoom / (camera.scale * zoom);
    look(camera.x + (x - camera.w / 2) * kept, camera.y + (y - camera.h / 2) * kept, zoom);
  };
  camera.whole = () => changed(null);

  /** Bring a place into the frame, where it is not. */
  camera.reveal = (x, y) => {
    const [sx, sy] = camera.toScreen(x, y);
    if (sx < 20 || sy < 20 || sx > camera.w - 20 || sy > camera.h - 20) look(x, y, camera.zoom);
  };
  listenToPointers(host, camera);
  return camera;
}

function listenToPointers(host, camera) {
  const pressed = new Map();
  const within = (event) => {
    const box = host.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  host.addEventListener("wheel", (event) => {
    event.preventDefault();
    camera.zoomBy(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), ...within(event));
  }, { passive: false });
  host.addEventListener("pointerdown", (event) => {
    pressed.set(event.pointerId, { at: within(event), from: within(event) });
    if (pressed.size === 1) camera.dragged = false;
  });
  host.addEventListener("pointermove", (event) => {
    const pointer = pressed.get(event.pointerId);
    if (!pointer) return;
    const before = [...pressed.values()].map(({ at }) => at);
    const [x, y] = within(event);
    if (!camera.dragged) {
      if (Math.hypot(x - pointer.from[0], y - pointer.from[1]) < DRAG) return;
      camera.dragged = true;
      host.setPointerCapture(event.pointerId);
    }
    const [dx, dy] = [x - pointer.at[0], y - pointer.at[1]];
    pointer.at = [x, y];
    if (pressed.size === 1) camera.pan(dx, dy);
    else pinch(camera, before, [...pressed.values()].map(({ at }) => at));
  });
  for (const name of ["pointerup", "pointercancel"]) {
    window.addEventListener(name, (event) => pressed.delete(event.pointerId));
  }
}

function pinch(camera, [a, b], [c, d]) {
  const apart = (p, q) => Math.hypot(p[0] - q[0], p[1] - q[1]) || 1;
  camera.zoomBy(apart(c, d) / apart(a, b), (c[0] + d[0]) / 2, (c[1] + d[1]) / 2);
}
