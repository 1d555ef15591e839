// ------------------------------------------------------------------------------- the table
// Columns by how early they give way on a narrow page; those without any value are left out.
const COLUMNS = [
  ["count", 0], ["score", 0], ["documents", 1], ["kind", 1], ["unit", 1], ["known", 1], ["pos", 2], ["cohesion", 2],
  ["dispersion", 3], ["left_entropy", 3], ["right_entropy", 3], ["accessor_variety", 3],
].filter(([name]) => data[name] && data[name].some((value) => value !== null));
const ROOM = [0, 620, 900, 1100]; // CSS pixels of the list from which a tier of columns is shown
const MARKS = { accept: "✓", reject: "✗", edit: "✎" };
let pool = [], columns = [], rowHeight = 36, isNarrow = false;

function layOut() {
  const room = $("list").clientWidth;
  isNarrow = room < 520;
  rowHeight = isNarrow ? 60 : 36;
  columns = isNarrow ? [] : fittingColumns(room);
  const widths = columns.map((name) => `${widthOf(name)}em`);
  $("list").style.setProperty("--columns", isNarrow ? "36px minmax(0, 1fr) 140px"
    : `2.2em 3.6em minmax(7em, 1fr) ${widths.join(" ")} minmax(116px, 9em)`);
  $("list").classList.toggle("narrow", isNarrow);
  for (const row of pool) row.remove();
  pool = [];
  $("space").style.height = `${order.length * rowHeight}px`;
  drawHead();
}

const widthOf = (name) => ["kind", "cohesion"].includes(name) ? 6.5 : 5;
// Those of the tiers for which there is room, as far as they leave word and buttons theirs.
function fittingColumns(room) {
  const em = parseFloat(getComputedStyle($("list")).fontSize);
  let left = room - 13 * em - 150;
  return COLUMNS.filter(([name, tier]) => {
    if (room < ROOM[tier] || left < widthOf(name) * em) return false;
    left -= widthOf(name) * em;
    return true;
  }).map(([name]) => name);
}

function drawHead() {
  $("heads").hidden = isNarrow;
  const names = isNarrow ? [] : ["number", "word", ...columns, "decision"];
  $("head").replaceChildren(...(isNarrow ? [] : [columnHeader(make("span", text("select"), "unseen"), "select")]), ...names.map((name) => {
    const by = name === "number" ? null : name;
    const isBy = sorted.by === by;
    const button = make("button", text(name) + (by && isBy ? (sorted.down ? " ↓" : " ↑") : ""));
    button.type = "button";
    button.title = text("explain")[name] ?? "";
    button.addEventListener("click", () => {
      sortBy(by, isBy ? !sorted.down : name !== "word");
      go(0);
    });
    const header = columnHeader(button, name);
    if (by && isBy) header.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
    return header;
  }));
}
function columnHeader(content, name) {
  const header = make("div", undefined, name);
  header.setAttribute("role", "columnheader");
  header.append(content);
  return header;
}

function makeRow() {
  const row = make("div", undefined, "row");
  row.setAttribute("role", "row");
  const box = make("input");
  box.type = "checkbox";
  box.tabIndex = -1;
  box.addEventListener("click", (event) => { event.stopPropagation(); toggle(Number(row.dataset.place)); });
  const choose = make("div", undefined, "choose");
  choose.append(box);
  const buttons = make("div", undefined, "decide");
  for (const decision of ["accept", "reject", "edit"]) {
    const button = make("button", MARKS[decision], decision);
    button.type = "button";
    button.tabIndex = -1;
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      go(Number(row.dataset.place));
      if (decision === "edit") edit(); else advance(decision);
    });
    buttons.append(button);
  }
  buttons.append(make("bdi", undefined, "to"));
  const word = make("div", undefined, "word");
  word.append(make("bdi"), make("small"));
  row.append(choose, ...(isNarrow ? [] : [make("div", undefined, "number")]), word,
    ...columns.map((name) => make("div", undefined, name)), buttons);
  for (const each of row.children) each.setAttribute("role", "gridcell");
  row.addEventListener("click", (event) => {
    if (event.shiftKey) selectTo(Number(row.dataset.place));
    go(Number(row.dataset.place));
  });
  return row;
}

