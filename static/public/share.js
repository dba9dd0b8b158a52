// Beside an address: shows the button that shares or copies it. Without this the address can be selected by hand.
for (const button of document.querySelectorAll("button[data-shares]")) {
  const field = document.getElementById(button.dataset.shares);
  const told = document.getElementById(button.dataset.tells);
  const share = navigator.share && (() => navigator.share({ title: document.title, url: field.value }));
  const copy = navigator.clipboard && (async () => {
    await navigator.clipboard.writeText(field.value);
    told.textContent = button.dataset.copied;
  });
  const act = share || copy;
  if (!act) continue;
  button.hidden = false;
  button.addEventListener("click", () => act().catch((error) => {
    if (error.name !== "AbortError") field.select();
  }));
}
