// Elements. Text never becomes markup here: it goes in as text nodes and attribute values only.

const SVG_SPACE = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  node.append(...children.flat(2).filter((child) => child !== null && child !== ""));
  return node;
}

/** An HTML element; a function among the attributes listens to the event of that name. */
function html(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** An SVG element. */
function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG_SPACE, name), attributes, children);
}

/** Set only what differs: the browser need not look at the rest again. */
function update(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const text = String(value);
    if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }
}

/** A text with a link where the address is one of the web, else the text alone. */
function link(address, text) {
  if (!/^https?:\/\//i.test(address)) return html("span", {}, text);
  return html("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text);
}

function button(label, click, attributes = {}) {
  return html("button", { type: "button", click, ...attributes }, label);
}

/** A name from the data, which may run the other way without taking its surroundings along. */
function bdi(text) {
  return html("bdi", {}, text);
}

function byId(id) {
  return document.getElementById(id);
}
