"use strict";
// The desk's keyboard: begin typing at once, and save with Ctrl+S. What is sent is sent once, and
// what is typed is not left behind unasked. Without it all still works.
{
  const FIELDS = "input:not([type=hidden], [type=submit]), select, textarea";
  const PATIENCE = 5000; // milliseconds in which a second press on a button is a slip
  let saving = false;
  let sent = -PATIENCE;
  let unsaved = false;

  const isShown = (element) => !element.disabled && !element.readOnly && element.offsetParent !== null;

  // A choice that is searched as one types stands behind another element, which takes the focus.
  const doorOf = (field) =>
    field.parentElement.querySelector(`.select2-selection[aria-labelledby*="${field.id}"]`) ?? field;

  const firstField = (form) => {
    const wrong = form.querySelector('[aria-invalid="true"]:not([type=hidden])');
    const row = form.querySelector(".errors, .errorlist:not(.nonfield)")?.closest(".form-row, .fieldBox");
    const shown = [...form.querySelectorAll(FIELDS)].filter(isShown);
    const empty = shown.find((field) => field.required && !field.value);
    return wrong ?? row?.querySelector(FIELDS) ?? empty ?? shown[0];
  };

  const focusFirst = () => {
    const form = document.querySelector("body.change-form #content-main > form");
    const isElsewhere = document.activeElement && document.activeElement !== document.body;
    const hasErrors = document.querySelector("#content .errornote, #content .errorlist") !== null;
    if (!form || location.hash || (isElsewhere && !hasErrors)) return;
    const field = firstField(form);
    if (field) doorOf(field).focus({ preventScroll: !hasErrors });
  };

  const save = (event) => {
    const isSave = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!isSave || event.key.toLowerCase() !== "s") return;
    const named = (name) => document.querySelector(`.submit-row [name=${name}]`);
    const button = named("_continue") ?? named("_save");
    if (!button) return;
    event.preventDefault();
    if (saving || event.repeat) return;
    saving = true;
    button.click();
  };

  const sendOnce = (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (event.timeStamp - sent < PATIENCE) event.preventDefault();
    else sent = event.timeStamp;
    unsaved = false;
  };

  const watchTyping = () => {
    const form = document.querySelector("body.change-form #content-main > form");
    if (!form) return;
    unsaved = form.querySelector(".errornote, .errorlist") !== null;
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => { unsaved = true; });
  };

  const goIntoRow = (event) => {
    const row = event.target;
    setTimeout(() => { // after the choice in it has got its door
      const field = [...row.querySelectorAll(FIELDS)][0];
      if (field) doorOf(field).focus();
    });
  };

  // What is not found can be made: that result is a way, and no choice.
  const goAndMake = (event) => {
    const address = event.params.args.data.address;
    if (!address) return;
    event.preventDefault();
    window.open(address, "_blank", "noopener");
  };

  document.addEventListener("keydown", save);
  document.addEventListener("formset:added", goIntoRow);
  document.addEventListener("submit", sendOnce);
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  window.addEventListener("pageshow", () => { saving = false; sent = -PATIENCE; });
  window.addEventListener("load", () => {
    watchTyping();
    window.django?.jQuery?.(document).on("select2:selecting", goAndMake);
    for (const hint of document.querySelectorAll(".keys[hidden]")) hint.hidden = false;
    focusFirst();
  });
}
