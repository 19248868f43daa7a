// System texts: everything the assistant and the system can say, in the company's own words.
import { instead } from "../shared/form.js";
import { html, useEffect, useState } from "../shared/preact.js";
import { counted } from "../shared/text.js";
import { reasonOf, request } from "../shared/transport.js";
import { named, others } from "./languages.js";

const MOST_VARIANTS = 8;

/** @param {{ language: string, languages: string[], choose: (language: string) => void }} props */
function Language({ language, languages, choose }) {
  const there = [...new Set([...languages, ...(language ? [language] : [])])];
  return html`<div class="row">
    <label class="hint" for="voice-language">Language</label>
    <select
      class="input narrow"
      id="voice-language"
      value=${language}
      onChange=${(event) => choose(event.currentTarget.value)}
    >
      <option value="">${named("")} (the assistant's own)</option>
      ${there.map((code) => html`<option key=${code} value=${code}>${named(code)}</option>`)}
      <optgroup label="Add a language">
        ${others(there).map((code) => html`<option key=${code} value=${code}>${named(code)}</option>`)}
      </optgroup>
    </select>
  </div>`;
}

/**
 * The words of a line, being written: several variants are used in turn.
 * @param {{
 *   line: Answer.VoiceLine,
 *   language: string,
 *   first: string[],
 *   keep: (own: string[] | null) => void,
 *   close: () => void,
 * }} props
 */
function Variants({ line, language, first, keep, close }) {
  const [variants, setVariants] = useState(first);
  /** @param {number} at @param {string} words */
  const change = (at, words) => setVariants(variants.with(at, words));
  return html`<form class="stack" onSubmit=${instead(() => keep(variants.filter((words) => words.trim())))}>
    ${
      language &&
      html`<div class="field">
        <span class="label">${named("")}</span>
        <p class="hint">${line.original.join(" / ")}</p>
      </div>`
    }
    ${variants.map(
      (words, at) => html`<div class="row" key=${at}>
        <textarea
          class="input grow"
          rows="2"
          aria-label=${`Variant ${at + 1}`}
          value=${words}
          maxlength="1000"
          onInput=${(event) => change(at, event.currentTarget.value)}
        />
        ${
          variants.length > 1 &&
          html`<button
            type="button"
            class="button small"
            aria-label=${`Remove variant ${at + 1}`}
            onClick=${() => setVariants(variants.toSpliced(at, 1))}
          >
            Remove
          </button>`
        }
      </div>`,
    )}
    <p class="hint">
      ${
        line.variables.length
          ? `You can use ${line.variables.map((name) => `{${name}}`).join(", ")}, and your facts as {{name}}.`
          : "You can use your facts as {{name}}."
      } Several variants are used in turn.
    </p>
    <div class="row">
      <button class="button primary small">Save</button>
      <button
        type="button"
        class="button small"
        disabled=${variants.length >= MOST_VARIANTS}
        onClick=${() => setVariants([...variants, ""])}
      >
        Add variant
      </button>
      <button type="button" class="button small" onClick=${close}>Cancel</button>
      ${
        line.reworded &&
        html`<button type="button" class="button small" onClick=${() => keep(null)}>
          ${language ? "Remove translation" : "Restore default"}
        </button>`
      }
    </div>
  </form>`;
}

/** A line as it looks. @param {{ line: Answer.VoiceLine }} props */
function Shown({ line }) {
  const more = line.variants.length - 1;
  return html`
    <div class="bubble" dangerouslySetInnerHTML=${{ __html: line.html }} />
    ${more > 0 && html`<p class="hint">plus ${counted(more, "variant", "variants")}, used in turn</p>`}
  `;
}

/** @param {{ line: Answer.VoiceLine, language: string, saved: () => void }} props */
function Line({ line, language, saved }) {
  const [writing, setWriting] = useState(false);
  const [problem, setProblem] = useState("");
  const untranslated = language && !line.reworded;
  /** Own words, or null for the original ones. @param {string[] | null} own */
  const keep = async (own) => {
    const path = /** @type {const} */ (`/api/voice/${line.key}${language ? `?language=${language}` : ""}`);
    try {
      if (own) await request(path, { method: "PUT", body: { variants: own } });
      else await request(path, { method: "DELETE", body: {} });
      setWriting(false);
      setProblem("");
      await saved();
    } catch (error) {
      setProblem(reasonOf(error));
    }
  };
  const close = () => {
    setWriting(false);
    setProblem("");
  };
  return html`<article class="card stack" id=${`line-${line.key}`}>
    <div class="spread">
      <h3>${line.key.replaceAll("_", " ")}</h3>
      <span class="row">
        ${line.reworded && html`<span class="chip">${language ? named(language) : "customised"}</span>`}
        ${untranslated && html`<span class="chip warn">shown in ${named("")}</span>`}
        ${!line.live && html`<span class="chip warn">not live</span>`}
        ${
          !writing &&
          html`<button class="button small" onClick=${() => setWriting(true)}>
            ${untranslated ? "Translate" : "Edit"}
          </button>`
        }
      </span>
    </div>
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    ${
      writing
        ? html`<${Variants}
          line=${line}
          language=${language}
          first=${untranslated ? [""] : line.variants}
          keep=${keep}
          close=${close}
        />`
        : html`<${Shown} line=${line} />`
    }
  </article>`;
}

/** @param {{ changed: () => void }} props */
export function Voice({ changed }) {
  const [voice, setVoice] = useState(/** @type {Answer.Voice | null} */ (null));
  const [find, setFind] = useState("");
  const [problem, setProblem] = useState("");
  const [language, setLanguage] = useState("");
  const load = () =>
    (language ? request(`/api/voice?language=${language}`) : request("/api/voice")).then(setVoice, (error) =>
      setProblem(error.message),
    );
  useEffect(() => void load(), [language]);
  if (!voice) return html`<main class="work"><p class="empty">${problem || "Loading…"}</p></main>`;
  const wanted = voice.lines.filter((line) =>
    `${line.key.replaceAll("_", " ")} ${line.variants.join(" ")}`.toLowerCase().includes(find.toLowerCase()),
  );
  return html`<main class="work">
    <div class="editor">
      <h2>System texts</h2>
      <p class="hint">
        Everything the assistant says apart from articles. New texts are live two seconds after you publish, without
        training. Customers who write in another language get the texts in that language.
      </p>
      <${Language} language=${language} languages=${voice.languages} choose=${setLanguage} />
      <input
        class="input"
        type="search"
        placeholder="Search system texts"
        aria-label="Search system texts"
        value=${find}
        onInput=${(event) => setFind(event.currentTarget.value)}
      />
      ${wanted.length === 0 && html`<p class="empty">No system texts match “${find}”.</p>`}
      ${Object.entries(voice.groups).map(([group, title]) => {
        const lines = wanted.filter((line) => line.group === group);
        return (
          lines.length > 0 &&
          html`<section key=${group} class="stack">
            <h2>${title}</h2>
            ${lines.map(
              (line) => html`<${Line}
                key=${`${line.key}${language}`}
                line=${line}
                language=${language}
                saved=${async () => {
                  await load();
                  changed();
                }}
              />`,
            )}
          </section>`
        );
      })}
    </div>
  </main>`;
}
