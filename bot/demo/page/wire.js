// The bot's requests and the messengers' answers, newest first; what was refused stands out.

import { clockTime } from "./dates.js";
import { el, icon } from "./dom.js";
import { gently, read, tell } from "./live.js";
import { word } from "./words.js";

const FAULTS = ["429", "5xx", "reset_before", "reset_after", "slow"];

function pretty(value) {
  if (typeof value !== "string") return value;
  try {
    return /^[[{]/.test(value) ? JSON.parse(value) : value;
  } catch {
    return value;
  }
}

function exchange(one) {
  const request = Object.fromEntries(Object.entries(one.request).map(([key, value]) => [key, pretty(value)]));
  const verdict = one.ok ? "200" : `${one.status || "✕"}`;
  return el(
    "details",
    { class: one.ok ? "exchange" : "exchange no" },
    el(
      "summary",
      {},
      el("time", {}, clockTime(new Date(one.at))),
      el("b", {}, one.method),
      el("span", { class: "to" }, one.request.chat_id ?? one.request.to ?? one.request.recipient ?? ""),
      el("span", { class: "said" }, one.description ?? ""),
      el("span", { class: "ms" }, `${one.ms} ms`),
      el("span", { class: "code" }, verdict),
    ),
    el("pre", { tabindex: "0" }, JSON.stringify({ request, answer: one.ok ? one.result : one.description, fault: one.fault ?? undefined }, null, 2)),
  );
}

const DOORS = { telegram: "/demo/fault", whatsapp: "/demo/whatsapp/fault" };

/** What breaks next, and on which messenger; one thing at a time. */
function faults() {
  const option = (channel, kind) => el("option", { value: `${channel} ${kind}` }, word("faults")[kind]);
  const groups = [["telegram", "telegram"], ["whatsapp", "whatsApp"]].map(([channel, name]) =>
    el("optgroup", { label: word(name) }, FAULTS.map((kind) => option(channel, kind))),
  );
  const choose = async () => {
    const [channel, kind] = select.value.split(" ");
    await Promise.all(Object.values(DOORS).map((door) => tell(door, { kind: "none" })));
    if (kind) await tell(DOORS[channel], { kind });
  };
  const select = el("select", { onchange: choose }, el("option", { value: "none" }, word("faults").none), groups);
  return select;
}

export function wire(root) {
  let only = false;
  const known = new Map();
  const counts = el("span", { class: "counts" });
  const refusals = el("span", { class: "counts no" });
  const list = el("div", { class: "exchanges" });
  const filter = el("input", { type: "checkbox", onchange: (event) => ((only = event.target.checked), refresh()) });
  const fault = faults();
  const details = el(
    "details",
    { class: "drawer", ontoggle: () => refresh() },
    el("summary", {}, icon("down"), el("h2", {}, word("wire")), counts, refusals),
    el("p", { class: "hint" }, word("wireHint")),
    el("div", { class: "bar" }, el("label", {}, filter, word("onlyRefused")), el("label", {}, word("breakNext"), fault)),
    list,
  );
  root.setAttribute("aria-label", word("wire"));
  root.replaceChildren(details);

  const refresh = gently(async () => {
    if (!details.open) return;
    const places = ["/demo/wire", "/demo/whatsapp/wire"];
    const told = await Promise.all(places.map(async (place) => (await read(place)).exchanges.map((one) => ({ ...one, key: place + one.id }))));
    const wanted = told.flat().filter((one) => !only || !one.ok).sort((one, other) => (one.at < other.at ? 1 : -1));
    for (const one of wanted) if (!known.has(one.key)) known.set(one.key, exchange(one));
    list.replaceChildren(...(wanted.length ? wanted.map((one) => known.get(one.key)) : [el("p", { class: "hint" }, word("nothingYet"))]));
  });

  return {
    open: () => (details.open = true),
    show(world) {
      counts.textContent = word("requests", world.counts.requests);
      refusals.textContent = world.counts.refused ? word("refused", world.counts.refused) : "";
      refusals.hidden = !world.counts.refused;
      if (!world.faults.length) fault.value = "none";
      refresh();
    },
  };
}
