// All articles checked, and importing or exporting many at once.
import { html, useEffect, useState } from "../shared/preact.js";
import { counted } from "../shared/text.js";
import { reasonOf, request } from "../shared/transport.js";
import { Findings } from "./findings.js";

const FORMATS = [
  ["page", "Pasted FAQ page"],
  ["csv", "CSV"],
  ["yaml", "YAML"],
  ["markdown", "Markdown"],
];
/** @type {Record<string, Body.Bundle["format"]>} */
const BY_NAME = { csv: "csv", yml: "yaml", yaml: "yaml", md: "markdown", html: "page", htm: "page", txt: "page" };

/** @param {{ found: Answer.Brought, news: Answer.Taken[] }} props */
function Brought({ found, news }) {
  return html`
    <p class="notice good" role="status">
      ${
        found.saved
          ? `${counted(news.length, "article", "articles")} saved as drafts. Publish to make them live.`
          : `${counted(found.articles.length, "article", "articles")} found, ${news.length} new or changed.`
      }
    </p>
    <ul>
      ${news.slice(0, 50).map(
        (article) =>
          html`<li key=${article.id}>
            ${article.topic}: ${article.title} <span class="chip">${article.state}</span>
          </li>`,
      )}
    </ul>
  `;
}

/** @param {{ changed: () => void }} props */
function Import({ changed }) {
  const [bundle, setBundle] = useState(/** @type {Body.Bundle} */ ({ format: "page", text: "", topic: "general" }));
  const [found, setFound] = useState(/** @type {Answer.Brought | null} */ (null));
  const [problem, setProblem] = useState("");
  /** @param {keyof Body.Bundle} name @returns {(event: Happening) => void} */
  const edit = (name) => (event) => {
    setBundle({ ...bundle, [name]: event.currentTarget.value });
    setFound(null);
  };
  /** @param {Happening} event */
  const choose = async (event) => {
    const file = event.currentTarget.files?.[0];
    if (file)
      setBundle({
        ...bundle,
        format: BY_NAME[file.name.toLowerCase().replace(/^.*\./, "")] ?? "page",
        ...(/\.ya?ml$/i.test(file.name) && { topic: file.name.replace(/\.ya?ml$/i, "") }),
        text: await file.text(),
      });
    setFound(null);
  };
  /** @param {boolean} save */
  const send = async (save) => {
    try {
      setFound(await request("/api/import", { method: "POST", body: { ...bundle, save } }));
      setProblem("");
      if (save) changed();
    } catch (error) {
      setFound(null);
      setProblem(reasonOf(error));
    }
  };
  const news = found?.articles.filter((article) => article.state !== "same") ?? [];
  return html`<section class="card stack">
    <h3>Import articles</h3>
    <div class="two">
      <div class="field">
        <label for="format">Format</label>
        <select class="input" id="format" value=${bundle.format} onChange=${edit("format")}>
          ${FORMATS.map(([name, words]) => html`<option value=${name}>${words}</option>`)}
        </select>
      </div>
      ${
        ["page", "yaml"].includes(bundle.format) &&
        html`<div class="field">
          <label for="into">Topic</label>
          <input class="input" id="into" maxlength="60" value=${bundle.topic} onInput=${edit("topic")} />
        </div>`
      }
      <div class="field">
        <label for="file">File</label>
        <input class="input" id="file" type="file" accept=".csv,.yml,.yaml,.md,.html,.htm,.txt" onChange=${choose} />
      </div>
    </div>
    <div class="field">
      <label for="bundle">Or paste it here</label>
      <textarea class="input" id="bundle" rows="6" value=${bundle.text} onInput=${edit("text")} />
    </div>
    ${problem && html`<p class="notice bad" role="alert">${problem} Nothing was imported.</p>`}
    ${found && html`<${Brought} found=${found} news=${news} />`}
    <div class="row">
      <button class="button small" disabled=${!bundle.text} onClick=${() => send(false)}>Preview</button>
      <button
        class="button primary small"
        disabled=${!found || found.saved || news.length === 0}
        onClick=${() => send(true)}
      >
        ${news.length ? `Import ${counted(news.length, "draft", "drafts")}` : "Import"}
      </button>
    </div>
  </section>`;
}

/** @param {string} format */
async function download(format) {
  const bundle = await request(`/api/export?format=${format}`);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bundle.text], { type: "text/plain" }));
  link.download = bundle.name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** @param {{ state: Answer.Overview, changed: () => void }} props */
export function Checks({ state, changed }) {
  const [findings, setFindings] = useState(/** @type {Answer.Finding[] | null} */ (null));
  const [problem, setProblem] = useState("");
  useEffect(
    () =>
      void request("/api/checks").then(
        (answer) => setFindings(answer.findings),
        (error) => setProblem(error.message),
      ),
    [],
  );
  const titled = Object.fromEntries(state.articles.map((article) => [article.id, article.title]));
  return html`<main class="work">
    <div class="editor">
      <h2>Checks</h2>
      <p class="hint">
        Finds questions that appear in two articles, contradicting answers, personal data, broken links, and promises
        that your policy does not allow.
      </p>
      ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
      ${!findings && !problem && html`<p class="empty">Checking all articles…</p>`}
      ${
        findings?.length === 0 &&
        html`<p class="notice good">No problems found in ${counted(state.articles.length, "article", "articles")}.</p>`
      }
      ${findings && html`<${Findings} findings=${findings} titled=${titled} />`}
      <h2>Import and export</h2>
      <${Import} changed=${changed} />
      <section class="card stack">
        <h3>Export all articles</h3>
        <p class="hint">Nothing is lost: you can import the exported file again.</p>
        <div class="row">
          <button class="button small" onClick=${() => download("csv")}>Export CSV</button>
          <button class="button small" onClick=${() => download("markdown")}>Export Markdown</button>
        </div>
      </section>
    </div>
  </main>`;
}
