/* Uses or adds a passkey: a form with data-passkey="get" or "create" asks the browser for one before it is sent. A
   button with data-use-passkey does so for the form that it is in.

   The options are the JSON of the element that data-options names. Without WebAuthn, form and button stay hidden. */
"use strict";

async function askBrowser({ options: id, passkey }) {
  const options = JSON.parse(document.getElementById(id).textContent);
  if (passkey === "create") {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey });
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return navigator.credentials.get({ publicKey });
}

async function send(form, button, data) {
  const status = form.querySelector("[role=status]");
  button.disabled = true;
  status.textContent = "Follow the instructions of your browser.";
  try {
    const credential = await askBrowser(data);
    form.elements.credential.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch {
    status.textContent = "No passkey was used. Try again, or use another way.";
    button.disabled = false;
  }
}

if (window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.reportValidity()) send(form, form.querySelector("button"), form.dataset);
    });
  }
  for (const button of document.querySelectorAll("button[data-use-passkey]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (button.form.reportValidity()) send(button.form, button, button.dataset);
    });
  }
}
