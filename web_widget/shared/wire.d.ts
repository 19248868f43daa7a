// What goes over the wire, for tsc alone. Drawn by deploy/browser_types.py (`make openapi`);
// not edited by hand.
// An answer has all its fields; a body may leave out what has a default.

declare namespace Answer {
  interface Account {
    name: string;
    segment: string;
    orders: Order[];
  }
  interface Admitted {
    token: string;
    ok: boolean;
  }
  interface AgentNow {
    id: string;
    login: string;
    name: string;
    present: boolean;
    presence: string;
    load: number;
    capacity: number;
    conversations: number;
    unanswered: number;
    oldest: number | null;
    late: number;
    later: number;
    strain: number;
    open: Open[];
  }
  interface Article {
    id: string;
    topic: string;
    title: string;
    answer: string;
    questions: string[];
    version: number;
    steps: string;
  }
  interface ArticleChange {
    id: string;
    title: string;
    what: string[];
  }
  interface AssignmentRules {
    mode: "automatic" | "manual";
    order: "least_loaded" | "round_robin";
    capacity: number;
    offers: number;
    accept_seconds: number;
    breather_seconds: number;
    wrap_up_seconds: number;
    prefer_last: boolean;
    remind_minutes: number;
    reassign_minutes: number;
    ask_minutes: number;
    close_minutes: number;
    longest_wait_minutes: number;
  }
  interface Audit {
    entries: Entry[];
    ok: boolean;
  }
  interface Blocked {
    customers: Profile[];
    ok: boolean;
  }
  interface Brought {
    articles: Taken[];
    saved: boolean;
    ok: boolean;
  }
  interface CannedReply {
    shortcut: string;
    text: string;
    title: string;
  }
  interface Care {
    owner: string | null;
    review_on: string | null;
    language: string | null;
    publish_at: number | null;
    expires_at: number | null;
    translates: string | null;
  }
  interface Change {
    section: string;
    version: number;
    author: string;
    note: string;
    created_at: number;
    what: string[];
  }
  interface Changes {
    changes: Change[];
    ok: boolean;
  }
  interface Check {
    ok: boolean;
    detail: string;
  }
  interface Choices {
    time_zones: string[];
    countries: Record<string, string[]>;
    ok: boolean;
  }
  interface ContactList {
    contacts: ReportedContact[];
    ok: boolean;
  }
  interface Count {
    done: number;
    ok: boolean;
  }
  interface CustomerCard {
    profile: Profile;
    conversations: ListedRow[];
    email: string | null;
    account: Account | null;
    trouble: string | null;
    ok: boolean;
  }
  interface Destination {
    department: string | null;
    skills: string[];
    priority: number;
  }
  interface Detail {
    article: ArticlesVersion;
    versions: ArticlesVersion[];
    live: number | null;
    care: Care;
    review: Review | null;
    careful: boolean;
    draft: KeptDraft | null;
    others: Writing[];
    retired: boolean;
    translations: Record<string, string>;
    original: ArticlesVersion | null;
    ok: boolean;
  }
  interface Done {
    ok: boolean;
  }
  interface Drafting {
    others: Writing[];
    ok: boolean;
  }
  interface Effect {
    article: string;
    served: number;
    helpful: number;
    unhelpful: number;
    rejected: number;
    escalated: number;
    again: number;
  }
  interface EffectLine {
    title: string;
    effect: Effect;
    readers_helped: number;
    readers_not: number;
  }
  interface Effects {
    articles: EffectLine[];
    ok: boolean;
  }
  interface Embeddable {
    allowed: boolean;
    remedy: string;
    ok: boolean;
  }
  interface Entry {
    id: number;
    at: number;
    who: string;
    deed: string;
    subject: string;
    reason: string;
    detail: Record<string, unknown>;
  }
  interface Examination {
    release: Release;
    training: Training | null;
    changes: ArticleChange[];
    asked: ReleasesChanged[];
    report: ReleaseReport | null;
    titles: Record<string, string>;
    overruled: Overruled | null;
    ok: boolean;
  }
  interface Export {
    name: string;
    text: string;
    ok: boolean;
  }
  interface FactLine {
    name: string;
    value: string;
    about: string;
    author: string;
    changed_at: number;
    used_by: string[];
    live: boolean;
  }
  interface FactList {
    facts: FactLine[];
    missing: string[];
    ok: boolean;
  }
  interface Figures {
    contacts: number;
    bot_alone: number;
    handed_off: number;
    taken: number;
    answered: number;
    abandoned: number;
    ended: number;
    sla_kept: number;
    sla_missed: number;
    furious: number;
    dangerous: number;
    strain: number;
    reasons: Record<string, number>;
    verdicts: Record<string, number>;
    stars: number[];
    csat: number | null;
    waiting: Spread | null;
    first_response: Spread | null;
    resolution: Spread | null;
  }
  interface Finding {
    article: string;
    severity: string;
    rule: string;
    where: string;
    quote: string;
    words: string;
    other: string;
  }
  interface Findings {
    findings: Finding[];
    ok: boolean;
  }
  interface Found {
    conversation: string;
    seq: number;
    at: number;
    kind: string;
    state: string;
    customer_name: string | null;
    text: string;
  }
  interface FoundList {
    found: Found[];
    ok: boolean;
  }
  interface Gap {
    conversation: string;
    seq: number;
    at: number;
    text: string;
    why: string;
    article: string | null;
    frustration: number;
    agent_ms: number;
    answers: string[];
  }
  interface Gaps {
    groups: Group[];
    questions: number;
    ok: boolean;
  }
  interface Group {
    questions: Gap[];
    minutes: number;
    frustration: number;
    cost: number;
    nearest: Hit | null;
    drafts: string[];
  }
  interface Health {
    bot: boolean;
    checks: Record<string, Check>;
    ok: boolean;
  }
  interface Hit {
    id: string;
    title: string;
    topic: string;
    question: string;
    likeness: number;
  }
  interface Invited {
    link: string | null;
    sent: boolean;
    ok: boolean;
  }
  interface Label {
    name: string;
    colour: "amber" | "green" | "grey" | "red";
    about: string;
  }
  interface Listed {
    id: string;
    topic: string;
    title: string;
    version: number;
    questions: number;
    state: "changed" | "gone" | "live" | "new" | "planned" | "retired" | "review";
    owner: string | null;
    attention: string[];
    language: string | null;
    translates: string | null;
  }
  interface ListedAgent {
    login: string;
    name: string;
    role: string;
    present: boolean;
  }
  interface Looked {
    login: string;
    name: string;
    ok: boolean;
  }
  interface Macro {
    shortcut: string;
    title: string;
    text: string;
    labels: string[];
    note: string;
    then: "close" | "department" | "hand_back" | "later" | "stay";
    department: string;
    hours_later: number;
  }
  interface Marked {
    total: number;
    ok: boolean;
  }
  interface Marks {
    marks: MarkStoreMark[];
    ok: boolean;
  }
  interface Named {
    id: string;
    name: string;
  }
  interface Nearest {
    text: string;
    hit: Hit | null;
  }
  interface Neighbours {
    nearest: Nearest[];
    ok: boolean;
  }
  interface NowAnswer {
    at: number;
    total: Queue;
    departments: Queue[];
    waiting: Open[];
    agents: AgentNow[];
    misses: ReportedContact[];
    ok: boolean;
  }
  interface Open {
    conversation: string;
    epoch: number;
    customer_name: string | null;
    department: string;
    agent: string;
    reason: string | null;
    priority: number;
    since: number;
    due_at: number | null;
    snoozed_until: number;
    furious: boolean;
  }
  interface Order {
    number: string;
    email: string;
    state: string;
    items: string;
    expected: string;
    total: number;
    address: string;
  }
  interface OutboxEntry {
    id: string;
    kind: string;
    way: string;
    recipient: string;
    subject: string;
    body: Record<string, string>;
    conversation: string | null;
    state: string;
    attempts: number;
    due_at: number;
    error: string | null;
    created_at: number;
    sent_at: number | null;
  }
  interface OutboxPage {
    emails: OutboxEntry[];
    server: boolean;
    ok: boolean;
  }
  interface Overruled {
    by: string;
    reason: string;
    at: number;
    findings: Finding[];
  }
  interface Overview {
    articles: Listed[];
    facts_changed: number;
    voice_changed: number;
    careful: string[];
    release: Release | null;
    training: Training | null;
    ok: boolean;
  }
  interface Picture {
    address: string;
    ok: boolean;
  }
  interface Piece {
    kind: "gone" | "new" | "same";
    text: string;
  }
  interface Preferences {
    preferences: Partial<Preferred>;
    ok: boolean;
  }
  interface Profile {
    id: string;
    name: string;
    email: string;
    segment: string;
    note: string;
    site: string;
    created_at: number;
    blocked: boolean;
  }
  interface Published {
    release: number;
    live: boolean;
    ok: boolean;
  }
  interface Queue {
    department: string;
    name: string;
    waiting: number;
    oldest: number | null;
    late: number;
    at_risk: number;
  }
  interface Ready {
    checks: Record<string, Check>;
    ok: boolean;
  }
  interface Reassigned {
    agent_name: string;
    epoch: number;
    ok: boolean;
  }
  interface Recall {
    told: Told[];
    live: number | null;
    ok: boolean;
  }
  interface Release {
    id: number;
    created_at: number;
    author: string;
    note: string;
    model: string | null;
    learned: string;
    hold: boolean;
  }
  interface Releases {
    releases: Release[];
    active: number | null;
    trainings: Record<string, Training>;
    trial: Trial | null;
    overruled: number[];
    ok: boolean;
  }
  interface Rendered {
    html: string;
    ok: boolean;
  }
  interface Report {
    first: string;
    last: string;
    zone: string;
    behind: number;
    total: Figures;
    days: ReportLine[];
    hours: ReportLine[];
    departments: ReportLine[];
    agents: ReportLine[];
  }
  interface ReportAnswer {
    report: Report;
    departments: Record<string, string>;
    today: string;
    ok: boolean;
  }
  interface ReportLine {
    key: string;
    name: string;
    figures: Figures;
  }
  interface ReportedContact {
    conversation: string;
    seq: number;
    began_at: number;
    customer_name: string | null;
    department: string;
    reason: string;
    agents: string[];
    judge: string;
    waiting: number | null;
    first_response: number | null;
    resolution: number | null;
    stars: number;
    misses: number;
    figures: string[];
  }
  interface Results {
    results: Hit[];
    ok: boolean;
  }
  interface Review {
    article: string;
    version: number;
    asked_by: string;
    asked_at: number;
    decided_by: string | null;
    decided_at: number | null;
    approved: boolean | null;
    note: string;
  }
  interface Rewound {
    turns: ReplayedTurn[];
    ok: boolean;
  }
  interface RoutingTrial {
    hand_offs: number;
    before: Record<string, number>;
    after: Record<string, number>;
    changed: RoutingTrialDifference[];
  }
  interface RoutingTried {
    trial: RoutingTrial;
    conversations: number;
    left: number;
    last: string;
    ok: boolean;
  }
  interface Saved {
    article: Article;
    ok: boolean;
  }
  interface Sections {
    sections: ConfigurationSections;
    versions: Record<string, number>;
    reasons: string[];
    assignment_defaults: AssignmentRules;
    mail_password: boolean;
    webhook_secret: string | null;
    ok: boolean;
  }
  interface Shared {
    conversation: string;
    seq: number;
    ok: boolean;
  }
  interface SheetAnswer {
    name: string;
    text: string;
    ok: boolean;
  }
  interface SignedIn {
    user: SignedInUser;
    ok: boolean;
  }
  interface SignedInUser {
    id: string;
    login: string;
    name: string;
    role: string;
    may: string[];
  }
  interface Site {
    snippet: string;
    sites: string[];
    ok: boolean;
  }
  interface Spread {
    count: number;
    median: number;
    p90: number;
  }
  interface Suggested {
    article: string;
    version: number;
    title: string;
    text: string;
    likeness: number;
    rejected: boolean;
  }
  interface SuggestedList {
    question: string;
    suggestions: Suggested[];
    rejected: Suggested[];
    ok: boolean;
  }
  interface Suggestions {
    questions: string[];
    ok: boolean;
  }
  interface Taken {
    id: string;
    topic: string;
    title: string;
    state: "changed" | "new" | "same";
  }
  interface Told {
    conversation: string;
    seq: number;
    at: number;
    version: number;
    state: string;
    customer_name: string | null;
    corrected: number;
  }
  interface Tools {
    replies: CannedReply[];
    macros: Macro[];
    labels: Label[];
    views: View[];
    departments: Named[];
    agents: ListedAgent[];
    mail: boolean;
    ok: boolean;
  }
  interface Training {
    release: number;
    state: string;
    detail: string;
    changed_at: number;
  }
  interface TriageNow {
    rules: Rules;
    defaults: Rules;
    presets: Record<string, Record<string, unknown>>;
    history: SettingsVersion[];
    ok: boolean;
  }
  interface Trial {
    release: number;
    share: number;
    since: number;
  }
  interface Tried {
    found: Simulated;
    ok: boolean;
  }
  interface UserLine {
    login: string;
    name: string;
    role: string;
    email: string;
    departments: string[];
    skills: string[];
    active: boolean;
    languages: string[];
    capacity: number;
  }
  interface Users {
    users: UserLine[];
    ok: boolean;
  }
  interface View {
    name: string;
    filter: string;
  }
  interface Voice {
    lines: VoiceLine[];
    groups: Record<string, string>;
    languages: string[];
    ok: boolean;
  }
  interface VoiceLine {
    key: string;
    group: string;
    variants: string[];
    original: string[];
    reworded: boolean;
    live: boolean;
    variables: string[];
    html: string;
  }
  interface Writing {
    author: string;
    changed_at: number;
    now: boolean;
  }
  interface RoutingTrialDifference {
    conversation: string;
    seq: number;
    at: number;
    reason: string;
    before: Destination;
    after: Destination;
  }
  interface ArrangementsChanged {
    changed: string[];
    ok: boolean;
  }
  interface ArticlesDifference {
    fields: Record<string, Piece[]>;
    ok: boolean;
  }
  interface ArticlesVersion {
    id: string;
    topic: string;
    title: string;
    answer: string;
    questions: string[];
    version: number;
    author: string;
    created_at: number;
    html: string;
    steps: string;
  }
  interface ReleasesChanged {
    conversation: string;
    seq: number;
    text: string;
    before: Record<string, string | null>;
    after: Record<string, string | null>;
  }
  interface SettingsVersion {
    version: number;
    rules: Rules;
    author: string;
    note: string;
    created_at: number;
  }
  interface MarkStoreMark {
    conversation: string;
    seq: number;
    right: string;
    author: string;
    created_at: number;
  }
}

