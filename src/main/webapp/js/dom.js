// Makes elements. Text is only ever set as text, so that no name or message can become markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag
 * @param {Object<string, *>} [props] "class", "text", "data" and "on" (event listeners) are what they say; a property that is false
 *     or null is left out, true is an empty attribute, and all others are attributes
 * @param {...(Node|string|null|false|undefined)} children
 * @returns {HTMLElement}
 */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  set(element, props);
  element.append(...children.filter((c) => c !== null && c !== false && c !== undefined));
  return element;
}

/** @returns {SVGElement} */
export function svg(tag, props = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  set(element, props);
  element.append(...children.filter(Boolean));
  return element;
}

function set(element, props) {
  for (const [key, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (key === "class") {
      element.setAttribute("class", value);
    } else if (key === "text") {
      element.textContent = value;
    } else if (key === "data") {
      Object.assign(element.dataset, value);
    } else if (key === "on") {
      Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
    } else {
      element.setAttribute(key, value === true ? "" : value);
    }
  }
}

/** Changes a text node only where it differs, so that a selection of the reader's survives. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** A button that looks like the host's. */
export function button(text, onClick, props = {}) {
  return el("button", { type: "button", ...props, class: `jenkins-button kd-button ${props.class ?? ""}`, on: { click: onClick } }, text);
}
