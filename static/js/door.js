/* Attendance at the door. The page works as one form; with this each tick is sent by itself. What could not be sent is kept
   on the phone (localStorage) and sent when the connection is back, also after the page was closed. A tick says how it is,
   so sending it twice is once. Words stand in data attributes of the form. */
"use strict";
(() => {
  const form = document.getElementById("roll");
  if (!form) return;
  const persian = document.documentElement.lang === "fa";
  const digits = value => persian ? String(value).replace(/\d/g, digit => "۰۱۲۳۴۵۶۷۸۹"[digit]) : String(value);
  const line = document.getElementById("line"), tally = document.getElementById("tally"), find = document.getElementById("find");
  const rows = [...form.querySelectorAll(".who")];
  const key = form.dataset.key, again = 4000;
  let sending = false, timer = null;

  /* The ticks that the portal has not confirmed: {enrolment: "p" | "a" | ""}. Each is read and written anew, for two tabs. */
  const waiting = () => {
    if (refused) return memory;
    try { return JSON.parse(localStorage.getItem(key)) ?? {}; } catch { return memory; }
  };
  let memory = {}, refused = false; /* the phone keeps nothing: its storage is full or closed */
  const keep = marks => {
    memory = marks;
    try {
      if (Object.keys(marks).length) localStorage.setItem(key, JSON.stringify(marks));
      else localStorage.removeItem(key);
      refused = false;
    } catch { /* the page itself keeps them while it is open */
      refused = true;
    }
  };

  const rowOf = id => form.querySelector(`[name="m-${id}"]`)?.closest(".who");
  const say = (id, words, kind = "") => {
    const state = rowOf(id)?.querySelector(".who__state");
    if (!state) return;
    state.textContent = words;
    state.className = `who__state small ${kind}`;
  };
  const tell = words => {
    line.textContent = words;
    line.hidden = !words;
  };
  const count = () => {
    const marked = rows.filter(row => row.querySelector("input:checked")?.value).length;
    tally.textContent = form.dataset.tally.replace("{n}", digits(marked)).replace("{all}", digits(rows.length));
  };
  const choose = (id, mark) => {
    const box = form.querySelector(`[name="m-${id}"][value="${mark}"]`);
    if (box) box.checked = true;
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(send, again);
  };

  async function send() {
    const marks = waiting(), ids = Object.keys(marks);
    if (sending || !ids.length) return;
    sending = true;
    const body = new URLSearchParams(ids.map(id => [`m-${id}`, marks[id]]));
    for (const id of ids) say(id, form.dataset.saving);
    try {
      const answer = await fetch(location.pathname, {
        method: "POST",
        body,
        headers: {"Accept": "application/json", "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value},
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect" || answer.status === 403) hold(ids, form.dataset.signin, false);
      else if (!answer.ok) hold(ids, form.dataset.refused, true);
      else take(marks, await answer.json());
    } catch {
      hold(ids, form.dataset.offline, true);
    }
    sending = false;
    if (line.hidden && Object.keys(waiting()).length) send();
  }

  function hold(ids, words, retry) {
    for (const id of ids) say(id, form.dataset.kept, "kept");
    tell(words);
    if (retry) later();
  }

  /* A tick that was changed again while it was on its way stays in the queue. */
  function take(sent, answer) {
    const left = waiting();
    for (const [id, mark] of Object.entries(answer.saved)) {
      if (left[id] === sent[id]) delete left[id];
      const was = form.querySelector(`[name="was-${id}"]`);
      if (was) was.value = mark;
      say(id, form.dataset.saved);
    }
    for (const [id, words] of Object.entries(answer.refused)) {
      delete left[id];
      choose(id, form.querySelector(`[name="was-${id}"]`)?.value ?? "");
      say(id, words, "bad");
    }
    keep(left);
    tell("");
    count();
  }

  const mark = changes => {
    keep({...waiting(), ...changes});
    count();
    send();
  };

  form.addEventListener("change", event => {
    const box = event.target;
    if (box.name?.startsWith("m-")) mark({[box.name.slice(2)]: box.value});
  });
  form.addEventListener("submit", event => {
    event.preventDefault();
    const letter = {present: "p", absent: "a"}[event.submitter?.value];
    if (!letter) return;
    const changes = {};
    for (const row of rows) {
      const box = row.querySelector("input:checked");
      if (box && box.value) continue;
      const id = row.querySelector("[name^=m-]").name.slice(2);
      changes[id] = letter;
      choose(id, letter);
    }
    mark(changes);
  });

  /* Finding takes any spelling of a name: kinds of letters, half-spaces and marks do not count. */
  const plain = text => text.toLowerCase().replace(/[\u064b-\u0652\u200c\s]/g, "").replace(/ي|ى/g, "ی").replace(/ك/g, "ک").replace(/[أإآ]/g, "ا").replace(/ة/g, "ه");
  document.getElementById("find-row").hidden = false;
  find.addEventListener("input", () => {
    const asked = plain(find.value);
    for (const row of rows) row.hidden = !plain(row.dataset.name).includes(asked);
  });
  find.addEventListener("keydown", event => { if (event.key === "Enter") event.preventDefault(); });

  /* Nothing is left to save by hand; the button is for pages without script. */
  document.getElementById("save").hidden = true;
  window.addEventListener("online", send);
  window.addEventListener("offline", () => tell(form.dataset.offline));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  for (const [id, letter] of Object.entries(waiting())) choose(id, letter);
  count();
  send();
})();
