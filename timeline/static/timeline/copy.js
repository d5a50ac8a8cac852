// Puts a button beside each line that is there to be copied. Without it a click selects the line.
const folds = navigator.clipboard ? document.querySelectorAll(".cite") : [];

for (const fold of folds) {
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  for (const line of fold.querySelectorAll("code")) {
    const name = line.closest("div").querySelector("dt").textContent;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Kopieer";
    button.setAttribute("aria-label", `Kopieer ${name.toLowerCase()}`);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(line.textContent);
        said.textContent = `Gekopieerd: ${name.toLowerCase()}.`;
      } catch {
        getSelection().selectAllChildren(line);
        said.textContent = "Uw browser staat dit niet toe. De tekst is geselecteerd: kopieer die zelf.";
      }
    });
    line.after(button);
  }
  fold.append(said);
}
