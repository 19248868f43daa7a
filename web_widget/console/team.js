// Who is there and what they carry, and what this agent says of themselves.

/** @type {[name: Presence, words: string][]} */
export const PRESENCES = [
  ["online", "Online"],
  ["busy", "Busy"],
  ["break", "On a break"],
  ["wrapping_up", "Wrapping up"],
  ["offline", "Offline"],
];
const WORDS = new Map(PRESENCES);

/** @param {Presence} presence */
export const presenceWords = (presence) => WORDS.get(presence) ?? presence;

/** What someone carries: `2.5 of 4`. @param {TeamMember} member */
export const loadWords = ({ load, capacity }) => `${load} of ${capacity}`;

export class TeamStore {
  /**
   * @param {{
   *   link: () => AgentLink,
   *   me: () => string | undefined,
   *   problems: import("./problems.js").Problems,
   *   changed: () => void,
   * }} parts
   */
  constructor({ link, me, problems, changed }) {
    this.link = link;
    this.whoAmI = me;
    this.problems = problems;
    this.changed = changed;
    /** @type {TeamMember[]} */
    this.members = [];
  }

  get me() {
    return this.members.find((member) => member.id === this.whoAmI());
  }

  /** @param {string} login */
  of(login) {
    return this.members.find((member) => member.login === login);
  }

  /** @param {TeamMember[]} members */
  heard(members) {
    this.members = members;
    this.changed();
  }

  /** Shown at once; the hub's answer counts. @param {Presence} presence */
  async switchTo(presence) {
    const { me, members } = this;
    this.heard(members.map((member) => (member === me ? { ...member, presence } : member)));
    const answer = await this.problems.attempt(() => this.link().send("set_presence", { presence }));
    this.heard(answer ? answer.team : members);
  }

  async waive() {
    const answer = await this.problems.attempt(() => this.link().send("waive_breather"));
    if (answer) this.heard(answer.team);
  }

  /** Offline, and everything back in the queue; null when the hub did not do it. @param {string} note */
  endShift(note) {
    return this.problems.attempt(() => this.link().send("end_shift", { note }));
  }
}
