/* Ties allauth's passkey forms to our pages: a form says with data-passkey which of them it is. */
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential) return;
  const ids = { credential: form.querySelector("[name=credential]").id, data: "passkey_data" };
  const kind = form.dataset.passkey;
  ids[kind] = "passkey_button";
  if (kind === "add") ids.passwordless = "id_passwordless";
  window.allauth.webauthn.forms[`${kind}Form`]({ ids });
  form.hidden = false;
});
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const words = document.querySelector("[data-passkey-failed]");
  if (words) words.hidden = false;
});
