"use strict";
// Says a date in words while it is typed; the desk itself reads it, as it will when it is saved.
{
  const PAUSE = 250; // milliseconds without a key before the desk is asked
  const waiting = new WeakMap();

  const show = (output, words, small, isWrong) => {
    output.querySelector("b").textContent = words;
    output.querySelector("small").textContent = small;
    output.classList.toggle("wrong", isWrong);
  };

  const ask = async (field) => {
    const text = field.value;
    const output = field.parentElement.querySelector("output");
    const address = new URL(field.dataset.echo, location.href);
    address.searchParams.set("tekst", text);
    let said = {};
    try {
      said = await (await fetch(address)).json();
    } catch {
      // No answer, or the session ended: saving will tell.
    }
    if (field.value !== text) return;
    if (said.error) show(output, said.error, "", true);
    else show(output, said.words ? `Lezers zien: ${said.words}` : "", said.edtf ?? "", false);
  };

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.dataset?.echo) return;
    clearTimeout(waiting.get(field));
    waiting.set(field, setTimeout(ask, PAUSE, field));
  });
}