declare namespace Body {
  interface Back {
    section: string;
    version: number;
  }
  interface Bundle {
    format: "csv" | "markdown" | "page" | "yaml";
    text: string;
    topic?: string;
    save?: boolean;
  }
  interface CareDraft {
    owner?: string | null;
    review_on?: string | null;
    language?: string | null;
    publish_at?: number | null;
    expires_at?: number | null;
    translates?: string | null;
  }
  interface Careful {
    topic: string;
    second_person: boolean;
  }
  interface Correction {
    conversations: string[];
  }
  interface Credentials {
    login: string;
    password: string;
  }
  interface Decision {
    places: Place[];
    decision: "add" | "dismiss" | "written";
    article?: string | null;
    questions?: string[];
    reason?: string;
  }
  interface Draft {
    topic: string;
    title: string;
    answer: string;
    questions: string[];
    base: number;
    steps?: string;
    language?: string | null;
    translates?: string | null;
  }
  interface FactDraft {
    value: string;
    about?: string;
  }
  interface Forgotten {
    login: string;
  }
  interface Link {
    token: string;
  }
  interface Look {
    decision: "approve" | "ask" | "send_back";
    version: number;
    note?: string;
  }
  interface NewCustomer {
    site?: string;
  }
  interface Password {
    password: string;
  }
  interface Place {
    conversation: string;
    seq: number;
  }
  interface PlaceMark {
    conversation: string;
    seq: number;
    right: string | null;
  }
  interface PreferencesDraft {
    preferences: Preferred;
  }
  interface Preview {
    answer: string;
    facts?: boolean;
  }
  interface ProfileDraft {
    name?: string;
    email?: string;
    segment?: string;
    note?: string;
    blocked?: boolean;
  }
  interface Publication {
    note?: string;
    articles?: string[] | null;
    facts?: boolean;
    voice?: boolean;
    hold?: boolean;
    anyway?: string | null;
    seen?: string | null;
  }
  interface Reassignment {
    conversation: string;
    epoch: number;
    to: string;
    reason?: string;
  }
  interface Recipient {
    email: string;
  }
  interface Rewind {
    conversation: string;
    since?: number;
    release?: number | null;
    rules?: Rules | null;
  }
  interface RoutingDraft {
    departments?: Record<string, unknown>[] | null;
    skills?: Record<string, unknown>[] | null;
    segments?: Record<string, unknown>[] | null;
    after?: string;
  }
  interface SectionDraft {
    value: unknown;
    seen: number;
    note?: string;
  }
  interface Share {
    share: number;
  }
  interface Texts {
    texts: string[];
    apart_from?: string | null;
  }
  interface TriageDraft {
    rules: Rules;
    note?: string;
    seen?: number | null;
  }
  interface UserChange {
    login: string;
    name?: string | null;
    role?: "admin" | "agent" | "editor" | "supervisor" | null;
    email?: string | null;
    departments?: string[] | null;
    skills?: string[] | null;
    languages?: string[] | null;
    capacity?: number | null;
    disable?: boolean;
    new_link?: boolean;
  }
  interface UserDraft {
    login: string;
    name?: string;
    role?: "admin" | "agent" | "editor" | "supervisor";
    email?: string;
  }
  interface Variants {
    variants: string[];
  }
  interface Welcome {
    token: string;
    password: string;
    name?: string;
  }
  interface MarksMark {
    text: string;
    article: string;
  }
}

