"use strict";
// The desk's keyboard: begin typing at once, and save with Ctrl+S. Without it all still works.
{
  const FIELDS = "input:not([type=hidden], [type=submit]), select, textarea";
  let saving = false;

  const isShown = (element) => !element.disabled && !element.readOnly && element.offsetParent !== null;

  // A choice that is searched as one types stands behind another element, which takes the focus.
  const doorOf = (field) =>
    field.parentElement.querySelector(`.select2-selection[aria-labelledby*="${field.id}"]`) ?? field;

  const firstField = (form) => {
    const wrong = form.querySelector('[aria-invalid="true"]:not([type=hidden])');
    const row = form.querySelector(".errors, .errorlist:not(.nonfield)")?.closest(".form-row, .fieldBox");
    return wrong ?? row?.querySelector(FIELDS) ?? [...form.querySelectorAll(FIELDS)].find(isShown);
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

  document.addEventListener("keydown", save);
  window.addEventListener("pageshow", () => { saving = false; });
  window.addEventListener("load", () => {
    for (const hint of document.querySelectorAll(".keys[hidden]")) hint.hidden = false;
    focusFirst();
  });
}
