// Facts: values that articles and lines share. One edit changes all of them.
import { html, useEffect, useState } from "../shared/preact.js";
import { counted } from "../shared/text.js";
import { reasonOf, request } from "../shared/transport.js";

/** @typedef {(name: string, value: string, about: string) => Promise<boolean>} Keep */

/** @param {{ fact: Answer.FactLine, keep: Keep, drop: (name: string) => void }} props */
function Row({ fact, keep, drop }) {
  const [value, setValue] = useState(fact.value);
  const [about, setAbout] = useState(fact.about);
  const changed = value !== fact.value || about !== fact.about;
  return html`<form
    class="card stack"
    onSubmit=${(event) => {
      event.preventDefault();
      keep(fact.name, value, about);
    }}
  >
    <div class="spread">
      <h3><code>{{${fact.name}}}</code></h3>
      ${!fact.live && html`<span class="chip warn">not live</span>`}
    </div>
    <div class="two">
      <div class="field">
        <label for=${`value-${fact.name}`}>Value</label>
        <input
          class="input"
          id=${`value-${fact.name}`}
          required
          maxlength="300"
          value=${value}
          onInput=${(event) => setValue(event.currentTarget.value)}
        />
      </div>
      <div class="field">
        <label for=${`about-${fact.name}`}>Description</label>
        <input
          class="input"
          id=${`about-${fact.name}`}
          maxlength="300"
          value=${about}
          onInput=${(event) => setAbout(event.currentTarget.value)}
        />
      </div>
    </div>
    <p class="hint">
      ${
        fact.used_by.length
          ? `Used in ${counted(fact.used_by.length, "place", "places")}: ${fact.used_by.slice(0, 6).join("; ")}` +
            (fact.used_by.length > 6 ? "…" : "")
          : "Not used yet."
      }
    </p>
    <div class="row">
      <button class="button primary small" disabled=${!changed}>Save</button>
      ${
        fact.used_by.length === 0 &&
        html`<button type="button" class="button small" onClick=${() => drop(fact.name)}>Delete</button>`
      }
    </div>
  </form>`;
}

/** @param {{ name: string, keep: Keep }} props */
function Fresh({ name: given, keep }) {
  const [name, setName] = useState(given);
  const [value, setValue] = useState("");
  /** @param {Happening} event */
  const submit = async (event) => {
    event.preventDefault();
    if (await keep(name.trim(), value, "")) {
      setName("");
      setValue("");
    }
  };
  return html`<form class="card stack" onSubmit=${submit}>
    <h3>${given ? html`<code>{{${given}}}</code> is used but has no value` : "New fact"}</h3>
    <div class="two">
      ${
        !given &&
        html`<div class="field">
          <label for="fact-name">Name, like return_days</label>
          <input
            class="input"
            id="fact-name"
            required
            pattern="[a-z][a-z0-9_]*"
            maxlength="40"
            value=${name}
            onInput=${(event) => setName(event.currentTarget.value)}
          />
        </div>`
      }
      <div class="field">
        <label for=${`fact-value-${given}`}>Value</label>
        <input
          class="input"
          id=${`fact-value-${given}`}
          required
          maxlength="300"
          value=${value}
          onInput=${(event) => setValue(event.currentTarget.value)}
        />
      </div>
    </div>
    <div class="row"><button class="button primary small">Add</button></div>
  </form>`;
}

/** @param {{ changed: () => void }} props */
export function Facts({ changed }) {
  const [list, setList] = useState(/** @type {Answer.FactList | null} */ (null));
  const [problem, setProblem] = useState("");
  const load = () => request("/api/facts").then(setList, (error) => setProblem(error.message));
  useEffect(() => void load(), []);
  /** A value, or null for none any more. @param {string} name @param {Body.FactDraft | null} fact */
  const send = async (name, fact) => {
    try {
      if (fact) await request(`/api/facts/${name}`, { method: "PUT", body: fact });
      else await request(`/api/facts/${name}`, { method: "DELETE", body: {} });
      setProblem("");
      await load();
      changed();
      return true;
    } catch (error) {
      setProblem(reasonOf(error));
      return false;
    }
  };
  /** @type {Keep} */
  const keep = (name, value, about) => send(name, { value, about });
  if (!list) return html`<main class="work"><p class="empty">${problem || "Loading…"}</p></main>`;
  return html`<main class="work">
    <div class="editor">
      <h2>Facts</h2>
      <p class="hint">
        Write <code>{{return_days}}</code> in an answer or a system text to insert its value. One edit changes all of
        them, live when you publish.
      </p>
      ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
      ${list.missing.map((name) => html`<${Fresh} key=${name} name=${name} keep=${keep} />`)}
      ${
        list.facts.length === 0 &&
        list.missing.length === 0 &&
        html`<p class="empty">No facts yet. A good first one is how many days customers have to return something.</p>`
      }
      ${list.facts.map(
        (fact) => html`<${Row}
          key=${`${fact.name}${fact.changed_at}`}
          fact=${fact}
          keep=${keep}
          drop=${(/** @type {string} */ name) => send(name, null)}
        />`,
      )}
      <${Fresh} key="new" name="" keep=${keep} />
    </div>
  </main>`;
}
