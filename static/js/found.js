// Tells the portal that a result was opened or whether the search helped: the query and a word, nothing about the reader.
// Without this file, nothing of it is told, and the answers lead to a page of their own.
(function () {
  "use strict";
  var asked = document.querySelector("[data-count]");
  if (!asked || !navigator.sendBeacon) return;
  var isOpened = false;

  function tell(what) {
    var said = new URLSearchParams({ q: asked.getAttribute("data-query"), what: what });
    return navigator.sendBeacon(asked.getAttribute("data-count"), said);
  }

  function onResult(event) {
    if (isOpened || event.button > 1 || !event.target.closest(".results a[href], [data-named] a[href]")) return;
    isOpened = true;
    tell("clicked");
  }

  document.addEventListener("click", onResult);
  document.addEventListener("auxclick", onResult);

  asked.addEventListener("click", function (event) {
    var answer = event.target.closest("[data-answer]");
    if (!answer || event.ctrlKey || event.metaKey || event.shiftKey || !tell(answer.getAttribute("data-answer"))) return;
    event.preventDefault();
    answer.parentNode.remove();
    var status = asked.querySelector("[data-thanks]");
    status.textContent = status.getAttribute("data-thanks");
    status.focus();
  });
})();
