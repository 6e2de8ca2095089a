/* A day picker over the browser's own calendars (Intl): Jalali in Persian, Gregorian in English.
   Each input with data-day-picker gets a button; the input works without it. Keyboard as the ARIA date picker pattern:
   arrows a day or a week, Home/End the week's ends, PageUp/PageDown a month, with Shift a year, Enter choose, Esc close. */
(() => {
  "use strict";
  const DAY = 86400000;
  const parts = (date, kind) => {
    const found = {};
    const format = new Intl.DateTimeFormat(`en-u-ca-${kind}-nu-latn`, { year: "numeric", month: "numeric", day: "numeric", timeZone: "UTC" });
    for (const part of format.formatToParts(date)) found[part.type] = parseInt(part.value, 10);
    return [found.year, found.month, found.day];
  };
  const add = (date, days) => new Date(date.getTime() + days * DAY);
  const firstOf = (date, kind) => add(date, 1 - parts(date, kind)[2]);
  const nextMonth = (date, kind) => firstOf(add(firstOf(date, kind), 32), kind);
  const length = (date, kind) => Math.round((nextMonth(date, kind) - firstOf(date, kind)) / DAY);
  const latin = (text) => text.replace(/[۰-۹]/g, (d) => d.charCodeAt(0) - 1776).replace(/[٠-٩]/g, (d) => d.charCodeAt(0) - 1632);

  /* The Gregorian date of year/month/day in a calendar: guess, then correct by what Intl says; null when there is none. */
  const read = (text, kind) => {
    const match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(latin(text).trim());
    if (!match) return null;
    const [year, month, day] = match.slice(1).map(Number);
    if (month < 1 || month > 12 || day < 1 || day > 31) return null;
    let guess = new Date(Date.UTC(kind === "persian" ? year + 621 : year, month - 1, 15));
    if (kind === "persian") guess = add(guess, 79);
    for (let turn = 0; turn < 24; turn += 1) {
      const [y, m] = parts(guess, kind);
      const away = (year - y) * 12 + (month - m);
      if (away === 0) {
        const found = add(firstOf(guess, kind), day - 1);
        return parts(found, kind)[1] === month ? found : null;
      }
      guess = add(guess, away * 30);
    }
    return null;
  };

  const write = (date, input) => {
    const [year, month, day] = parts(date, input.dataset.dayPicker).map((n) => String(n).padStart(2, "0"));
    if (input.dataset.dayPicker !== "persian") return `${year}-${month}-${day}`;
    return `${year}/${month}/${day}`.replace(/\d/g, (d) => String.fromCharCode(1776 + Number(d)));
  };

  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  let open = null;
  const close = (focus) => {
    if (!open) return;
    const { dialog, button } = open;
    open = null;
    dialog.remove();
    button.setAttribute("aria-expanded", "false");
    if (focus) button.focus();
  };

  const show = (input, button) => {
    close(false);
    const kind = input.dataset.dayPicker;
    const locale = kind === "persian" ? "fa-IR" : "en-GB";
    const say = (date, options) => new Intl.DateTimeFormat(`${locale}-u-ca-${kind}`, { timeZone: "UTC", ...options }).format(date);
    const weekStart = kind === "persian" ? 6 : 1;
    const now = new Date();
    const today = new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
    let current = read(input.value, kind) || today;
    const chosen = read(input.value, kind);
    const title = make("strong", { class: "picker__title", "aria-live": "polite" });
    const grid = make("table", { role: "grid", class: "picker__grid" });
    const step = (label, sign, move) => {
      const b = make("button", { type: "button", class: `picker__step picker__step--${sign}`, "aria-label": label });
      b.addEventListener("click", () => { move(); draw(false); });
      return b;
    };
    const month = (way) => {
      const day = parts(current, kind)[2];
      const first = way > 0 ? nextMonth(current, kind) : firstOf(add(firstOf(current, kind), -1), kind);
      current = add(first, Math.min(day, length(first, kind)) - 1);
    };
    const dialog = make("div", { role: "dialog", "aria-modal": "true", class: "picker", "aria-label": input.dataset.open, dir: kind === "persian" ? "rtl" : "ltr" },
      make("div", { class: "picker__head" }, step(input.dataset.previous, "previous", () => month(-1)), title, step(input.dataset.next, "next", () => month(1))),
      grid);
    const closer = make("button", { type: "button", class: "picker__close" }, input.dataset.close);
    closer.addEventListener("click", () => close(true));
    dialog.append(closer);

    const draw = (focus) => {
      title.textContent = say(current, { year: "numeric", month: "long" });
      const first = firstOf(current, kind);
      let day = add(first, -((first.getUTCDay() - weekStart + 7) % 7));
      const head = make("tr", {});
      for (let i = 0; i < 7; i += 1) {
        const date = add(day, i);
        head.append(make("th", { scope: "col", abbr: say(date, { weekday: "long" }) }, say(date, { weekday: "narrow" })));
      }
      const rows = [];
      const end = nextMonth(current, kind);
      while (day < end) {
        const row = make("tr", {});
        for (let i = 0; i < 7; i += 1, day = add(day, 1)) {
          if (day < first || day >= end) { row.append(make("td", {})); continue; }
          const date = day;
          const cell = make("td", { role: "gridcell", tabindex: date.getTime() === current.getTime() ? "0" : "-1",
            "aria-label": say(date, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
            "aria-selected": String(Boolean(chosen) && date.getTime() === chosen.getTime()) }, say(date, { day: "numeric" }));
          if (date.getTime() === today.getTime()) cell.setAttribute("aria-current", "date");
          cell.addEventListener("click", () => choose(date));
          row.append(cell);
        }
        rows.push(row);
      }
      grid.replaceChildren(make("thead", {}, head), make("tbody", {}, ...rows));
      if (focus) grid.querySelector('[tabindex="0"]').focus();
    };
    const choose = (date) => {
      input.value = write(date, input);
      close(true);
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const forward = kind === "persian" ? -1 : 1;
    const moves = {
      ArrowRight: () => { current = add(current, forward); },
      ArrowLeft: () => { current = add(current, -forward); },
      ArrowDown: () => { current = add(current, 7); },
      ArrowUp: () => { current = add(current, -7); },
      Home: () => { current = add(current, -((current.getUTCDay() - weekStart + 7) % 7)); },
      End: () => { current = add(current, 6 - ((current.getUTCDay() - weekStart + 7) % 7)); },
      PageDown: (far) => { for (let i = 0; i < (far ? 12 : 1); i += 1) month(1); },
      PageUp: (far) => { for (let i = 0; i < (far ? 12 : 1); i += 1) month(-1); },
    };
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(true); return; }
      if (event.key === "Tab") {
        const stops = [...dialog.querySelectorAll('button, [tabindex="0"]')];
        const at = stops.indexOf(document.activeElement);
        event.preventDefault();
        stops[(at + (event.shiftKey ? stops.length - 1 : 1)) % stops.length].focus();
        return;
      }
      if (event.target.getAttribute("role") !== "gridcell") return;
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(current); return; }
      if (!(event.key in moves)) return;
      event.preventDefault();
      moves[event.key](event.shiftKey);
      draw(true);
    });
    draw(false);
    input.closest(".day-input").append(dialog);
    button.setAttribute("aria-expanded", "true");
    open = { dialog, button };
    grid.querySelector('[tabindex="0"]').focus();
  };

  const fit = (input) => {
    const home = input.closest(".day-input");
    if (!home || home.querySelector("button") || input.name.includes("__prefix__")) return;
    const button = make("button", { type: "button", class: "day-input__open", "aria-label": input.dataset.open, title: input.dataset.open, "aria-haspopup": "dialog", "aria-expanded": "false" });
    button.addEventListener("click", () => (open && open.button === button ? close(true) : show(input, button)));
    input.after(button);
  };
  const fitAll = (root) => root.querySelectorAll("input[data-day-picker]").forEach(fit);

  document.addEventListener("click", (event) => {
    if (open && !event.target.closest(".picker, .day-input__open")) close(false);
  });
  document.addEventListener("formset:added", (event) => fitAll(event.target));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => fitAll(document));
  else fitAll(document);
})();
