// A table of the reports as a file for a spreadsheet.
import { html, useState } from "../shared/preact.js";
import { reasonOf, request } from "../shared/transport.js";
import { search } from "./words.js";

/** @param {string} query */
async function download(query) {
  const got = await request(`/api/reports/sheet?${query}`);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([got.text], { type: "text/csv" }));
  link.download = got.name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** @param {{ table: string, title: string, query?: import("./words.js").Query }} props */
export function Sheet({ table, title, query = {} }) {
  const [problem, setProblem] = useState("");
  const save = () =>
    download(search({ ...query, table })).then(
      () => setProblem(""),
      (error) => setProblem(reasonOf(error)),
    );
  return html`<span class="row">
    <button class="button small quiet" onClick=${save} aria-label=${`Download CSV: ${title}`}>CSV</button>
    ${problem && html`<span class="notice bad" role="alert">${problem}</span>`}
  </span>`;
}
