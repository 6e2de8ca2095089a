/* The desks work as plain forms; this only makes them faster. Keys are read by event.code, so they work in the Persian layout. */
"use strict";
(() => {
  const form = document.getElementById("desk");
  if (!form) return;
  const persian = document.documentElement.lang === "fa";
  const digits = text => persian ? String(text).replace(/\d/g, digit => "۰۱۲۳۴۵۶۷۸۹"[digit]) : String(text);
  const figure = text => {
    const latin = text.replace(/[۰-۹]/g, c => c.charCodeAt(0) - 0x6f0).replace(/[٠-٩]/g, c => c.charCodeAt(0) - 0x660);
    const value = latin.replace(/[٫/]/, ".").replace(/[%٪\s]/g, "");
    return value === "" || isNaN(value) ? null : Number(value);
  };
  const typing = target => target.matches("textarea, select, input:not([type=radio], [type=checkbox])");

  document.getElementById("errors")?.focus();

  /* What was typed is not lost by a wrong click. */
  const snapshot = () => new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, value.name ?? value])).toString();
  const before = snapshot();
  const kept = form.querySelector("[aria-invalid], [name$=kept]") !== null;
  let sending = false;
  const leave = event => { if (!sending && (kept || snapshot() !== before)) event.preventDefault(); };
  window.addEventListener("beforeunload", leave);
  form.addEventListener("submit", () => {
    sending = true;
    for (const box of form.querySelectorAll("input[type=file]")) box.disabled = box.files.length === 0;
  });
  window.addEventListener("pageshow", () => {
    sending = false;
    for (const box of form.querySelectorAll("input[type=file]")) box.disabled = false;
  });

  if (form.dataset.desk === "progress") progress();
  if (form.dataset.desk === "verify") verify();

  function progress() {
    const boxes = [...form.querySelectorAll("input.num")];
    const tally = document.getElementById("tally");

    /* Opens what a figure asks for; what only the first digit of a figure asked for is put away again. */
    const look = (box, typed) => {
      const row = box.closest("tr"), value = figure(box.value);
      const why = row.querySelector("details.why"), fall = row.querySelector(".fall");
      const reported = row.dataset.reported === "" ? null : Number(row.dataset.reported);
      if (value !== null && Number(row.dataset.planned) - value > 10) {
        if (!why.open) why.dataset.asked = "";
        why.open = true;
      } else if (typed && "asked" in why.dataset) {
        delete why.dataset.asked;
        why.open = false;
      }
      if (value !== null && reported !== null && value < reported) fall.hidden = false;
      else if (typed && !fall.querySelector("textarea").value) fall.hidden = true;
    };
    const count = () => {
      const rows = boxes.filter(box => box.value.trim() || box.closest("tr").querySelector("[name$=-same]").checked).length;
      tally.textContent = rows ? tally.dataset.typed.replace("{n}", digits(rows)) : tally.dataset.none;
    };
    const go = (box, step) => {
      const next = boxes[boxes.indexOf(box) + step];
      next?.focus();
      next?.select();
    };

    form.addEventListener("keydown", event => {
      const box = event.target;
      if ((event.ctrlKey || event.metaKey) && event.code === "KeyS") {
        event.preventDefault();
        form.requestSubmit(form.querySelector(".primary[value=save]"));
        return;
      }
      if (!boxes.includes(box) || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      const same = box.closest("tr").querySelector("[name$=-same]");
      if (["Enter", "NumpadEnter", "ArrowDown"].includes(event.code)) go(box, 1);
      else if (event.code === "ArrowUp") go(box, -1);
      else if (event.key === "=" || event.code === "Equal") {
        box.value = "";
        same.checked = !same.checked;
        count();
        if (same.checked) go(box, 1);
      } else return;
      event.preventDefault();
    });
    /* From a row on to the next figure; from anywhere else to the first activity that is open. */
    document.addEventListener("keydown", event => {
      if (!(event.ctrlKey || event.metaKey) || !["Enter", "NumpadEnter"].includes(event.code)) return;
      event.preventDefault();
      const row = event.target.closest?.("tr[id]");
      if (row) go(row.querySelector("input.num"), 1);
      else (form.querySelector("tr:not(.off) input.num") ?? boxes[0])?.focus();
    });
    form.addEventListener("input", event => {
      const box = event.target;
      if (boxes.includes(box)) {
        if (box.value.trim()) box.closest("tr").querySelector("[name$=-same]").checked = false;
        look(box, true);
      } else if (box.matches("[name$=-same]") && box.checked) {
        box.closest("tr").querySelector("input.num").value = "";
      }
      count();
    });
    boxes.forEach(box => look(box, false));
    count();
  }

  function verify() {
    const entries = [...form.querySelectorAll(".entry")];
    const here = () => entries.indexOf(document.activeElement?.closest(".entry"));
    const go = index => {
      const entry = entries[Math.max(0, Math.min(entries.length - 1, index))];
      entry?.focus();
      entry?.scrollIntoView({block: "nearest"});
    };
    document.addEventListener("keydown", event => {
      if ((event.ctrlKey || event.metaKey) && event.code === "KeyS") {
        event.preventDefault();
        form.requestSubmit(form.querySelector(".sticky-end .primary"));
        return;
      }
      if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
      const index = here(), entry = entries[index];
      const choice = {Digit1: "v", Digit2: "o", Digit3: "r", Numpad1: "v", Numpad2: "o", Numpad3: "r"}[event.code];
      if (event.code === "KeyJ") go(index + 1);
      else if (event.code === "KeyK") go(index < 0 ? 0 : index - 1);
      else if (!entry) return;
      else if (choice) {
        const radio = entry.querySelector(`input[type=radio][value=${choice}]`);
        if (!radio) return;
        radio.checked = true;
        radio.dispatchEvent(new Event("input", {bubbles: true}));
        if (choice !== "v") entry.querySelector(choice === "o" ? "input.num" : "textarea")?.focus();
      } else if (event.code === "Space" && event.target === entry) {
        const pick = entry.querySelector("input[name=pick]");
        if (pick) pick.checked = !pick.checked;
      } else if (event.code === "KeyO") entry.querySelector(".files a")?.click();
      else return;
      event.preventDefault();
    });
  }
})();
