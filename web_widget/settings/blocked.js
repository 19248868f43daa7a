// Customers who may not write any more, and the way back.
import { useOnce } from "../shared/once.js";
import { html, useEffect, useState } from "../shared/preact.js";
import { request } from "../shared/transport.js";

export function Blocked() {
  const [customers, setCustomers] = useState(/** @type {Answer.Profile[] | null} */ (null));
  const [problem, setProblem] = useState("");
  const load = () =>
    request("/api/blocked").then(
      (answer) => setCustomers(answer.customers),
      (error) => setProblem(error.message),
    );
  useEffect(() => void load(), []);
  const allow = useOnce(({ id, name, email, segment, note }) =>
    request(`/api/customers/${id}`, { method: "PUT", body: { name, email, segment, note, blocked: false } }).then(
      load,
      (error) => setProblem(error.message),
    ),
  );
  if (!customers) return html`<p class="empty">${problem || "Loading…"}</p>`;
  return html`
    <h2>Blocked customers</h2>
    <p class="hint">Customers blocked as spam or in their details. Their messages are kept.</p>
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    ${customers.length === 0 && html`<p class="empty">No blocked customers.</p>`}
    ${customers.map(
      (customer) => html`<article class="card spread wrap" key=${customer.id}>
        <div>
          <strong>${customer.name || "No name"}</strong> <span class="hint">
            ${customer.email || customer.id}${customer.site && `, ${customer.site}`}
          </span>
          ${customer.note && html`<p class="plain">${customer.note}</p>`}
        </div>
        <button type="button" class="button small" onClick=${() => allow(customer)}>Unblock</button>
      </article>`,
    )}
  `;
}
