/* Amounts are shown in groups of three as soon as a box is left; the server reads them either way. */
"use strict";
(() => {
  document.getElementById("errors")?.focus();
  const locale = document.documentElement.lang === "fa" ? "fa-IR" : "en";
  const latin = text => text.replace(/[۰-۹]/g, c => c.charCodeAt(0) - 0x6f0).replace(/[٠-٩]/g, c => c.charCodeAt(0) - 0x660);
  document.addEventListener("change", ({target}) => {
    if (!target.matches("[data-rials]")) return;
    const plain = latin(target.value).trim();
    if (/^\d{1,17}$/.test(plain)) target.value = BigInt(plain).toLocaleString(locale, {useGrouping: true});
  });
})();
