// Reloads the page when its site has been built again, or shows what is wrong.
new EventSource("/_dev/reload").onmessage = (event) => {
  const problems = JSON.parse(event.data);
  if (!problems) {
    location.reload();
    return;
  }
  let dialog = document.querySelector("dialog[data-problems]");
  if (!dialog) {
    dialog = document.body.appendChild(document.createElement("dialog"));
    dialog.dataset.problems = "";
    dialog.appendChild(document.createElement("pre"));
    dialog.showModal();
  }
  dialog.firstChild.textContent = problems;
};
