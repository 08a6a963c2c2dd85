// Suggestions while typing in a search box: an editable combobox with a list, as the ARIA Authoring Practices describe it.
// Comfort only: without this file the box is an ordinary form. What is suggested and every word said come from the server.
(function () {
  "use strict";
  var WAIT = 120; // milliseconds without a key before anything is asked
  var SHORTEST = 2; // characters

  function element(name, attributes, children) {
    var made = document.createElement(name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    (children || []).forEach(function (child) { made.append(child); });
    return made;
  }

  // Every second piece of a text is what was typed.
  function marked(pieces) {
    return pieces.map(function (piece, place) { return place % 2 ? element("mark", {}, [piece]) : piece; });
  }

  function attach(input) {
    var id = input.id + "-suggestions";
    var list = element("div", { id: id, role: "listbox", "class": "suggest", hidden: "" });
    var status = element("span", { role: "status", "class": "visually-hidden" });
    var options = [], chosen = [], active = -1;
    var timer = 0, request = null;

    input.parentElement.append(list, status);
    Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id })
      .forEach(function (attribute) { input.setAttribute(attribute[0], attribute[1]); });

    function isOpen() { return !list.hidden; }

    function stop() {
      clearTimeout(timer);
      if (request) request.abort();
      request = null;
    }

    function close() {
      stop();
      activate(-1);
      list.hidden = true;
      status.textContent = "";
      input.setAttribute("aria-expanded", "false");
    }

    function activate(place) {
      if (options[active]) options[active].setAttribute("aria-selected", "false");
      active = options[place] ? place : -1;
      if (active < 0) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      options[active].setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    }

    // `then` says which option is to be active: "first", "last" or none.
    function ask(delay, then) {
      stop();
      if (input.value.trim().length < SHORTEST) {
        close();
        return;
      }
      timer = setTimeout(function () { load(then); }, delay);
    }

    function load(then) {
      var tab = input.form && input.form.elements.namedItem("in");
      var query = new URLSearchParams({ q: input.value });
      if (tab) query.set("in", tab.value);
      var asked = request = new AbortController();
      fetch(input.dataset.suggest + "?" + query, { signal: asked.signal })
        .then(function (response) { return response.ok ? response.json() : Promise.reject(response.status); })
        .then(function (answer) { if (asked === request && document.activeElement === input) show(answer, then); })
        .catch(function () { if (asked === request) close(); });
    }

    function show(answer, then) {
      activate(-1);
      options = [];
      chosen = [];
      list.setAttribute("aria-label", answer.label);
      list.replaceChildren.apply(list, answer.groups.map(group));
      list.hidden = options.length === 0;
      input.setAttribute("aria-expanded", String(isOpen()));
      status.textContent = answer.said;
      if (then) activate(then === "first" ? 0 : options.length - 1);
    }

    function group(given) {
      var heading = id + "-" + given.kind;
      var title = element("div", { id: heading, role: "presentation", "class": "suggest__group" }, [given.title]);
      return element("div", { role: "group", "aria-labelledby": heading }, [title].concat(given.items.map(option)));
    }

    function option(item) {
      var parts = [];
      if (item.number) parts.push(element("span", { "class": "suggest__number" }, marked(item.number)), " ");
      parts.push(element("span", { lang: "vi" }, marked(item.title)));
      if (item.note) parts.push(" ", element("span", { "class": "suggest__note" }, [item.note]));
      var made = element(
        "div", { id: id + "-" + options.length, role: "option", "aria-selected": "false", "class": "suggest__option" }, parts
      );
      options.push(made);
      chosen.push(item);
      return made;
    }

    function choose(place) {
      var item = chosen[place];
      close();
      if (item.url) {
        location.assign(item.url);
        return;
      }
      input.value = item.title.join("");
      input.form.requestSubmit();
    }

    function move(step) {
      var next = active < 0 && step < 0 ? options.length - 1 : active + step;
      activate((next + options.length) % options.length);
    }

    var keys = {
      ArrowDown: function (event) {
        event.preventDefault();
        if (!isOpen()) ask(0, event.altKey ? "" : "first");
        else if (!event.altKey) move(1);
      },
      ArrowUp: function (event) {
        event.preventDefault();
        if (event.altKey) close();
        else if (isOpen()) move(-1);
        else ask(0, "last");
      },
      Enter: function (event) {
        if (isOpen() && active >= 0) {
          event.preventDefault();
          choose(active);
        } else {
          close();
        }
      },
      Escape: function (event) {
        if (!isOpen()) return; // then the browser empties the box
        event.preventDefault();
        close();
      },
      Home: function () { activate(-1); },
      End: function () { activate(-1); },
      ArrowLeft: function () { activate(-1); },
      ArrowRight: function () { activate(-1); }
    };

    input.addEventListener("keydown", function (event) {
      // While an input method composes (Telex, VNI, a phone's keyboard) its keys are its own.
      if (!event.isComposing && event.keyCode !== 229 && keys[event.key]) keys[event.key](event);
    });
    // Within a composition too: a phone's keyboard composes every word, and accents do not matter to what is found.
    ["input", "compositionend"].forEach(function (name) {
      input.addEventListener(name, function () {
        activate(-1);
        ask(WAIT, "");
      });
    });
    input.addEventListener("blur", close);
    window.addEventListener("pagehide", close);
    list.addEventListener("mousedown", function (event) { event.preventDefault(); }); // the box keeps the focus
    list.addEventListener("click", function (event) {
      var place = options.indexOf(event.target.closest("[role=option]"));
      if (place >= 0) choose(place);
    });
  }

  document.querySelectorAll("input[data-suggest]").forEach(attach);
})();