/** Every operation of the HTTP interface. */
type Route =
  | { method: "POST"; path: "/api/sign-in"; answer: Answer.SignedIn; body: Body.Credentials }
  | { method: "POST"; path: "/api/sign-out"; answer: Answer.Done; body: Nothing }
  | { method: "GET"; path: "/api/me"; answer: Answer.SignedIn; body: Nothing }
  | { method: "POST"; path: "/api/welcome/look"; answer: Answer.Looked; body: Body.Link }
  | { method: "POST"; path: "/api/welcome"; answer: Answer.SignedIn; body: Body.Welcome }
  | { method: "POST"; path: "/api/customers"; answer: Answer.Admitted; body: Body.NewCustomer }
  | { method: "GET"; path: "/api/articles"; answer: Answer.Overview; body: Nothing }
  | { method: "GET"; path: `/api/articles/${string}`; answer: Answer.Detail; body: Nothing }
  | { method: "PUT"; path: `/api/articles/${string}`; answer: Answer.Saved; body: Body.Draft }
  | { method: "DELETE"; path: `/api/articles/${string}`; answer: Answer.Done; body: Nothing }
  | { method: "GET"; path: `/api/articles/${string}/difference`; answer: Answer.ArticlesDifference; body: Nothing }
  | { method: "POST"; path: "/api/preview"; answer: Answer.Rendered; body: Body.Preview }
  | { method: "PUT"; path: `/api/articles/${string}/draft`; answer: Answer.Drafting; body: Body.Draft }
  | { method: "DELETE"; path: `/api/articles/${string}/draft`; answer: Answer.Done; body: Nothing }
  | { method: "PUT"; path: `/api/articles/${string}/care`; answer: Answer.Done; body: Body.CareDraft }
  | { method: "POST"; path: `/api/articles/${string}/review`; answer: Answer.Done; body: Body.Look }
  | { method: "PUT"; path: "/api/topics"; answer: Answer.Done; body: Body.Careful }
  | { method: "GET"; path: "/api/voice"; answer: Answer.Voice; body: Nothing }
  | { method: "PUT"; path: `/api/voice/${string}`; answer: Answer.Done; body: Body.Variants }
  | { method: "DELETE"; path: `/api/voice/${string}`; answer: Answer.Done; body: Nothing }
  | { method: "GET"; path: "/api/facts"; answer: Answer.FactList; body: Nothing }
  | { method: "PUT"; path: `/api/facts/${string}`; answer: Answer.Done; body: Body.FactDraft }
  | { method: "DELETE"; path: `/api/facts/${string}`; answer: Answer.Done; body: Nothing }
  | { method: "POST"; path: "/api/publish"; answer: Answer.Published; body: Body.Publication }
  | { method: "GET"; path: "/api/audit"; answer: Answer.Audit; body: Nothing }
  | { method: "GET"; path: "/api/releases"; answer: Answer.Releases; body: Nothing }
  | { method: "GET"; path: `/api/releases/${string}`; answer: Answer.Examination; body: Nothing }
  | { method: "POST"; path: `/api/releases/${string}/trial`; answer: Answer.Done; body: Body.Share }
  | { method: "POST"; path: `/api/releases/${string}/activate`; answer: Answer.Published; body: Nothing }
  | { method: "POST"; path: `/api/releases/${string}/set-aside`; answer: Answer.Done; body: Nothing }
  | { method: "GET"; path: "/api/search"; answer: Answer.Results; body: Nothing }
  | { method: "POST"; path: "/api/nearest"; answer: Answer.Neighbours; body: Body.Texts }
  | { method: "GET"; path: "/api/checks"; answer: Answer.Findings; body: Nothing }
  | { method: "POST"; path: `/api/articles/${string}/check`; answer: Answer.Findings; body: Body.Draft }
  | { method: "POST"; path: "/api/import"; answer: Answer.Brought; body: Body.Bundle }
  | { method: "GET"; path: "/api/export"; answer: Answer.Export; body: Nothing }
  | { method: "GET"; path: "/api/gaps"; answer: Answer.Gaps; body: Nothing }
  | { method: "POST"; path: "/api/gaps"; answer: Answer.Count; body: Body.Decision }
  | { method: "GET"; path: "/api/effects"; answer: Answer.Effects; body: Nothing }
  | { method: "GET"; path: `/api/articles/${string}/suggestions`; answer: Answer.Suggestions; body: Nothing }
  | { method: "GET"; path: "/api/asked"; answer: Answer.Suggestions; body: Nothing }
  | { method: "GET"; path: `/api/articles/${string}/told`; answer: Answer.Recall; body: Nothing }
  | { method: "POST"; path: `/api/articles/${string}/correction`; answer: Answer.Count; body: Body.Correction }
  | { method: "POST"; path: "/api/marks"; answer: Answer.Marked; body: Body.MarksMark }
  | { method: "PUT"; path: "/api/marks"; answer: Answer.Marked; body: Body.PlaceMark }
  | { method: "GET"; path: "/api/marks"; answer: Answer.Marks; body: Nothing }
  | { method: "GET"; path: `/api/customers/${string}`; answer: Answer.CustomerCard; body: Nothing }
  | { method: "PUT"; path: `/api/customers/${string}`; answer: Answer.Done; body: Body.ProfileDraft }
  | { method: "GET"; path: "/api/tools"; answer: Answer.Tools; body: Nothing }
  | { method: "GET"; path: "/api/me/preferences"; answer: Answer.Preferences; body: Nothing }
  | { method: "PUT"; path: "/api/me/preferences"; answer: Answer.Done; body: Body.PreferencesDraft }
  | { method: "GET"; path: "/api/suggestions"; answer: Answer.SuggestedList; body: Nothing }
  | { method: "GET"; path: "/api/find"; answer: Answer.FoundList; body: Nothing }
  | { method: "GET"; path: "/api/reports"; answer: Answer.ReportAnswer; body: Nothing }
  | { method: "GET"; path: "/api/reports/now"; answer: Answer.NowAnswer; body: Nothing }
  | { method: "GET"; path: "/api/reports/contacts"; answer: Answer.ContactList; body: Nothing }
  | { method: "GET"; path: "/api/reports/sheet"; answer: Answer.SheetAnswer; body: Nothing }
  | { method: "POST"; path: "/api/reassign"; answer: Answer.Reassigned; body: Body.Reassignment }
  | { method: "GET"; path: "/api/settings/triage"; answer: Answer.TriageNow; body: Nothing }
  | { method: "PUT"; path: "/api/settings/triage"; answer: Answer.Done; body: Body.TriageDraft }
  | { method: "POST"; path: "/api/settings/triage/try"; answer: Answer.Tried; body: Body.TriageDraft }
  | { method: "POST"; path: "/api/rewind"; answer: Answer.Rewound; body: Body.Rewind }
  | { method: "GET"; path: "/api/settings/site"; answer: Answer.Site; body: Nothing }
  | { method: "POST"; path: "/api/settings/routing/try"; answer: Answer.RoutingTried; body: Body.RoutingDraft }
  | { method: "GET"; path: "/api/users"; answer: Answer.Users; body: Nothing }
  | { method: "POST"; path: "/api/users"; answer: Answer.Invited; body: Body.UserDraft }
  | { method: "PUT"; path: "/api/users"; answer: Answer.Invited; body: Body.UserChange }
  | { method: "POST"; path: "/api/forgotten"; answer: Answer.Done; body: Body.Forgotten }
  | { method: "GET"; path: "/api/settings/sections"; answer: Answer.Sections; body: Nothing }
  | {
      method: "PUT";
      path: `/api/settings/sections/${string}`;
      answer: Answer.ArrangementsChanged;
      body: Body.SectionDraft;
    }
  | { method: "GET"; path: "/api/settings/history"; answer: Answer.Changes; body: Nothing }
  | { method: "POST"; path: "/api/settings/undo"; answer: Answer.ArrangementsChanged; body: Body.Back }
  | { method: "GET"; path: "/api/settings/choices"; answer: Answer.Choices; body: Nothing }
  | { method: "GET"; path: "/api/blocked"; answer: Answer.Blocked; body: Nothing }
  | { method: "GET"; path: "/api/outbox"; answer: Answer.OutboxPage; body: Nothing }
  | { method: "POST"; path: `/api/outbox/${string}`; answer: Answer.Done; body: Nothing }
  | { method: "DELETE"; path: `/api/outbox/${string}`; answer: Answer.Done; body: Nothing }
  | { method: "PUT"; path: "/api/settings/mail-password"; answer: Answer.Done; body: Body.Password }
  | { method: "POST"; path: "/api/settings/mail-trial"; answer: Answer.Done; body: Body.Recipient }
  | { method: "POST"; path: "/api/media"; answer: Answer.Picture; body: Nothing }
  | { method: "POST"; path: "/api/files"; answer: Answer.Shared; body: Nothing }
  | { method: "GET"; path: "/api/embed"; answer: Answer.Embeddable; body: Nothing }
  | { method: "GET"; path: "/health"; answer: Answer.Health; body: Nothing }
  | { method: "GET"; path: "/ready"; answer: Answer.Ready; body: Nothing };

