/* Extras of the registration; every page works without them: the list of capabilities narrows while one types, codes are
   checked before the page is sent, a second tab of the same draft is noticed, errors are read first. */
"use strict"
{
  const LATIN = { "۰": 0, "۱": 1, "۲": 2, "۳": 3, "۴": 4, "۵": 5, "۶": 6, "۷": 7, "۸": 8, "۹": 9,
    "٠": 0, "١": 1, "٢": 2, "٣": 3, "٤": 4, "٥": 5, "٦": 6, "٧": 7, "٨": 8, "٩": 9 }
  const plain = text => text.normalize("NFC").replace(/[۰-۹٠-٩]/g, digit => LATIN[digit]).replace(/[يى]/g, "ی").replace(/ك/g, "ک")
    .replace(/[\u200c\s]+/g, " ").replace(/[أإآ]/g, "ا").trim().toLowerCase()
  const code = text => plain(text).replace(/[\s\-–_/]/g, "")

  /* the rules of persian/identifiers.py */
  const CHECKS = {
    entity: text => {
      if (!/^\d{11}$/.test(text) || new Set(text).size === 1) return false
      const digits = [...text].map(Number), added = digits[9] + 2, weights = [29, 27, 23, 19, 17, 29, 27, 23, 19, 17]
      return weights.reduce((sum, weight, place) => sum + (digits[place] + added) * weight, 0) % 11 % 10 === digits[10]
    },
    postal: text => /^[13-9]{5}\d{5}$/.test(text),
  }

  for (const input of document.querySelectorAll("[data-check]")) {
    input.addEventListener("change", () => {
      const value = code(input.value), is_wrong = value !== "" && !CHECKS[input.dataset.check](value)
      let line = document.getElementById(input.id + "_inline")
      if (is_wrong && !line) {
        line = document.createElement("span")
        line.className = "err"
        line.id = input.id + "_inline"
        line.setAttribute("role", "status")
        input.before(line)
      }
      if (line) line.textContent = is_wrong ? input.dataset.words : ""
      input.setAttribute("aria-invalid", is_wrong)
    })
  }

  const filter = document.querySelector("[data-filter]")
  if (filter) {
    const none = document.querySelector("[data-filter-none]"), trees = [...document.querySelectorAll(".tree")]
    const narrow = () => {
      const words = plain(filter.value).split(" ").filter(Boolean)
      let count = 0
      for (const tree of trees) {
        let shown = 0, picked = 0
        for (const label of tree.querySelectorAll("[data-find]")) {
          const box = label.querySelector("input"), fits = words.every(word => plain(label.dataset.find).includes(word))
          label.hidden = !fits && !box.checked
          shown += fits
          picked += box.checked
        }
        tree.hidden = !shown && !picked
        tree.open = picked > 0 || (words.length > 0 && shown > 0)
        count += shown
      }
      none.hidden = count > 0
    }
    filter.addEventListener("input", narrow)
    filter.addEventListener("keydown", event => { if (event.key === "Enter") event.preventDefault() })
  }

  const form = document.querySelector("[data-register]")
  if (form && "BroadcastChannel" in window) {
    const name = form.getAttribute("action"), channel = new BroadcastChannel("register")
    channel.onmessage = event => {
      if (event.data.name !== name) return
      const note = document.querySelector("[data-second-tab]")
      if (note) note.hidden = false
      if (event.data.asks) channel.postMessage({ name, asks: false })
    }
    channel.postMessage({ name, asks: true })
  }

  const first = document.getElementById("conflict") || document.getElementById("errors")
  if (first) first.focus()
}
