// --------------------------------------------------------------------------- the word looked at
const FIGURES = ["count", "score", "documents", "dispersion", "cohesion", "left_entropy", "right_entropy",
  "accessor_variety", "known", "unit", "kind", "pos", "variant_of"].filter((name) => data[name]);

function detail() {
  const n = order[here];
  $("panel").hidden = n === undefined;
  $("list").removeAttribute("aria-activedescendant");
  if (n === undefined) return;
  $("list").setAttribute("aria-activedescendant", `row-${here}`);
  $("word").textContent = visible(words[n]);
  const made = decisions.get(n), current = made ? made.decision : "";
  $("verdict").textContent = made ? (made.to === undefined ? text(current) : `${text("edited")} ${visible(made.to)}`) : "";
  $("verdict").className = current;
  for (const decision of ["accept", "reject", "edit"]) {
    $(`do-${decision}`).setAttribute("aria-pressed", String(decision === current));
  }
  $("figures").replaceChildren(...FIGURES.filter((name) => data[name][n] !== null).map((name) => {
    const pair = make("div");
    pair.title = text("explain")[name];
    pair.append(make("dt", text(name)), make("dd", figure(name, n)));
    return pair;
  }), ...timeLine(n));
  const found = data.contexts ? contextsInOrder(data.contexts[n]) : null;
  $("context-order").hidden = !found || found.length < 2;
  $("contexts").replaceChildren(...(found === null ? [make("p", text("none"))] : found.map(([line, begin, end, source]) => {
    const element = make("div", undefined, "context");
    if (source) element.title = visible(source);
    element.append(make("bdi", visible(line.slice(0, begin)), "before"), make("mark", visible(line.slice(begin, end))),
      make("bdi", visible(line.slice(end)), "after"));
    if (source) {
      const place = make("span", undefined, "source"); // cut on its left: the name of a file is at the right
      place.append(make("bdi", visible(source)));
      element.append(place);
    }
    return element;
  })));
}

// Contexts as they stand in the text, or by what stands next to the word, so that like ones are together.
const CONTEXT_ORDERS = ["text", "left", "right"];
function contextsInOrder(found) {
  const by = $("context-order").value;
  if (by !== "left" && by !== "right") return found;
  const left = ([line, begin]) => [...line.slice(0, begin)].reverse().join(""), right = ([line, , end]) => line.slice(end);
  const key = by === "left" ? left : right;
  return [...found].sort((a, b) => key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}

// When the word was first and last seen, as a bar within the time of the whole corpus.
function timeLine(n) {
  if (!data.first_seen || data.first_seen[n] === null) return [];
  const moments = (name) => data[name].filter((value) => value !== null).map(Date.parse);
  const begin = Math.min(...moments("first_seen")), end = Math.max(...moments("last_seen"));
  const share = (name) => end > begin ? (Date.parse(data[name][n]) - begin) / (end - begin) * 100 : 0;
  const row = make("div", undefined, "seen");
  row.title = text("explain").seen;
  const bar = make("span", undefined, "bar"), inner = make("span");
  inner.style.left = `${share("first_seen")}%`;
  inner.style.width = `${Math.max(share("last_seen") - share("first_seen"), 2)}%`;
  bar.append(inner);
  const value = make("dd", `${data.first_seen[n].slice(0, 10)} – ${data.last_seen[n].slice(0, 10)}`);
  value.append(bar);
  row.append(make("dt", text("seen")), value);
  return [row];
}

// ------------------------------------------------------------------------------- decisions
function advance(decision) {
  const n = order[here], state = $("state").value;
  if (n === undefined) return;
  const current = decisions.get(n);
  record([[n, current && current.decision === decision ? undefined : { decision }]]);
  countUp();
  if (state === "all" || state === "new") { go(here + 1); draw(); } else select();
}
function decideAll(decision) {
  const chosen = selected.size ? [...selected] : order.filter((n) => !decisions.has(n));
  record(chosen.map((n) => [n, { decision }]));
  selected.clear();
  select();
  announce(text("decided")(whole(chosen.length)));
}
function takeBack() {
  const step = undo();
  announce(step ? text("undone")(whole(step.length)) : text("nothing_to_undo"));
  if (!step) return;
  select();
  const place = order.indexOf(step[0][0]);
  if (place >= 0) go(place);
}
function edit() {
  if (order[here] === undefined) return;
  const made = decisions.get(order[here]);
  $("edit").hidden = false;
  $("edited").value = made && made.to !== undefined ? made.to : words[order[here]];
  $("edited").focus();
  $("edited").select();
}
function setEdited() {
  const n = order[here], to = $("edited").value.trim();
  if (to) record([[n, to === words[n] ? { decision: "accept" } : { decision: "edit", to }]]);
  $("edit").hidden = true;
  $("list").focus();
  countUp();
  go(here + 1);
}

function countUp() {
  $("progress").textContent = text("progress")(whole(decisions.size), whole(size));
  $("bar").max = Math.max(size, 1);
  $("bar").value = decisions.size;
  const chosen = selected.size, open = order.reduce((sum, n) => sum + !decisions.has(n), 0);
  for (const decision of ["accept", "reject"]) {
    const button = $(`bulk-${decision}`);
    button.textContent = text(`bulk_${decision}`)(whole(chosen || open), chosen > 0);
    button.disabled = !(chosen || open);
  }
  $("clear").hidden = !chosen;
  $("undo").disabled = !history.length;
}
let silence = 0;
function announce(message) {
  $("said").textContent = message;
  clearTimeout(silence);
  silence = setTimeout(() => { $("said").textContent = ""; }, 6000);
}