type Nothing = Record<string, never>;

/** The commands of `/customer`, with what each carries. */
interface CustomerCommands {
  resume: { after?: number };
  say: { client_id: string; text: string; reply_to?: number | null };
  ask_person: Nothing;
  leave_queue: Nothing;
  end: Nothing;
  typing: { on: boolean };
  seen: { seq: number };
  rate_answer: { of: number; helpful: boolean };
  rate: { stars: number; comment?: string };
  give_email: { email: string };
  confirm_email: { code: string };
  stop_email: Nothing;
  transcript: Nothing;
  callback_slots: Nothing;
  book_callback: { at: number; zone: string; channel: "email" | "phone"; contact: string };
  cancel_callback: Nothing;
}

/** The commands of `/agent`, with what each carries. */
interface AgentCommands {
  inbox: Nothing;
  open: { conversation: string; after?: number; silent?: boolean };
  leave: { conversation: string };
  take: { conversation: string; epoch: number; reason?: string };
  reopen: { conversation: string; epoch: number };
  say: { conversation: string; epoch: number; client_id: string; text: string };
  typing: { conversation: string; on: boolean };
  requeue: { conversation: string; epoch: number; to?: string | null; note?: string; department?: string | null };
  hand_back: { conversation: string; epoch: number };
  close: { conversation: string; epoch: number; spam?: boolean };
  note: { conversation: string; client_id: string; text: string };
  label: { conversation: string; labels: string[] };
  snooze: { conversation: string; epoch: number; until: number };
  verdict: { conversation: string; verdict: "not_needed" | "right" | "too_early" | "too_late" };
  brief: { conversation: string };
  macro: { conversation: string; epoch: number; client_id: string; macro: string; text?: string };
  mentions_seen: { conversation: string };
  send_transcript: { conversation: string };
  set_presence: { presence: "break" | "busy" | "offline" | "online" | "wrapping_up" };
  waive_breather: Nothing;
  decline: { conversation: string; epoch: number };
  end_shift: { note?: string };
}

