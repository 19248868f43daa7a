// Shapes that the browser's code shares, written by hand: what is drawn, what a screen holds, and of what goes over the
// wire those parts that the hub passes on as they are. Everything else that goes over the wire is in wire.d.ts.

// --- what is drawn ---

type VNode = import("../vendor/preact-11.2.0.js").VNode;
type Drawn = VNode | string | number | boolean | null | undefined | Drawn[];

/** Any control that can be listened to in a template. */
interface Control extends HTMLElement {
  value: string;
  valueAsNumber: number;
  checked: boolean;
  files: FileList | null;
  form: HTMLFormElement | null;
}
/** Any event that a template can listen to. */
interface Happening extends Event {
  readonly detail: number;
  readonly repeat: boolean;
  readonly currentTarget: Control;
  readonly key: string;
  readonly pointerType: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
  readonly clipboardData: DataTransfer;
  readonly dataTransfer: DataTransfer;
}
/** What may stand in a template: a listener, or anything else. */
type Hole = ((event: Happening) => unknown) | object | string | number | bigint | boolean | null | undefined;
type Html = (strings: TemplateStringsArray, ...holes: Hole[]) => VNode;
type Put<S> = import("../vendor/preact-hooks-11.2.0.js").Update<S>;
type Ref<T> = import("../vendor/preact-hooks-11.2.0.js").Ref<T>;
/** A choice: the stored name, and its words. */
type Choice = [name: string, words: string];
/** Words, and how they are meant: "good", "bad" or neither. */
type Told = [words: string, tone: string];

// --- asking the hub ---

type Method = Route["method"];
type WithoutQuery<P extends string> = P extends `${infer Path}?${string}` ? Path : P;
type Exact<M, P> = Route extends infer R
  ? R extends { method: M; path: infer T }
    ? P extends T
      ? T extends P
        ? R
        : never
      : never
    : never
  : never;
type Fitting<M, P> = Route extends infer R
  ? R extends { method: M; path: infer T }
    ? P extends T
      ? R
      : never
    : never
  : never;
type Asked<M, P> = [Exact<M, P>] extends [never] ? Fitting<M, P> : Exact<M, P>;
type AnswerTo<M, P extends string> = [Asked<M, WithoutQuery<P>>] extends [never]
  ? Answer.Done
  : Asked<M, WithoutQuery<P>>["answer"];
type BodyFor<M, P extends string> = [Asked<M, WithoutQuery<P>>] extends [never]
  ? object
  : Asked<M, WithoutQuery<P>>["body"];
/** An operation by its method and path: its body is checked, its answer known. */
type Ask = <const P extends string, const M extends Method = "GET">(
  path: P,
  options?: { method?: M; body?: BodyFor<M, P> },
) => Promise<AnswerTo<M, P>>;

type Connection = "connecting" | "online" | "offline" | "refused";
type User = Answer.SignedInUser;

/** What the commands of a socket are answered with; all others say only that they were done. */
interface CustomerAnswers {
  resume: Resumed;
  callback_slots: { slots: number[] };
}
interface AgentAnswers {
  inbox: Inbox;
  open: OpenedConversation;
  brief: { note: Handoff.HandoverNote };
  send_transcript: { email: string };
  set_presence: { team: TeamMember[] };
  waive_breather: { team: TeamMember[] };
  end_shift: EndedShift;
}
interface Link<Commands, Answers> {
  send<C extends keyof Commands & string>(
    command: C,
    ...payload: Commands[C] extends Nothing ? [payload?: Nothing] : [payload: Commands[C]]
  ): Promise<C extends keyof Answers ? Answers[C] : Answer.Done>;
  readonly connected: boolean;
  close(): void;
}
type CustomerLink = Link<CustomerCommands, CustomerAnswers>;
type AgentLink = Link<AgentCommands, AgentAnswers>;

// --- a conversation, as its customer sees it ---

interface Option {
  key?: string;
  article?: string;
  text: string;
}
interface Placed {
  seq: number;
  at: number;
}
type CustomerLine =
  | (Placed & { kind: "customer"; client_id: string; text: string })
  | (Placed & { kind: "bot"; role: string; text: string; html: string; options: Option[]; rateable: boolean })
  | (Placed & { kind: "agent"; name: string; text: string })
  | (Placed & {
      kind: "file";
      by: string;
      name: string | null;
      text: string;
      address: string;
      media: string;
      size: number;
    })
  | (Placed & { kind: "system"; key: string; text: string; html: string });
type CustomerEvent =
  | CustomerLine
  | (Placed & { kind: "thumb"; of: number; helpful: boolean })
  | (Placed & { kind: "rated"; stars: number })
  | (Placed & { kind: "thinking"; on: boolean })
  | (Placed & { kind: "moved"; to: Log.State; agent: string | null })
  | (Placed & { kind: "noted" });
