// Building the page out of elements and text; nothing here ever parses HTML.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  send: "M4 12 3 4l18 8-18 8 1-8zm0 0h9",
  attach: "M20 11.5 12 19.4a5 5 0 0 1-7-7l8.6-8.5a3.3 3.3 0 0 1 4.7 4.7L9.7 17a1.6 1.6 0 0 1-2.3-2.3l7.7-7.6",
  menu: "M4 7h16M4 12h16M4 17h10",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  close: "M6 6l12 12M18 6 6 18",
  reply: "M10 6 4 12l6 6M4 12h9a7 7 0 0 1 7 7",
  edit: "M4 20h4L19 9l-4-4L4 16v4zM13 7l4 4",
  remove: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  link: "M8 16 17 7M9 7h8v8",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zm10 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  pin: "M9 4h6l-1 6 3 3H7l3-3-1-6zM12 13v7",
  plus: "M12 5v14M5 12h14",
  down: "M6 9l6 6 6-6",
  voice: "M12 4a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V7a3 3 0 0 0-3-3zM6 11v1a6 6 0 0 0 12 0v-1M12 18v3",
  sticker: "M20 13V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h7l7-7zm0 0h-5a2 2 0 0 0-2 2v5M9 10h.01M14 10h.01M9 14c1 1 3 1 4 0",
  photo: "M4 6h16v13H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
  album: "M7 4h13v11H7zM4 8v12h13M7 12l4-3 3 3 2-2 4 4",
  document: "M6 3h8l5 5v13H6zM14 3v5h5",
  location: "M12 21s7-6.5 7-12a7 7 0 1 0-14 0c0 5.5 7 12 7 12zm0-9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  contact: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 3.5-6 8-6s8 2 8 6",
  stranger: "M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM3 21c0-4 3-6 7-6M17 14v.01M17 21v-3c2 0 3-1 3-2.5A2.5 2.5 0 0 0 17 13",
  forwarded: "M14 6l6 6-6 6M20 12h-9a7 7 0 0 0-7 7",
  block: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.6 5.6l12.8 12.8",
  play: "M8 5v14l11-7z",
  auto: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 3v18M12 7h5.5M12 12h8M12 17h5.5",
  light: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  dark: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  sms: "M4 5h16v11H9l-5 4zM8 10.5h.01M12 10.5h.01M16 10.5h.01",
  tick: "M4 12.5l4.5 4.5L19 7",
  ticks: "M1.5 12.5 6 17 16 7M11 16l1 1L22.5 7",
  tour: "M5 4v17M5 5h13l-3 4 3 4H5",
  pause: "M8 5v14M16 5v14",
  next: "M6 6l7 6-7 6zM17 6v12",
  power: "M12 3v9M6.5 6.5a8 8 0 1 0 11 0",
  back: "M14 6l-6 6 6 6",
  file: "M6 3h8l5 5v13H6zM14 3v5h5M9 13h6M9 17h6",
  case: "M4 8h16v11H4zM9 8V5h6v3M4 13h16",
  choice: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
};

/** An element with properties, attributes, listeners and children; strings become text. */
export function el(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else if (name === "value") made.value = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((one) => one !== null && one !== undefined && one !== false));
  return made;
}

/** A line icon, invisible to screen readers: its button carries the name. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name] ?? ICONS.more);
  svg.append(path);
  return svg;
}

/** A round button with an icon and a spoken name. */
export function iconButton(name, label, onclick, extra = {}) {
  return el("button", { type: "button", class: "round", "aria-label": label, title: label, onclick, ...extra }, icon(name));
}

/** Rebuild what a shape is drawn from only when it changed, and keep the keyboard's place in it. */
export function fill(box, shape, make) {
  const wanted = JSON.stringify(shape);
  if (box.dataset.shape === wanted) return;
  const at = [...box.children].indexOf(document.activeElement);
  box.dataset.shape = wanted;
  box.replaceChildren(...make());
  const current = box.querySelector('[aria-pressed="true"]');
  if (current) box.scrollLeft = current.offsetLeft - box.offsetLeft - 24;
  if (at >= 0) box.children[Math.min(at, box.children.length - 1)]?.focus();
}

/** A small menu under a button, or a sheet at the bottom of a phone; closes on a choice, Escape or a press elsewhere. */
export function openMenu(anchor, items, label, sheet = null) {
  document.querySelector(".menu")?.remove();
  const close = (back) => {
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
    anchor.setAttribute("aria-expanded", "false");
    if (back) anchor.focus();
  };
  const outside = (event) => {
    if (!menu.contains(event.target) && !anchor.contains(event.target)) close(false);
  };
  const menu = el(
    "div",
    { class: sheet ? "menu sheet" : "menu", role: "menu", "aria-label": label, onkeydown: (event) => walk(event, menu, close) },
    sheet ? el("p", { role: "presentation" }, label) : null,
    items.map((item) =>
      el(
        "button",
        { type: "button", role: "menuitem", onclick: () => (close(true), item.does()) },
        item.icon ? icon(item.icon) : null,
        el("span", {}, item.text, item.hint ? el("small", {}, item.hint) : null),
        sheet ? icon("choice") : null,
      ),
    ),
  );
  if (sheet) sheet.append(menu);
  else (document.querySelector("main").append(menu), place(menu, anchor));
  anchor.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  menu.querySelector("button")?.focus();
}

function walk(event, menu, close) {
  const buttons = [...menu.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") close(true);
  if (step) buttons.at((at + step) % buttons.length)?.focus();
  if (step || event.key === "Escape") event.preventDefault();
}

function place(menu, anchor) {
  const box = anchor.getBoundingClientRect();
  const own = menu.getBoundingClientRect();
  const above = box.top - own.height - 6;
  const below = box.bottom + 6;
  const top = below + own.height < innerHeight ? below : Math.max(8, above);
  const left = Math.min(Math.max(8, box.left), innerWidth - own.width - 8);
  menu.style.top = `${top}px`;
  menu.style.left = `${left}px`;
}

export function remember(key, value) {
  try {
    localStorage.setItem(`qupia-${key}`, value);
  } catch {
    // a browser that keeps nothing: the choice holds until the page is closed
  }
}

export function recall(key) {
  try {
    return localStorage.getItem(`qupia-${key}`);
  } catch {
    return null;
  }
}