/** The log as an agent sees it: every event with its place. */
declare namespace Log {
  interface Opened {
    seq: number;
    at: number;
    event: "conversation.opened";
    customer: string;
    channel: string;
    site: string;
    to: State;
  }
  interface CustomerSaid {
    seq: number;
    at: number;
    event: "customer.said";
    client_id: string;
    text: string;
  }
  interface BotSaid {
    seq: number;
    at: number;
    event: "bot.said";
    turn: string;
    role: string;
    text: string;
    article: string | null;
    article_version: number | null;
    key: string | null;
    variables: Record<string, string | number | boolean | null>;
    options: Option[];
    html: string;
  }
  interface AgentSaid {
    seq: number;
    at: number;
    event: "agent.said";
    client_id: string;
    agent: string;
    agent_name: string;
    text: string;
  }
  interface SystemSaid {
    seq: number;
    at: number;
    event: "system.said";
    key: string;
    text: string;
    variables: Record<string, string | number | boolean | null>;
    html: string;
  }
  interface TurnDue {
    seq: number;
    at: number;
    event: "turn.due";
    turn: string;
    epoch: number;
    first: number;
    last: number;
    mode: string;
  }
  interface TurnDone {
    seq: number;
    at: number;
    event: "turn.done";
    turn: string;
    epoch: number;
    last: number;
    mode: string;
    understanding: Understanding;
    scores: Scores;
    decision: Decision | null;
    settings: string;
    model: string;
    actions: JobDone[];
    took_ms: number;
    spoken: boolean;
  }
  interface TurnFailed {
    seq: number;
    at: number;
    event: "turn.failed";
    turn: string;
    epoch: number;
    last: number;
    mode: string;
    error: string;
  }
  interface HandedOff {
    seq: number;
    at: number;
    event: "handoff.requested";
    epoch: number;
    reason: Reason;
    priority: number;
    rule: string | null;
    evidence: Evidence[];
    counterfactual: string | null;
    to: State;
  }
  interface AgentJoined {
    seq: number;
    at: number;
    event: "agent.joined";
    epoch: number;
    agent: string;
    agent_name: string;
    barge_in: boolean;
    to: State;
  }
  interface AgentLeft {
    seq: number;
    at: number;
    event: "agent.left";
    epoch: number;
    agent: string;
    why: string;
    to: State;
  }
  interface HandedBack {
    seq: number;
    at: number;
    event: "handed.back";
    epoch: number;
    by: string;
    to: State;
  }
  interface Closed {
    seq: number;
    at: number;
    event: "conversation.closed";
    epoch: number;
    by: string;
    who: string;
    to: State;
  }
  interface Reopened {
    seq: number;
    at: number;
    event: "conversation.reopened";
    epoch: number;
    to: State;
  }
  interface AnswerRated {
    seq: number;
    at: number;
    event: "answer.rated";
    of: number;
    helpful: boolean;
  }
  interface Rated {
    seq: number;
    at: number;
    event: "conversation.rated";
    stars: number;
    text: string;
  }
  interface FileShared {
    seq: number;
    at: number;
    event: "file.shared";
    client_id: string;
    by: string;
    file: string;
    media: string;
    size: number;
    text: string;
    agent: string | null;
    agent_name: string | null;
  }
  interface AgentReplaced {
    seq: number;
    at: number;
    event: "agent.replaced";
    agent: string;
    before: string;
    before_name: string;
    why: string;
    text: string;
  }
  interface AgentReassigned {
    seq: number;
    at: number;
    event: "agent.reassigned";
    agent: string;
    before: string;
    before_name: string;
    by: string;
    by_name: string;
    text: string;
  }
  interface ColleagueWanted {
    seq: number;
    at: number;
    event: "colleague.wanted";
    agent: string;
    colleague: string;
    colleague_name: string;
  }
  interface Routed {
    seq: number;
    at: number;
    event: "conversation.routed";
    department: string | null;
    skills: string[];
    by: string;
  }
  interface ContactGiven {
    seq: number;
    at: number;
    event: "contact.given";
    channel: string;
    text: string;
  }
  interface NoteAdded {
    seq: number;
    at: number;
    event: "note.added";
    client_id: string;
    agent: string;
    agent_name: string;
    text: string;
    mentions: string[];
  }
  interface Labelled {
    seq: number;
    at: number;
    event: "conversation.labelled";
    agent: string;
    agent_name: string;
    labels: string[];
  }
  interface Snoozed {
    seq: number;
    at: number;
    event: "conversation.snoozed";
    agent: string;
    until: number;
  }
  interface VerdictGiven {
    seq: number;
    at: number;
    event: "verdict.given";
    agent: string;
    of: number;
    verdict: string;
  }
  interface Offered {
    seq: number;
    at: number;
    event: "agent.offered";
    epoch: number;
    agent: string;
    agent_name: string;
    until: number;
    facts: OfferFacts;
    why: string;
  }
  interface OfferEnded {
    seq: number;
    at: number;
    event: "offer.ended";
    epoch: number;
    agent: string;
    agent_name: string;
    ending: string;
  }
  interface AgentReminded {
    seq: number;
    at: number;
    event: "agent.reminded";
    epoch: number;
    agent: string;
    since: number;
  }
  interface SlaWarned {
    seq: number;
    at: number;
    event: "sla.warned";
    clock: string;
    level: string;
    since: number;
    due_at: number;
  }
  interface SlaBreached {
    seq: number;
    at: number;
    event: "sla.breached";
    clock: string;
    level: string;
    since: number;
    due_at: number;
  }
  interface CustomerLeft {
    seq: number;
    at: number;
    event: "customer.left";
    since: number;
    place_kept: boolean;
  }
  interface CustomerReturned {
    seq: number;
    at: number;
    event: "customer.returned";
  }
  interface CallbackBooked {
    seq: number;
    at: number;
    event: "callback.booked";
    due_at: number;
    zone: string;
    channel: string;
    text: string;
  }
  interface CallbackCancelled {
    seq: number;
    at: number;
    event: "callback.cancelled";
  }
  interface CallbackDue {
    seq: number;
    at: number;
    event: "callback.due";
    due_at: number;
  }
  type Reason =
    | "agent_takeover"
    | "bot_unavailable"
    | "complexity"
    | "customer_request"
    | "feedback"
    | "frustration"
    | "low_confidence"
    | "missing_knowledge"
    | "policy_limit"
    | "promise_due"
    | "repeated_question"
    | "risk"
    | "tool_failure"
    | "vip_rule";
  type State = "new" | "bot" | "queued" | "agent" | "closed";
  type Entry =
    | Opened
    | CustomerSaid
    | BotSaid
    | AgentSaid
    | SystemSaid
    | TurnDue
    | TurnDone
    | TurnFailed
    | HandedOff
    | AgentJoined
    | AgentLeft
    | HandedBack
    | Closed
    | Reopened
    | AnswerRated
    | Rated
    | FileShared
    | AgentReplaced
    | AgentReassigned
    | ColleagueWanted
    | Routed
    | ContactGiven
    | NoteAdded
    | Labelled
    | Snoozed
    | VerdictGiven
    | Offered
    | OfferEnded
    | AgentReminded
    | SlaWarned
    | SlaBreached
    | CustomerLeft
    | CustomerReturned
    | CallbackBooked
    | CallbackCancelled
    | CallbackDue;
}

