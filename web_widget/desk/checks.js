// All articles checked, and bringing in or taking out many at once.
import { html, useEffect, useState } from "../shared/preact.js";
import { request } from "../shared/transport.js";
import { Findings } from "./findings.js";

const FORMATS = [["page", "A FAQ page, pasted"], ["csv", "CSV"], ["yaml", "YAML"], ["markdown", "Markdown"]];
const BY_NAME = { csv: "csv", yml: "yaml", yaml: "yaml", md: "markdown", html: "page", htm: "page", txt: "page" };

function Import({ changed }) {
  const [bundle, setBundle] = useState({ format: "page", text: "", topic: "general" });
  const [found, setFound] = useState(null);
  const [problem, setProblem] = useState("");
  const edit = (name) => (event) => (setBundle({ ...bundle, [name]: event.currentTarget.value }), setFound(null));
  const choose = async (event) => {
    const file = event.currentTarget.files[0];
    if (file) setBundle({ ...bundle, format: BY_NAME[file.name.split(".").pop().toLowerCase()] ?? "page", ...(/\.ya?ml$/i.test(file.name) && { topic: file.name.replace(/\.ya?ml$/i, "") }), text: await file.text() });
    setFound(null);
  };
  const send = async (save) => {
    try {
      setFound(await request("/api/import", { method: "POST", body: { ...bundle, save } }));
      setProblem("");
      if (save) changed();
    } catch (error) {
      setFound(null);
      setProblem(error.message);
    }
  };
  const news = found?.articles.filter((each) => each.state !== "same") ?? [];
  return html`<section class="card stack"><h3>Bring in articles</h3>
    <div class="two"><div class="field"><label for="format">What it is</label><select class="input" id="format" value=${bundle.format} onChange=${edit("format")}>${FORMATS.map(([name, words]) => html`<option value=${name}>${words}</option>`)}</select></div>
      ${["page", "yaml"].includes(bundle.format) && html`<div class="field"><label for="into">Topic</label><input class="input" id="into" maxlength="60" value=${bundle.topic} onInput=${edit("topic")} /></div>`}
      <div class="field"><label for="file">From a file</label><input class="input" id="file" type="file" accept=".csv,.yml,.yaml,.md,.html,.htm,.txt" onChange=${choose} /></div></div>
    <div class="field"><label for="bundle">or paste it here</label><textarea class="input" id="bundle" rows="6" value=${bundle.text} onInput=${edit("text")} /></div>
    ${problem && html`<p class="notice bad" role="alert">${problem} Nothing was brought in.</p>`}
    ${found && html`<p class="notice good" role="status">${found.saved ? `${news.length} articles saved; they are live when you publish.` : `${found.articles.length} articles found, ${news.length} of them new or changed.`}</p>
      <ul>${news.slice(0, 50).map((each) => html`<li key=${each.id}>${each.topic}: ${each.title} <span class="chip">${each.state}</span></li>`)}</ul>`}
    <div class="row"><button class="button small" disabled=${!bundle.text} onClick=${() => send(false)}>Look at it first</button>
      <button class="button primary small" disabled=${!found || found.saved || news.length === 0} onClick=${() => send(true)}>Save ${news.length || ""} as drafts</button></div></section>`;
}

async function download(format) {
  const got = await request(`/api/export?format=${format}`);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([got.text], { type: "text/plain" }));
  link.download = got.name;
  link.click();
  URL.revokeObjectURL(link.href);
}

export function Checks({ state, changed }) {
  const [findings, setFindings] = useState(null);
  const [problem, setProblem] = useState("");
  useEffect(() => void request("/api/checks").then((got) => setFindings(got.findings), (error) => setProblem(error.message)), []);
  const titled = Object.fromEntries(state.articles.map((each) => [each.id, each.title]));
  return html`<main class="work"><div class="editor"><h2>Checks</h2>
    <p class="hint">Questions that stand in two articles, answers that contradict each other, personal data, links that lead nowhere, and promises that policy does not allow.</p>
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    ${!findings && !problem && html`<p class="empty">Reading all articles…</p>`}
    ${findings?.length === 0 && html`<p class="notice good">Nothing found in ${state.articles.length} articles.</p>`}
    ${findings && html`<${Findings} findings=${findings} titled=${titled} />`}
    <h2>Many at once</h2><${Import} changed=${changed} />
    <section class="card stack"><h3>Take out all articles</h3><p class="hint">Nothing is lost on the way: what comes out can be brought in again.</p>
      <div class="row"><button class="button small" onClick=${() => download("csv")}>CSV</button><button class="button small" onClick=${() => download("markdown")}>Markdown</button></div></section>
  </div></main>`;
}
