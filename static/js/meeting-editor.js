/* The editor of a meeting works as a plain form; this keeps drafts, counts the quorum live and shortens the way.
   Keys are read by event.code, so they work in the Persian layout. */
"use strict";
(() => {
  const form = document.getElementById("meeting");
  if (!form) return;
  const isClosed = "closed" in form.dataset;
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
  const address = new URL(location);
  const receipt = address.searchParams.get("saved");
  if (receipt) { address.searchParams.delete("saved"); history.replaceState(null, "", address); }

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

  /* Drafts: on the server two seconds after the last key, in this browser when the server is out of reach. What is sent
     stays in this browser under a name until a page comes back that says that it arrived. */
  let timer = 0, sending = false, changed = false, lost = false;
  const fields = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const tell = (name, isOffered = false) => {
    offline.firstElementChild.textContent = offline.dataset[name];
    offline.lastElementChild.hidden = !isOffered;
    offline.hidden = false;
  };
  const keepHere = () => { try { localStorage.setItem(key, fields().toString()); } catch { /* a full or closed store */ } };
  const forget = () => { try { localStorage.removeItem(key); } catch { /* as above */ } };
  const keep = async (body = fields()) => {
    clearTimeout(timer);
    let answer;
    try {
      const response = await fetch(form.dataset.draft, {method: "POST", body, redirect: "manual"});
      lost = response.type === "opaqueredirect" || response.status === 403;
      if (lost) { keepHere(); tell("lost"); return false; }
      if (!response.ok) throw new Error(response.status);
      answer = await response.json();
    } catch { keepHere(); tell("offline"); timer = setTimeout(keep, 5000); return false; }
    if (!answer.kept) { keepHere(); tell("long"); return false; }
    forget();
    changed = false;
    if (answer.closed) { tell("closed"); return true; }
    offline.hidden = true;
    saved.textContent = saved.dataset.kept;
    return true;
  };
  /* Signing in again, in another tab, gives new keys: this page takes them, if it is the same person. */
  const renew = async () => {
    try {
      const response = await fetch(form.action, {redirect: "manual"});
      if (!response.ok) return false;
      const page = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("meeting");
      if (page?.elements.who.value !== form.elements.who.value) return false;
      form.elements.csrfmiddlewaretoken.value = page.elements.csrfmiddlewaretoken.value;
    } catch { return false; }
    lost = false;
    return true;
  };
  const comeBack = async () => { if (lost && !document.hidden && await renew()) keep(); };
  window.addEventListener("focus", comeBack);
  document.addEventListener("visibilitychange", comeBack);
  form.addEventListener("input", event => {
    if (event.target.name === "c-kind") { understand(); return; }
    changed = true;
    saved.textContent = saved.dataset.typed;
    clearTimeout(timer);
    timer = setTimeout(keep, 2000);
    const conflict = event.target.closest(".conflict") ? null : form.querySelector(`[name="mine-${CSS.escape(event.target.name)}"]`);
    if (conflict) conflict.checked = true; /* who goes on writing in a box has seen the other text under it */
    if (event.target === line) understand();
    else if (event.target.closest(".seats")) count();
  });
  const bringIn = () => {
    const kept = localStorage.getItem(key), body = new URLSearchParams(kept ?? "");
    if (kept && ("refused" in form.dataset || (receipt && receipt === body.get("sent")))) { forget(); return; } /* the page has it all */
    if (!kept) return;
    body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    const isOffered = document.getElementById("restore") || document.getElementById("leftovers");
    keep(body).then(done => { if (done && !isOffered) isClosed ? location.reload() : tell("found", true); });
  };
  try { bringIn(); } catch { /* no store, nothing kept */ }
  if (isClosed) return; /* nothing is written there: only what came too late is brought in */
  form.addEventListener("submit", event => {
    if (lost) { /* once more with new keys; whoever is still signed out comes to the sign-in page, and the form with them */
      event.preventDefault();
      keepHere();
      renew().then(() => { lost = false; form.requestSubmit(event.submitter); });
      return;
    }
    sending = true;
    clearTimeout(timer);
    form.elements.sent.value = Math.random().toString(36).slice(2, 14);
    keepHere();
  });
  window.addEventListener("pageshow", () => { sending = false; });
  window.addEventListener("beforeunload", () => {
    if (!changed || sending) return;
    keepHere();
    navigator.sendBeacon(form.dataset.draft, fields());
  });
  /* The quorum as it would be: a person with two seats counts once, an alternate too. */
  const count = () => {
    const quorum = document.getElementById("quorum"), shown = quorum.querySelector("[data-present]");
    if (!shown) return;
    const people = new Set(), names = new Set(), seated = [...form.querySelectorAll(".seats [data-person]")];
    const is = (seat, value) => Boolean(seat.querySelector(`input[value=${value}]:checked`));
    for (const seat of seated.filter(seat => is(seat, "present"))) { people.add(seat.dataset.person); names.add(seat.dataset.name); }
    for (const seat of seated.filter(seat => is(seat, "alternate") && !people.has(seat.dataset.person))) {
      const name = seat.querySelector("[name$='-alt']").value.trim();
      if (name && names.has(name)) continue; /* nobody sits in for two, or for one while being there as a member */
      people.add(seat.dataset.person);
      names.add(name);
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