declare namespace Arranged {
  interface Alerts {
    after_seconds: number;
    emails: string[];
    webhook: string;
    only_open: boolean;
  }
  interface AssignmentRules {
    mode: "automatic" | "manual";
    order: "least_loaded" | "round_robin";
    capacity: number;
    offers: number;
    accept_seconds: number;
    breather_seconds: number;
    wrap_up_seconds: number;
    prefer_last: boolean;
    remind_minutes: number;
    reassign_minutes: number;
    ask_minutes: number;
    close_minutes: number;
    longest_wait_minutes: number;
  }
  interface CannedReply {
    shortcut: string;
    text: string;
    title: string;
  }
  interface Configuration {
    departments: Department[];
    skills: Skill[];
    hours: Record<string, Hours>;
    assignment: Record<string, AssignmentRules>;
    service_levels: ServiceLevel[];
    segments: Segment[];
    labels: Label[];
    views: View[];
    replies: CannedReply[];
    macros: Macro[];
    sites: string[];
    mail: MailServer;
    alerts: Alerts;
  }
  interface Department {
    id: string;
    name: string;
    when: When;
    by_hand: boolean;
    hours: string;
  }
  interface Hours {
    time_zone: string;
    week: Record<string, string[]>;
    holidays: string;
    special: SpecialDay[];
  }
  interface Label {
    name: string;
    colour: "amber" | "green" | "grey" | "red";
    about: string;
  }
  interface Macro {
    shortcut: string;
    title: string;
    text: string;
    labels: string[];
    note: string;
    then: "close" | "department" | "hand_back" | "later" | "stay";
    department: string;
    hours_later: number;
  }
  interface MailServer {
    host: string;
    port: number;
    security: "none" | "starttls" | "tls";
    user: string;
    sender: string;
    sender_name: string;
    away_seconds: number;
  }
  interface Segment {
    id: string;
    name: string;
    emails: string[];
    sites: string[];
    priority: number;
  }
  interface ServiceLevel {
    name: string;
    minutes: number;
    when: When;
    next_minutes: number;
    resolution_minutes: number;
    warn_percent: number;
  }
  interface Skill {
    id: string;
    name: string;
    when: When;
  }
  interface SpecialDay {
    day: string;
    hours: string[];
    why: string;
  }
  interface View {
    name: string;
    filter: string;
  }
  interface When {
    reasons: string[];
    topics: string[];
    languages: string[];
    segments: string[];
    sites: string[];
    departments: string[];
  }
}

