// Comfort only: every page works without this file.
// 1. A provision's "¶" also copies its address. 2. Escape closes the open menu.
(function () {
  "use strict";
  var toast = document.querySelector("[data-toast]");

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-copy-link]");
    if (!link || !toast || !navigator.clipboard) return;
    navigator.clipboard.writeText(link.href).then(function () {
      toast.textContent = toast.getAttribute("data-toast");
      setTimeout(function () { toast.textContent = ""; }, 3000);
    }, function () { /* Copying was refused: the link itself still works. */ });
  });

  document.addEventListener("keydown", function (event) {
    var menu = event.key === "Escape" && document.querySelector("[data-menu][open]");
    if (!menu) return;
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  });
})();
