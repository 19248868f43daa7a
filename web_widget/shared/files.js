// Files in a conversation: sending one, and showing what was sent.
import { html, useRef } from "./preact.js";
import { base, newClientId, upload } from "./transport.js";

const ACCEPTED = "image/png,image/jpeg,image/gif,image/webp,application/pdf,text/plain,.docx,.xlsx,.odt";
const MOST = 5 * 1024 * 1024;

/** @param {File} file @param {{ token?: string, conversation?: string, epoch?: number }} to */
export async function share(file, { token, conversation, epoch }) {
  if (file.size > MOST) throw new Error("Files can be up to 5 MB.");
  const asked = new URLSearchParams({
    client_id: newClientId(),
    name: (file.name || "picture").slice(-120),
    ...(conversation && { conversation, epoch: String(epoch) }),
  });
  return upload(`/api/files?${asked}`, file, token ? { authorization: `Bearer ${token}` } : {});
}

/**
 * A hidden control that asks for one file; what opens it is for the caller to draw.
 * @param {(file: File) => unknown} picked
 * @returns {[input: VNode, open: () => void]}
 */
export function usePicker(picked) {
  const picker = useRef(/** @type {HTMLInputElement | null} */ (null));
  /** @param {Happening} event */
  const pick = (event) => {
    const file = event.currentTarget.files?.[0];
    if (file) picked(file);
    event.currentTarget.value = "";
  };
  const input = html`<input
    ref=${picker}
    type="file"
    class="hidden-text"
    tabindex="-1"
    aria-hidden="true"
    accept=${ACCEPTED}
    onChange=${pick}
  />`;
  return [input, () => picker.current?.click()];
}

/** @param {number} bytes */
function sized(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** @param {{address: string, media: string, size: number, text: string}} props */
export function FileShown({ address, media, size, text }) {
  const where = `${base()}/${address}`;
  if (media.startsWith("image/"))
    return html`<a href=${where} target="_blank" rel="noopener">
      <img class="sent" src=${where} alt=${text} loading="lazy" />
    </a>`;
  return html`<a class="file" href=${where} download=${text}>${text} <span class="hint">${sized(size)}</span></a>`;
}
