"use strict";
/* Comfort only: every page does its work without this file. No dependencies. */

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/* Keys: "/" goes to the search box, Esc closes an open menu. */
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && !event.target.closest("input, select, textarea, [contenteditable]")) {
    const box = document.querySelector(".find input");
    if (box?.offsetParent) {
      event.preventDefault();
      box.focus();
    }
  }
  if (event.key === "Escape") {
    for (const menu of all("details.menu[open]")) {
      menu.open = false;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    }
  }
});
document.addEventListener("click", (event) => {
  for (const menu of all("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

/* A chosen filter takes effect at once. */
for (const select of all("form.filters select")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}

/* Attendance: the counts follow the radio buttons, and so does the sentence on the vote. */
function count() {
  for (const number of all(".tally [data-tally]")) {
    number.textContent = all(`.roll .${number.dataset.tally} input:checked`).length;
  }
  for (const quorum of all("[data-quorum]")) {
    const came = all(".roll [data-votes] .present input:checked").length;
    const { part, whole, expected } = quorum.dataset; // whole numbers, since a third is no decimal
    const [here, least] = [came * whole, part * expected];
    const reached = "more" in quorum.dataset ? here > least : here >= least;
    for (const number of all("[data-voters]", quorum)) number.textContent = came;
    for (const answer of all("[data-reached]", quorum)) {
      answer.hidden = (answer.dataset.reached === "yes") !== reached;
    }
  }
}
if (document.querySelector("[data-roll]")) {
  document.addEventListener("change", (event) => { if (event.target.closest(".roll")) count(); });
  window.addEventListener("pageshow", count); // the browser may have put answers back
}

/* The roll follows kinds, organizer and day: the server lists anew, and keeps what was noted. */
let listing;
async function list(form) {
  listing?.abort();
  listing = new AbortController();
  const sent = new FormData(form);
  sent.set("list", "1");
  const { signal } = listing;
  const answer = await fetch(form.action, { method: "POST", body: sent, signal });
  if (!answer.ok || !answer.headers.get("Content-Type").startsWith("text/html")) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [fresh, old] = [page.querySelector("[data-roll]"), document.querySelector("[data-roll]")];
  if (!fresh || old.contains(document.activeElement)) return; // somebody is noting already
  old.replaceWith(fresh);
  for (const input of all("input[data-choices][list]", fresh)) complete(input);
}
for (const form of all("form:has([data-roll] [name=list])")) {
  form.addEventListener("change", ({ target }) => {
    if (!["kinds", "organization", "held_on", "status"].includes(target.name)) return;
    if (!form.elements.held_on.value || !form.querySelector("[name=kinds]:checked")) return;
    list(form).catch(() => {}); // without an answer the button still does it
  });
}

/* A ledger that is wider than the page scrolls in its sheet. */
for (const sheet of all(".sheet")) sheet.classList.toggle("wide", sheet.scrollWidth > sheet.clientWidth);

/* A form is sent once. Its buttons are held only after the browser has read which one was pressed. */
function release(form) {
  delete form.dataset.sent;
  for (const button of all("[data-held]", form)) {
    button.disabled = false;
    delete button.dataset.held;
  }
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  form.dataset.sent = "yes";
  if (form.method !== "post") return;
  setTimeout(() => {
    for (const button of all("[type=submit]:not(:disabled)", form)) {
      button.disabled = true;
      button.dataset.held = "yes";
    }
  });
  setTimeout(() => release(form), 10000); // the answer may have been a file
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) release(form);
});

/* A form that was changed is not left by accident. */
for (const form of all("form[data-dirty-guard]")) {
  form.addEventListener("input", () => { form.dataset.changed = "yes"; });
}
window.addEventListener("beforeunload", (event) => {
  const open = all("form[data-dirty-guard][data-changed]").some((form) => !form.dataset.sent);
  if (open) event.preventDefault();
});

/* Pickers: the datalist of a field is filled by what has been typed so far. */
const SEPARATOR = /^(.*[、,，;；]\s*)?(.*)$/s;

async function fill(input) {
  const several = "many" in input.dataset;
  const [, before = "", typed] = several ? SEPARATOR.exec(input.value) : [null, "", input.value];
  const address = new URL(input.dataset.choices, location.href);
  address.searchParams.set("q", typed);
  for (const name of (input.dataset.choicesWith || "").split(" ").filter(Boolean)) {
    const other = input.form.elements[name];
    if (other?.value) address.searchParams.set(name, other.value);
  }
  const asked = String(address);
  if (input.dataset.asked === asked) return;
  input.dataset.asked = asked;
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok || input.dataset.asked !== asked) return;
  const { items } = await answer.json();
  input.list.replaceChildren(...items.map(({ value, text }) => {
    const option = document.createElement("option");
    option.value = before + value;
    if (text !== value) option.label = text;
    return option;
  }));
}
function complete(input) {
  let waiting;
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => fill(input).catch(() => { delete input.dataset.asked; }), 200);
  };
  input.addEventListener("input", later);
  input.addEventListener("focus", later);
}
for (const input of all("input[data-choices][list]")) complete(input);