/** The fold over them. `offered` is the bot's line whose options may be pressed now; 0 for none. */
interface CustomerView {
  seq: number;
  items: CustomerLine[];
  state: Log.State;
  agent: string | null;
  thinking: boolean;
  thumbs: Record<number, boolean>;
  stars: number | null;
  heard: string[];
  offered: number;
  gap: boolean;
}
/** Between how many minutes from now an agent comes; `longer` than was said before. */
interface Wait {
  low: number;
  high: number;
  longer: boolean;
}
/** A call-back as its customer recognises it. */
interface Booked {
  at: number;
  zone: string;
  channel: "phone" | "email";
  contact: string;
}
/** What a customer who waits is told of their place. */
interface Place {
  ahead: number | null;
  wait: Wait | null;
  back: string | null;
  callback: Booked | null;
}
interface Resumed extends Place {
  conversation: string | null;
  events: CustomerEvent[];
  greeting?: string;
  mail: boolean;
  email: string | null;
}
type CustomerPush = ["event", CustomerEvent] | ["queue", Place] | ["typing", { on: boolean; name: string }];

// --- a conversation, as agents see it ---

/** What was decided in a turn, why, and what would have changed it. */
interface Decision {
  decision: string;
  reason: string | null;
  rule: string | null;
  evidence: Evidence[];
  counterfactual: string | null;
  miss: boolean;
}
/** The fold over its log. */
interface AgentView {
  seq: number;
  events: Log.Entry[];
  gap: boolean;
  state: Log.State;
  epoch: number;
  agent: string | null;
  agentName: string | null;
  scores: Record<number, Log.TurnDone>;
  handoff: Log.HandedOff | null;
  stars: number | null;
}
interface Scores {
  sentiment: number;
  frustration: number;
  complexity: number;
}
interface Understanding {
  intent: string;
  confidence: number;
  article: string | null;
}
interface JobDone {
  action: string;
  order: string | null;
  result: string | null;
}
interface Evidence {
  what: string;
  words: string;
}
/** Its state beside the log. */
interface Header {
  site: string;
  language: string | null;
  stars: number | null;
  id: string;
  state: Log.State;
  epoch: number;
  seq: number;
  matter: number;
  agent: string | null;
  agent_name: string | null;
  customer: string;
  labels: string[];
  snoozed_until: number;
  verdict: string | null;
  handoff: number | null;
  wanted: string | null;
  left_at: number;
  callback: Callback | null;
  email: string | null;
}
interface OpenedConversation {
  conversation: Header;
  events: Log.Entry[];
  looking: string[];
  read: number;
}
/** A clock that runs: an agent's answer ends the first two, closing the third. */
interface SlaClock {
  kind: "first" | "next" | "resolution";
  due_at: number;
  state: "running" | "warned" | "breached";
}
/** At whom a waiting conversation rings, until when, and why at them. */
interface Offer {
  agent: string;
  agent_name: string;
  until: number;
  why: string;
}
type Presence = AgentCommands["set_presence"]["presence"];
interface TeamMember {
  id: string;
  login: string;
  name: string;
  presence: Presence;
  since: number;
  departments: string[];
  load: number;
  capacity: number;
  breather_until: number;
}
/** What came of the end of a shift; `kept` names what had moved on meanwhile. */
interface EndedShift {
  moved: string[];
  kept: { conversation: string; message: string }[];
}
interface InboxRow extends Omit<ListedRow, "sla" | "ringing" | "handed_at" | "answered_at"> {
  due_at: number | null;
  sla: SlaClock | null;
  offer: Offer | null;
  for_me: boolean;
  away: boolean;
}
interface Mention {
  conversation: string;
  seq: number;
  at: number;
  text: string;
  by: string;
}
interface InboxLists {
  queue: InboxRow[];
  mine: InboxRow[];
  later: InboxRow[];
  others: InboxRow[];
  bot: InboxRow[];
  closed: InboxRow[];
}
interface Inbox extends InboxLists {
  me: { id: string; login: string; name: string; role: string };
  mentions: Mention[];
  team: TeamMember[];
}
interface News {
  conversation: string;
  by?: string;
  reason?: string;
  /** To whom a supervisor has reassigned it. */
  to?: string;
}
type AgentPush =
  | ["event", Log.Entry & { conversation: string }]
  | ["inbox_changed", object]
  | ["typing", { conversation: string; who: "agent" | "customer"; name?: string; on: boolean }]
  | ["presence", { conversation: string; names: string[] }]
  | ["seen", { conversation: string; seq: number }]
  | ["team", { team: TeamMember[] }]
  | ["offer", { conversation: string; epoch: number; until: number; why: string }]
  | ["reminder", { conversation: string }]
  | ["mentioned" | "assigned" | "relieved", News];
/** What an agent keeps on the hub, wherever they sign in. */
interface Preferred {
  views: string[];
}
type Verdict = AgentCommands["verdict"]["verdict"];

