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

/* A long folded list gets a field that shows only what is searched for. Ticked ones stay. */
(function () {
  "use strict";
  var MANY = 12;
  document.querySelectorAll("form[data-find]").forEach(function (form) {
    form.querySelectorAll("details.hv-fold").forEach(function (fold) {
      var rows = Array.prototype.slice.call(fold.querySelectorAll(".ds-field"));
      if (rows.length <= MANY) return;
      var label = document.createElement("label");
      var field = document.createElement("input");
      label.className = "mine-find";
      label.textContent = form.dataset.find;
      field.type = "search";
      field.className = "ds-input";
      field.autocomplete = "off";
      label.append(field);
      fold.querySelector("summary").after(label);
      field.addEventListener("keydown", function (event) {
        if (event.key === "Enter") event.preventDefault();
      });
      field.addEventListener("input", function () {
        var wanted = field.value.trim().toLowerCase();
        rows.forEach(function (row) {
          var ticked = row.querySelector("input").checked;
          row.hidden = !ticked && row.textContent.toLowerCase().indexOf(wanted) < 0;
        });
      });
    });
  });
})();