/* Printing needs a script, so its buttons are hidden until there is one. */
for (const button of all("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
  if (button.dataset.print === "at-once") window.addEventListener("load", () => window.print());
}

/* After a refused form the list of errors is read first. */
document.querySelector(".error-summary")?.focus();

/* An upload is judged while the page waits: it says how many rows have been looked at. */
for (const form of all("form[data-progress]")) {
  form.addEventListener("submit", () => {
    const said = form.querySelector("[data-progress-text]");
    said.textContent = said.dataset.reading;
    const ask = async () => {
      const answer = await fetch(form.dataset.progress).catch(() => null);
      if (answer?.ok) said.textContent = `${said.dataset.rows} ${(await answer.json()).rows}`;
      setTimeout(ask, 1000);
    };
    setTimeout(ask, 2000);
  });
}

/* A file that is still being judged: how many rows have been, and then what came of it. */
for (const said of all("[data-waits]")) {
  const ask = async () => {
    const answer = await fetch(said.dataset.waits).catch(() => null);
    const found = answer?.ok ? await answer.json() : {};
    if (found.done) return location.reload();
    if (found.rows) said.textContent = `${said.dataset.rows} ${found.rows}`;
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 1000);
}

/* Attachments: what is chosen, dropped, pasted or photographed is sent at once, file by file. */
for (const form of all("form[data-drop]")) {
  const [bar, said, refusals] = ["progress", "[data-said]", "[data-refusals]"].map((part) => form.querySelector(part));
  let queue = Promise.resolve();
  let attached = 0;

  const send = (file) => new Promise((resolve, reject) => {
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("files", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "document";
    request.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = loaded / total; });
    request.addEventListener("load", () => resolve(request.response));
    request.addEventListener("error", reject);
    request.send(body);
  });
  const refuse = (name, reason) => {
    const [line, strong] = ["li", "b"].map((tag) => document.createElement(tag));
    strong.textContent = name;
    line.append(strong, ` ${reason}`);
    refusals.append(line);
  };
  const show = (page, file) => {
    const found = page?.querySelector("[data-attached]");
    if (!found) { // a page of an error, whose heading says which
      return refuse(file.name, page?.querySelector("h1")?.textContent.trim() ?? form.dataset.lost);
    }
    const refused = all("[data-refusal]", page);
    for (const each of refused) refusals.append(document.importNode(each, true));
    if (!refused.length) attached += 1;
    for (const part of ["[data-attached-head]", "[data-attached]"]) {
      document.querySelector(part).replaceWith(document.importNode(page.querySelector(part), true));
    }
  };
  const take = (files) => {
    refusals.replaceChildren();
    for (const file of files) {
      queue = queue.then(async () => {
        bar.hidden = false;
        said.textContent = `${form.dataset.sending} ${file.name}`;
        await send(file).then((page) => show(page, file), () => refuse(file.name, form.dataset.lost));
        bar.hidden = true;
        said.textContent = attached ? `${form.dataset.done} ${attached}` : "";
      });
    }
    queue = queue.then(() => { attached = 0; });
  };

  form.querySelector("[type=submit]").hidden = true;
  for (const input of all("[type=file]", form)) {
    input.addEventListener("change", () => {
      take([...input.files]);
      input.value = "";
    });
  }
  const panel = form.closest(".panel");
  const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault(); // beside the field a file would be opened instead of this page
    form.classList.toggle("over", panel.contains(event.target));
  });
  document.addEventListener("drop", (event) => {
    form.classList.remove("over");
    if (!holdsFiles(event)) return;
    event.preventDefault();
    if (panel.contains(event.target)) take([...event.dataTransfer.files]);
  });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    const moment = new Date().toLocaleString("sv").replace(/[: ]/g, "-");
    take(files.map((file) => (file.name === "image.png"
      ? new File([file], `${form.dataset.pasted} ${moment}.png`, { type: file.type }) : file)));
  });
}