// --- rules, and conversations judged by them again ---

type Threshold =
  | `${"frustration" | "complexity" | "stuck" | "need" | "misses"}_${"offer" | "handoff"}`
  | "offer_pause"
  | "repeat_similarity"
  | "acknowledge_at";
type Thresholds = Partial<Record<Threshold, number>>;
type Rules = Thresholds & { segments?: Record<string, Thresholds> };
interface Decided {
  decision: "stay" | "offer" | "handoff";
  reason: string | null;
  rule: string | null;
}
interface Judged extends Decided {
  i: number;
  sentiment: number;
  frustration: number;
  complexity: number;
  intent: string;
  confidence: number;
  band: string;
  article: string | null;
  counterfactual: string | null;
}
interface ReplayedTurn {
  seq: number;
  text: string;
  now: Judged;
  other: Judged;
}
interface SimulatedSide {
  stay: number;
  offer: number;
  handoff: number;
  precision: number | null;
  recall: number | null;
}
interface Simulated {
  conversations: number;
  verdicts: number;
  a: SimulatedSide;
  b: SimulatedSide;
  changes: { id: string; i: number; text: string; a: Decided; b: Decided }[];
}

// --- articles and releases ---

interface Draft {
  topic: string;
  title: string;
  answer: string;
  questions: string[];
  steps: string;
}
interface Guessed {
  band?: string | null;
  article?: string | null;
}
interface Answered {
  text: string;
  article: string;
  now: Guessed;
}
/** What the evaluation of a release found. */
interface ReleaseReport {
  verdict: "passed" | "look";
  reasons: string[];
  asked: { questions: number; changed: object[] };
  marked: { questions: number; right: number; lost: Answered[]; won: Answered[] };
  goldens: { dialogues: number; right: number; lost: string[]; won: string[] };
  stored?: { questions: number; right: number; missed: number; lost: Answered[] };
  left_out: { questions: number; right: number; confused: { article: string; taken_for: string; times: number }[] };
}

// --- what the screens hold ---

type AgentSession = import("../console/session.js").AgentSession;
type CustomerSession = import("../widget/session.js").Session;
/** A command of the console's palette; `keys` is its shortcut. */
interface Action {
  words: string;
  keys?: string;
  run: () => unknown;
}
/** A canned response, or a macro that `macro` marks as one. */
type Reply = (Answer.CannedReply & { macro?: false }) | (Answer.Macro & { macro: true });

// --- the configuration, section by section ---

interface JobLimits {
  states: string[];
  most_total?: number;
  days?: number;
}
type Job = "cancel" | "return" | "readdress";
interface Policy extends Record<Job, JobLimits> {
  undo_minutes: number;
}
interface ConfigurationSections extends Arranged.Configuration {
  policy: Policy;
}
/** The sections that are lists of things, each with a screen of its own. */
type ListName = "departments" | "skills" | "service_levels" | "segments" | "labels" | "views" | "replies" | "macros";
/** One thing of such a list; which fields it has, its description says. */
// biome-ignore lint/suspicious/noExplicitAny: what a field holds is known by its kind, at run time
type Item = Record<string, any>;
/** What a condition, a department or a label can be chosen from. */
interface Choices {
  reasons: Choice[];
  departments: Choice[];
  segments: Choice[];
  skills: Choice[];
  hours: Choice[];
  labels: string[];
}
type Offered = (string | number | [name: string | number, words: string])[];
interface SectionField {
  name: string;
  label: string;
  kind: "text" | "area" | "number" | "select" | "words" | "ticks" | "when" | "check";
  hint?: string;
  about?: string;
  plain?: boolean;
  most?: number;
  from?: number;
  to?: number;
  /** Of a number: how far the arrows go. Only whole numbers fit where it is not named. */
  step?: number;
  without?: string[];
  options?: Offered | ((choices: Choices) => Offered);
  shown?: (item: Item) => boolean;
}
/** How a list is shown and changed. */
interface ListSpec {
  heading: string;
  add: string;
  empty: string;
  about: string;
  ordered?: boolean;
  blank: Item;
  title: (item: Item) => string;
  line?: (item: Item) => string;
  fields: SectionField[];
}

// --- the desk ---

type Near = Answer.Hit & { score: number };
/** A draft that was kept, and the version it was begun on; a new article's also whose it is. */
interface KeptDraft extends Draft {
  base?: number;
  author?: string;
  places?: Body.Place[];
}
/** What an unanswered question asked to be written. */
interface Prefill {
  title: string;
  questions: string[];
  answer: string;
  places: Body.Place[];
}
/** A language, and the article whose translation it is to be. */
interface Translation {
  language: string;
  of: string;
}
/** Words, and how they look where that is known. */
interface Looking {
  text: string;
  html?: string;
}