declare namespace Handoff {
  interface HandoverNote {
    wants: Line[];
    gave: Line[];
    tried: Line[];
    did: Job[];
    mood: Mood[];
    why: Why | null;
    missing: string[];
  }
  interface Job {
    seq: number;
    action: string;
    order: string | null;
    result: string;
  }
  interface Line {
    seq: number;
    text: string;
    more: string;
  }
  interface Mood {
    seq: number;
    sentiment: number;
  }
  interface Why {
    seq: number;
    reason: string;
    rule: string | null;
    evidence: Line[];
    counterfactual: string | null;
  }
}

/** One line of a list of conversations. */
interface ListedRow {
  id: string;
  state: string;
  epoch: number;
  seq: number;
  customer: string;
  customer_name: string | null;
  agent: string | null;
  agent_name: string | null;
  reason: string | null;
  priority: number;
  waiting_since: number;
  updated_at: number;
  opened_at: number;
  mood: number | null;
  preview: string;
  matter: string;
  snoozed_until: number;
  wanted: string | null;
  wanted_agent: string | null;
  stars: number | null;
  segment: string | null;
  email: string | null;
  site: string;
  language: string | null;
  department: string | null;
  owed_since: number;
  labels: string[];
  skills: string[];
  topics: string[];
  strain: number;
  last_agent: string | null;
  handed_at: number;
  answered_at: number;
  left_at: number;
  behind: number;
  callback: Callback | null;
  sla: Record<string, string>;
  ringing: Ringing | null;
}
interface Callback {
  at: number;
  zone: string;
  channel: string;
  contact: string;
  waiting_since: number;
  owed_since: number;
  handed_at: number;
}
interface OfferFacts {
  rule: "least_loaded" | "returning" | "round_robin" | "wanted";
  department: string | null;
  skills: string[];
  language: string | null;
  segment: string;
  priority: number;
  strain: number;
  waited_ms: number;
  load: number;
  capacity: number;
  candidates: number;
}
interface Ringing {
  agent: string;
  agent_name: string;
  since: number;
  until: number;
  facts: OfferFacts;
}
