/* The sum of a plan's activity weights, while they are typed. Without script it is right after every save. */
"use strict";
window.addEventListener("DOMContentLoaded", () => {
  const line = document.getElementById("weight-sum");
  if (!line) return;
  const persian = document.documentElement.lang === "fa";
  const [output, word] = [line.querySelector("output"), line.querySelector("span")];

  const latin = text => text
    .replace(/[۰-۹]/g, digit => digit.charCodeAt(0) - 0x6f0)
    .replace(/[٠-٩]/g, digit => digit.charCodeAt(0) - 0x660)
    .replace(/[٫/]/, ".").replace(/[٬%٪\s]/g, "");
  const shown = hundredths => {
    const text = (hundredths / 100).toFixed(2);
    return persian ? text.replace(".", "٫").replace(/\d/g, digit => "۰۱۲۳۴۵۶۷۸۹"[digit]) : text;
  };
  const counts = box => !box.name.includes("__prefix__") && !document.querySelector(`[name="${box.name.replace(/weight$/, "DELETE")}"]:checked`);

  const sum = () => {
    const boxes = [...document.querySelectorAll('input[name^="activities-"][name$="-weight"]')];
    if (!boxes.length) return;
    const figures = boxes.filter(counts).map(box => latin(box.value)).map(text => text === "" ? 0 : Number(text));
    const total = figures.reduce((all, figure) => all + Math.round(figure * 100), 0);
    output.textContent = Number.isNaN(total) ? "—" : shown(total);
    word.textContent = total === 10000 ? line.dataset.right : line.dataset.off;
  };

  document.addEventListener("input", sum);
  document.addEventListener("change", sum);
  document.addEventListener("formset:added", sum);
  document.addEventListener("formset:removed", sum);
  sum();
});
