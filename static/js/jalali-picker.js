/* A day picker over the browser's own calendars (Intl): Jalali in Persian, Gregorian in English.
   Each input with data-day-picker gets a button that opens a dialog; without script the input works alone.
   Keyboard: arrows a day or a week, Home and End the week's ends, PageUp and PageDown a month (with Shift a year),
   Enter or Space choose, Esc closes. */
(() => {
  "use strict";
  const OLDEST = Date.UTC(1921, 2, 21), NEWEST = Date.UTC(2121, 11, 31);
  const format = (tag, options) => new Intl.DateTimeFormat(tag, { timeZone: "UTC", ...options });
  const numbers = { year: "numeric", month: "numeric", day: "numeric" };
  const plain = { persian: format("en-u-ca-persian-nu-latn", numbers), gregory: format("en-u-ca-gregory-nu-latn", numbers) };
  const partsOf = (formatter, date) => Object.fromEntries(formatter.formatToParts(date).map((part) => [part.type, part.value]));
  const ymd = (date, kind) => {
    const { year, month, day } = partsOf(plain[kind], date);
    return [year, month, day].map((text) => parseInt(text, 10));
  };
  const add = (date, days) => new Date(date.getTime() + days * 86400000);
  const first = (date, kind) => add(date, 1 - ymd(date, kind)[2]);
  const next = (date, kind) => first(add(first(date, kind), 32), kind);
  const moveMonths = (date, months, kind) => {
    let start = first(date, kind);
    for (let i = 0; i < Math.abs(months); i += 1) start = months > 0 ? next(start, kind) : first(add(start, -1), kind);
    const last = ymd(add(next(start, kind), -1), kind)[2];
    return add(start, Math.min(ymd(date, kind)[2], last) - 1);
  };
  const latin = (text) => text.replace(/[۰-۹٠-٩]/g, (digit) => digit.charCodeAt(0) & 15);
  const persian = (text) => text.replace(/\d/g, (digit) => String.fromCharCode(1776 + Number(digit)));

  /* What was typed as a date: a month is found by steps from a guess; null when the calendar has no such day. */
  const read = (text, kind) => {
    const match = /^\s*(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*$/.exec(latin(text));
    if (!match) return null;
    const [year, month, day] = match.slice(1).map(Number);
    const from = /^1[345]/.test(match[1]) ? "persian" : "gregory";
    if (kind === "persian" && from !== "persian") return null;
    let date = new Date(Date.UTC(year + (from === "persian" ? 621 : 0), 6, 1));
    const [y, m] = ymd(date, from);
    date = add(first(moveMonths(first(date, from), (year - y) * 12 + month - m, from), from), day - 1);
    return String(ymd(date, from)) === String([year, month, day]) ? date : null;
  };
  const write = (date, kind) => {
    const text = ymd(date, kind).map((n) => String(n).padStart(2, "0"));
    return kind === "persian" ? persian(text.join("/")) : text.join("-");
  };
  const today = () => {
    const { year, month, day } = partsOf(format("en-u-ca-gregory-nu-latn", { ...numbers, timeZone: "Asia/Tehran" }), new Date());
    return new Date(Date.UTC(year, month - 1, day));
  };
  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  const open = (input, button) => {
    const words = input.dataset, kind = words.dayPicker, rtl = kind === "persian", now = today();
    const tag = rtl ? "fa-IR-u-ca-persian" : "en-GB-u-ca-gregory";
    const names = format(tag, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
    const narrow = format(tag, { weekday: "narrow" });
    const weekday = (date) => (date.getUTCDay() + (rtl ? 1 : 6)) % 7;
    const chosen = read(input.value, kind);
    let current = chosen || now;

    const title = make("strong", { class: "picker__title", "aria-live": "polite" });
    const grid = make("table", { class: "picker__grid", role: "grid" });
    const step = (months, label, way) => {
      const arrow = make("button", { type: "button", class: `picker__step picker__step--${way}`, "aria-label": label });
      arrow.addEventListener("click", () => go(moveMonths(current, months, kind), false));
      return arrow;
    };
    const close = make("button", { type: "button", class: "picker__close" }, words.close);
    const dialog = make("dialog", { class: "picker", dir: rtl ? "rtl" : "ltr", "aria-label": button.getAttribute("aria-label") },
      make("div", { class: "picker__head" }, step(-1, words.previous, "previous"), title, step(1, words.next, "next")),
      grid, close);

    const draw = () => {
      const name = partsOf(names, current), start = first(current, kind), end = next(current, kind);
      title.textContent = `${name.month} ${name.year}`;
      const head = make("tr", {}), body = make("tbody", {});
      for (let day = add(start, -weekday(start)); day < end;) {
        const row = make("tr", {});
        for (let i = 0; i < 7; i += 1, day = add(day, 1)) {
          const is = partsOf(names, day);
          if (!body.firstChild) head.append(make("th", { scope: "col", abbr: is.weekday }, narrow.format(day)));
          if (day < start || day >= end) { row.append(make("td", {})); continue; }
          const cell = make("td", {
            tabindex: +day === +current ? 0 : -1, "data-day": +day, "aria-selected": +day === +chosen && chosen !== null,
            "aria-label": `${is.weekday} ${is.day} ${is.month} ${is.year}`, ...(+day === +now && { "aria-current": "date" }),
          }, is.day);
          row.append(cell);
        }
        body.append(row);
      }
      grid.replaceChildren(make("thead", {}, head), body);
    };
    const go = (date, focus) => {
      if (+date < OLDEST || +date > NEWEST) return;
      current = date;
      draw();
      if (focus) grid.querySelector('[tabindex="0"]').focus();
    };
    const leave = () => {
      dialog.close();
      dialog.remove();
      button.setAttribute("aria-expanded", "false");
      button.focus();
    };
    const choose = (cell) => {
      input.value = write(new Date(Number(cell.dataset.day)), kind);
      leave();
      for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }));
    };
    const side = rtl ? -1 : 1;
    const moves = {
      ArrowRight: () => add(current, side), ArrowLeft: () => add(current, -side),
      ArrowDown: () => add(current, 7), ArrowUp: () => add(current, -7),
      Home: () => add(current, -weekday(current)), End: () => add(current, 6 - weekday(current)),
      PageDown: (event) => moveMonths(current, event.shiftKey ? 12 : 1, kind),
      PageUp: (event) => moveMonths(current, event.shiftKey ? -12 : -1, kind),
    };
    grid.addEventListener("keydown", (event) => {
      if (!event.target.dataset.day || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "Enter" || event.key === " ") choose(event.target);
      else if (moves[event.key]) go(moves[event.key](event), true);
      else return;
      event.preventDefault();
    });
    grid.addEventListener("click", (event) => { if (event.target.dataset.day) choose(event.target); });
    close.addEventListener("click", leave);
    dialog.addEventListener("click", (event) => { if (event.target === dialog) leave(); });
    dialog.addEventListener("cancel", leave);

    draw();
    document.body.append(dialog);
    dialog.showModal();
    button.setAttribute("aria-expanded", "true");
    const field = button.parentElement.getBoundingClientRect(), box = dialog.getBoundingClientRect();
    const inside = (place, size, room) => `${Math.max(8, Math.min(place, room - size - 8))}px`;
    dialog.style.left = inside(rtl ? field.right - box.width : field.left, box.width, document.documentElement.clientWidth);
    dialog.style.top = inside(field.bottom + 4, box.height, window.innerHeight);
    grid.querySelector('[tabindex="0"]').focus();
  };

  const fit = (input) => {
    if (input.disabled || input.readOnly || input.name.includes("__prefix__") || input.nextElementSibling?.matches(".day-input__open")) return;
    const label = input.labels[0]?.textContent.trim().replace(/[:：]$/, "");
    const name = [input.dataset.open, label, label === input.getAttribute("aria-label") ? "" : input.getAttribute("aria-label")];
    const button = make("button", {
      type: "button", class: "day-input__open", title: input.dataset.open, "aria-label": name.filter(Boolean).join(": "),
      "aria-haspopup": "dialog", "aria-expanded": "false",
    });
    button.addEventListener("click", () => open(input, button));
    input.after(button);
  };
  const fitAll = (root) => root.querySelectorAll("input[data-day-picker]").forEach(fit);
  document.addEventListener("formset:added", (event) => fitAll(event.target));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => fitAll(document));
  else fitAll(document);
})();