function figure(name, n) {
  const value = data[name][n];
  if (value === null) return "";
  if (name === "known") return text(value ? "yes" : "no");
  return typeof value === "number" ? number(value) : visible(String(value));
}

function fill(row, place) {
  const n = order[place], made = decisions.get(n), current = made ? made.decision : "";
  row.dataset.place = place;
  row.id = `row-${place}`;
  row.style.transform = `translateY(${place * rowHeight}px)`;
  row.setAttribute("aria-rowindex", String(place + 2));
  row.setAttribute("aria-selected", String(place === here));
  row.className = `row ${current}${place === here ? " here" : ""}`;
  const part = (name) => row.querySelector(`:scope > .${name}`);
  const box = row.querySelector("input");
  box.checked = selected.has(n);
  box.setAttribute("aria-label", `${text("select")} ${visible(words[n])}`);
  if (!isNarrow) part("number").textContent = whole(n + 1);
  const [name, under] = part("word").children;
  name.textContent = visible(words[n]);
  under.textContent = isNarrow ? [`${text("count")} ${figure("count", n)}`,
    `${text("score")} ${figure("score", n)}`].join(" · ") : "";
  for (const column of columns) part(column).textContent = figure(column, n);
  if (columns.includes("documents")) {
    part("documents").classList.toggle("alone", data.alone[n]);
    part("documents").title = data.alone[n] ? text("alone") : "";
  }
  const decide = part("decide");
  for (const button of decide.querySelectorAll("button")) {
    const decision = button.className;
    button.setAttribute("aria-pressed", String(decision === current));
    button.tabIndex = place === here ? 0 : -1; // the buttons of one row alone are on the way of Tab
    button.setAttribute("aria-label", `${text(decision)} ${visible(words[n])}`);
    button.title = text(decision);
  }
  decide.querySelector(".to").textContent = made && made.to !== undefined ? `→ ${visible(made.to)}` : "";
}

function paint() {
  const box = $("rows");
  const first = Math.max(Math.floor(box.scrollTop / rowHeight) - 4, 0);
  const needed = Math.max(Math.min(Math.ceil(box.clientHeight / rowHeight) + 8, order.length - first), 0);
  while (pool.length < needed) {
    const row = makeRow();
    pool.push(row);
    box.append(row);
  }
  pool.forEach((row, k) => {
    row.hidden = k >= needed;
    if (k >= needed) row.removeAttribute("id"); else fill(row, first + k);
  });
  $("list").setAttribute("aria-rowcount", String(order.length + 1));
}

function reveal() {
  const box = $("rows"), top = here * rowHeight;
  if (top < box.scrollTop) box.scrollTop = top;
  if (top + rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = top + rowHeight - box.clientHeight;
  paint();
  detail();
}

function go(place) {
  here = Math.min(Math.max(place, 0), Math.max(order.length - 1, 0));
  $("edit").hidden = true;
  reveal();
}

function select() {
  const current = order[here];
  order = wantedOrder();
  here = Math.max(order.indexOf(current), 0);
  $("edit").hidden = true;
  $("shown").textContent = text("shown")(whole(order.length));
  $("space").style.height = `${order.length * rowHeight}px`;
  countUp();
  reveal();
  draw();
}

function sortBy(by, down) {
  sorted = { by, down };
  $("order").value = by === null ? "list" : ORDERS.includes(by) ? by : "";
  drawHead();
  here = 0;
  select();
}

// ------------------------------------------------------------------------------- selection
let anchor = 0;
function toggle(place) {
  const n = order[place];
  if (n === undefined) return;
  if (selected.has(n)) selected.delete(n); else selected.add(n);
  anchor = place;
  go(place);
  countUp();
}
function selectTo(place) {
  for (let k = Math.min(anchor, place); k <= Math.max(anchor, place); k += 1) selected.add(order[k]);
  countUp();
}
