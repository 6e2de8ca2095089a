/* The editor of a meeting works as a plain form; this keeps drafts, counts the quorum live and shortens the way.
   Keys are read by event.code, so they work in the Persian layout. */
"use strict";
(() => {
  const form = document.getElementById("meeting");
  if (!form) return;
  const persian = document.documentElement.lang === "fa";
  const digits = text => persian ? String(text).replace(/\d/g, digit => "۰۱۲۳۴۵۶۷۸۹"[digit]) : String(text);
  const line = document.getElementById("c-text"), saved = document.getElementById("saved");
  const offline = document.getElementById("offline"), key = form.dataset.key;
  const typing = target => target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
  const press = (value, root = form) => {
    const button = root.querySelector(`button[name=act][value^="${value}"]`);
    if (button) form.requestSubmit(button);
    return Boolean(button);
  };

  /* Where the eye was, it is again. Going to an anchor takes the focus away, so this comes after it. */
  const errors = document.getElementById("errors");
  const settle = () => {
    if (document.activeElement && document.activeElement !== document.body) return; /* somebody was faster */
    if (errors && !errors.hidden) errors.focus();
    else if (location.hash === "#composer") line?.focus();
    else if (location.hash) document.getElementById(location.hash.slice(1))?.querySelector("textarea, input, button")?.focus();
  };
  window.addEventListener("load", () => requestAnimationFrame(settle));
  form.addEventListener("focusin", event => {
    const part = event.target.closest("[id^=item-], [id^=dec-], #attendance, #composer");
    if (part) form.elements.at.value = part.id;
    const item = event.target.closest("details.item");
    const choice = item && document.getElementById("c-item");
    if (choice && event.target !== line) choice.value = item.id.slice(5);
  });

  /* Drafts: on the server two seconds after the last key, in this browser when the server is out of reach. */
  let timer = 0, sending = false, changed = false;
  const fields = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const tell = name => { offline.textContent = offline.dataset[name]; offline.hidden = false; };
  const keepHere = () => { try { localStorage.setItem(key, fields().toString()); } catch { /* a full or closed store */ } };
  const forget = () => { try { localStorage.removeItem(key); } catch { /* as above */ } };
  const keep = async (body = fields()) => {
    try {
      const response = await fetch(form.dataset.draft, {method: "POST", body, redirect: "manual"});
      if (response.type === "opaqueredirect" || response.status === 403) { keepHere(); tell("lost"); return false; }
      if (!response.ok || !(await response.json()).kept) throw new Error(response.status);
    } catch { keepHere(); tell("offline"); timer = setTimeout(keep, 5000); return false; }
    forget();
    offline.hidden = true;
    saved.textContent = saved.dataset.kept;
    return true;
  };
  form.addEventListener("input", event => {
    if (event.target.name === "c-kind") { understand(); return; }
    changed = true;
    saved.textContent = saved.dataset.typed;
    clearTimeout(timer);
    timer = setTimeout(keep, 2000);
    if (event.target === line) understand();
    else if (event.target.closest(".seats")) count();
  });
  form.addEventListener("submit", () => { sending = true; clearTimeout(timer); keepHere(); });
  window.addEventListener("pageshow", () => { sending = false; });
  window.addEventListener("beforeunload", () => { if (changed && !sending) navigator.sendBeacon(form.dataset.draft, fields()); });
  try {
    const kept = localStorage.getItem(key);
    if (kept && performance.getEntriesByType("navigation")[0]?.responseStatus !== 422) {
      forget();
      const body = new URLSearchParams(kept), same = body.get("base") === form.elements.base.value;
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      if (same && !document.getElementById("restore")) keep(body).then(done => { if (done) tell("found"); });
    }
  } catch { /* no store, nothing kept */ }

  /* The quorum as it would be: a person with two seats counts once. */
  const count = () => {
    const quorum = document.getElementById("quorum"), shown = quorum.querySelector("[data-present]");
    if (!shown) return;
    const people = new Set();
    for (const seat of form.querySelectorAll(".seats [data-person]")) {
      if (seat.querySelector("input[value=present]:checked, input[value=alternate]:checked")) people.add(seat.dataset.person);
    }
    const met = people.size > 0 && people.size >= Number(quorum.dataset.needed), mark = quorum.querySelector(".mark");
    shown.textContent = digits(people.size);
    mark.className = met ? "mark done" : "mark late";
    mark.textContent = met ? quorum.dataset.met : quorum.dataset.unmet;
  };

  /* What the quick line means, before it is added. */
  let asking = 0;
  const understand = () => {
    clearTimeout(asking);
    const read = document.getElementById("c-read");
    if (!line?.value.trim()) { read.textContent = ""; return; }
    asking = setTimeout(async () => {
      try {
        const response = await fetch(form.dataset.understand, {method: "POST", body: fields(), redirect: "manual"});
        if (response.ok) read.textContent = (await response.json()).words;
      } catch { read.textContent = ""; }
    }, 250);
  };

  /* Keys. */
  const items = [...form.querySelectorAll("details.item[id]")];
  const current = () => document.activeElement?.closest("details.item[id]") ?? form.querySelector(`#item-${document.getElementById("c-item")?.value}`);
  const open = item => {
    if (!item) return;
    item.open = true;
    document.getElementById("c-item").value = item.id.slice(5);
    item.querySelector("textarea")?.focus();
    item.scrollIntoView({block: "nearest"});
  };
  const seats = [...form.querySelectorAll(".seats > li")];
  const seatKeys = {Digit1: "present", Digit2: "alternate", Digit3: "apology", Digit4: "absent", Numpad1: "present", Numpad2: "alternate", Numpad3: "apology", Numpad4: "absent"};
  const go = seat => { (seat?.querySelector("input:checked") ?? seat?.querySelector("input[type=radio]"))?.focus(); };
  document.addEventListener("keydown", event => {
    const {code, target} = event, index = seats.indexOf(target.closest(".seats > li"));
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && code === "KeyS") press("save", form.querySelector(".livebar"));
    else if ((event.ctrlKey || event.metaKey) && code === "Enter") { if (!press("done-", current() ?? form)) return; }
    else if (event.altKey && code === "KeyA") { if (!press("adopt-", current() ?? form)) return; }
    else if (event.altKey && code === "KeyP") { if (!press("rest")) return; }
    else if (event.altKey && code === "KeyN") { if (!press("move-", form.querySelector(".livebar > .row"))) return; }
    else if (event.altKey && code === "KeyT") { const tie = current()?.querySelector("a.tie"); if (!tie) return; tie.click(); }
    else if (event.altKey && (code === "ArrowUp" || code === "ArrowDown")) {
      const up = code === "ArrowUp", item = current();
      if (event.shiftKey) { if (!item || !press(up ? "up-" : "down-", item)) return; }
      else open(items[Math.max(0, Math.min(items.length - 1, items.indexOf(item) + (up ? -1 : 1)))]);
    }
    else if (code === "Escape") line?.focus();
    else if (code === "F9") { const keys = document.getElementById("keys"); keys.open = !keys.open; if (keys.open) keys.scrollIntoView(); }
    else if (target === line && code === "Enter" && !event.shiftKey && !event.ctrlKey) press("capture");
    else if (index >= 0 && !typing(target) && seatKeys[code]) {
      const radio = seats[index].querySelector(`input[value=${seatKeys[code]}]`);
      radio.checked = true;
      radio.dispatchEvent(new Event("input", {bubbles: true}));
      if (seatKeys[code] === "alternate") { const more = seats[index].querySelector("details"); more.open = true; more.querySelector("input").focus(); }
      else go(seats[index + 1] ?? seats[index]);
    }
    else if (index >= 0 && !typing(target) && (code === "ArrowDown" || code === "ArrowUp")) go(seats[index + (code === "ArrowDown" ? 1 : -1)]);
    else return;
    event.preventDefault();
  });
})();
