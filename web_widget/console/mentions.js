// Team members behind "@" in a note.
import { presenceWords } from "./team.js";

const ASKED = /(^|\s)@([\w.-]*)$/;
const MOST_SHOWN = 6;

/**
 * `@be` at the end of a note → the team members whose login or name has it; null for no mention.
 * @param {string} text
 * @param {AgentSession} session
 */
export function mentioned(text, { tools, inbox }) {
  const [, , letters] = ASKED.exec(text) ?? [];
  if (letters === undefined) return null;
  const low = letters.toLowerCase();
  return tools.now.agents
    .filter(({ login, name }) => login !== inbox.me?.login && `${login} ${name}`.toLowerCase().includes(low))
    .slice(0, MOST_SHOWN);
}

/** The text with the login in place of what was typed. @param {string} text @param {string} login */
export const withMention = (text, login) => text.replace(ASKED, (_, space) => `${space}@${login} `);

/**
 * @param {Answer.ListedAgent[]} members
 * @param {AgentSession} session
 * @param {(login: string) => void} take
 * @returns {import("./replies.js").Insertable[]}
 */
export const memberChoices = (members, { team }, take) =>
  members.map(({ login, name }) => ({
    key: login,
    title: name,
    more: `@${login}, ${presenceWords(team.of(login)?.presence ?? "offline").toLowerCase()}`,
    put: () => take(login),
  }));
