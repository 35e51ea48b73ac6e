/* Leaves at once: Escape, or the button, hides the page and ends the session. Without scripts the button does it. */
(function () {
  "use strict";
  var form = document.getElementById("hide");
  if (!form) return;

  function hide() {
    document.documentElement.hidden = true;
    document.title = "Klokka";
    form.submit();
  }
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    hide();
  });
  form.addEventListener("submit", function () {
    document.documentElement.hidden = true;
  });
})();
