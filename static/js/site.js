// Comfort only: every page works without this file.
// 1. A provision's "¶" also copies its address. 2. A field's button copies it. 3. Escape closes the open menu.
// 4. What is left empty in a search does not stand in its address.
(function () {
  "use strict";
  var toast = document.querySelector("[data-toast]");

  function copy(text, said) {
    navigator.clipboard.writeText(text).then(function () {
      toast.textContent = said;
      setTimeout(function () { toast.textContent = ""; }, 3000);
    }, function () { /* Copying was refused: the link and the field are still there. */ });
  }

  if (toast && navigator.clipboard) {
    document.querySelectorAll("button[data-copy]").forEach(function (button) { button.hidden = false; });
  }

  document.addEventListener("click", function (event) {
    if (!toast || !navigator.clipboard) return;
    var link = event.target.closest("a[data-copy-link]");
    if (link) copy(link.href, toast.getAttribute("data-toast"));
    var button = event.target.closest("button[data-copy]");
    if (button) copy(document.getElementById(button.getAttribute("data-copy")).value, button.getAttribute("data-copied"));
  });

  document.addEventListener("formdata", function (event) {
    if (event.target.getAttribute("role") !== "search") return;
    Array.from(event.formData.keys()).forEach(function (name) {
      if (event.formData.getAll(name).join("") === "") event.formData.delete(name);
    });
  });

  document.addEventListener("keydown", function (event) {
    var menu = event.key === "Escape" && document.querySelector("[data-menu][open]");
    if (!menu) return;
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  });
})();
