"""The ports of the store, one for each noun. Every implementation passes tests/store/contract.

What holds for all of them:

- *Atomic and durable.* A write is one commit. When it returns, it survives power loss; when it raises,
  nothing has changed. :meth:`Store.together` makes several writes one commit.
- *Fresh.* A read sees every write that returned before it was called, by whatever hub on the same database.
- *At once.* A method marked so is asked for with every command or packet: it may take tens of microseconds
  and must not wait for a write. The others may take milliseconds, beside the loop.
- *No clock.* Times are UTC milliseconds and come from the caller. Secrets come as hashes.

Methods are called from one event loop, except those of a :class:`Unit`.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from escalation.core.contacts import Contact
from escalation.core.conversation import Conversation
from escalation.core.events import Event, Recorded
from escalation.core.presence import AgentState, Presence
from escalation.core.timers import Timer
from escalation.store.records import (
    Batch,
    Customer,
    Day,
    Departments,
    Due,
    DueTimer,
    Found,
    Held,
    Hour,
    Load,
    Mention,
    OutboxEntry,
    Owed,
    Profile,
    Row,
    Told,
    Unread,
    User,
    Version,
)

T = TypeVar("T")
Json = dict[str, Any]


class EventLog(Protocol):
    """Append-only log with projections in the same commit."""

    async def load(self, conversation: str) -> Conversation | None:
        """The fold as projected, or None. At once."""

    async def append(self, batch: Batch) -> None:
        """Commit, or raise :class:`Conflict` or :class:`Duplicate`."""

    async def events(self, conversation: str, after: int = 0, most: int | None = None) -> list[Recorded]:
        """Events with a sequence number above ``after``, in order."""

    async def seq_of(self, conversation: str, client_id: str) -> int | None:
        """Where the message with this client id stands, if it was received. At once."""

    async def latest_of(self, customer: str) -> str | None:
        """The customer's newest conversation. At once."""

    async def listed(self, states: tuple[str, ...], agent: str | None = None, most: int = 200) -> list[Row]:
        """Conversations in these states: the queue by priority and waiting time, others newest first."""

    async def folds(self, states: tuple[str, ...]) -> list[Conversation]:
        """Every conversation in these states, whole."""

    async def handed_off(self, since: int, most: int, after: str = "") -> tuple[list[str], int]:
        """Conversations that were ever handed off and have moved since, in the order of their ids, from the
        one after ``after`` on; and how many more there are.
        """

    async def listed_of(self, customer: str, most: int = 20) -> list[Row]:
        """A customer's conversations, newest first."""

    async def ahead_of(self, conversation: str) -> int | None:
        """How many wait before this one; None when it does not wait."""

    async def claim_owed(self, now: int, lease_ms: int, everything: bool = False) -> list[Owed]:
        """Due bot turns, each claimed until ``now + lease_ms``; ``everything`` also takes those still
        leased. However many ask at once, each turn goes to one of them.
        """

    async def bytes_sent_by(self, customer: str) -> int:
        """How much a customer has sent in files, ever."""


class UserRepository(Protocol):
    """Accounts of the team. A disabled one is found by nothing here but :meth:`put`, which revives it."""

    async def put(self, user: User, secret: str | None, at: int) -> bool:
        """Keep a new user, or revive a disabled one of the same login under their old id; False when there is
        one already.
        """

    async def by_login(self, login: str) -> User | None:
        """By the login as it is kept."""

    async def by_id(self, identity: str) -> User | None:
        """By the id, which stays when a login is given again."""

    async def all(self) -> list[User]:
        """By login."""

    async def update(self, user: User) -> str | None:
        """Name, role, email, departments and skills; returns the role before, None without an account."""

    async def disable(self, user: User, at: int) -> None:
        """And end every session and link."""

    async def secret(self, login: str) -> tuple[User | None, str | None]:
        """The user of a login with the hash of their password. Reads the same for a login that nobody has."""

    async def put_secret(self, user: User, secret: str, name: str | None) -> None:
        """Another password (and name), and the end of every session and link."""

    async def use_link(self, token_hash: str, user: User, secret: str, name: str | None) -> bool:
        """:meth:`put_secret`, and the one-time link is used up; False, and no more, when somebody else was
        faster.
        """

    async def preferences(self, user: User) -> Json:
        """What they prefer, empty at first."""

    async def put_preferences(self, user: User, value: Json) -> None:
        """Keep them in place of what was."""


class SessionRepository(Protocol):
    """Sessions and one-time links of the team."""

    async def put(self, token_hash: str, user: str, at: int, ends_at: int) -> None:
        """Keep a session."""

    async def user_of(self, token_hash: str, now: int) -> User | None:
        """Whose session this is, if it has not ended and the account is not disabled. At once."""

    async def drop(self, token_hash: str) -> None:
        """End a session."""

    async def roles(self, token_hashes: list[str], now: int) -> dict[str, str]:
        """The role behind each session; one that has ended is not in it."""

    async def put_link(self, token_hash: str, user: str, ends_at: int) -> None:
        """Keep a one-time link in place of an earlier one."""

    async def link_owner(self, token_hash: str, now: int) -> User | None:
        """Whose one-time link this is, if it still works; it is not used up."""


class CustomerRepository(Protocol):
    """Customers: what is known of them, and their tokens."""

    async def put(self, customer: str, site: str, token_hash: str, at: int, ends_at: int) -> None:
        """Keep a new customer with a first token."""

    async def put_token(self, customer: str, token_hash: str, at: int, ends_at: int) -> None:
        """Keep another token."""

    async def of_token(self, token_hash: str, now: int) -> Customer | None:
        """Whose token this is, while it lasts."""

    async def profile(self, customer: str) -> Profile | None:
        """What is known of a customer."""

    async def put_profile(self, profile: Profile) -> None:
        """Name, email, segment and note."""

    async def put_email(self, customer: str, email: str) -> None:
        """The email address alone."""

    async def facts(self, customer: str) -> tuple[str, str, str]:
        """Segment set by hand, email address and site, empty where there is none. At once."""

    async def blocked(self, most: int) -> list[Profile]:
        """Blocked customers, the latest first."""

    async def put_blocked(self, customer: str, at: int | None) -> None:
        """Since when a customer is blocked; None for not."""

    async def is_blocked(self, customer: str) -> bool:
        """Whether a customer is blocked. At once."""


class CodeRepository(Protocol):
    """Verification codes: one a customer at a time."""

    async def put(self, customer: str, email: str, code_hash: str, ends_at: int) -> None:
        """Keep a code in place of an earlier one."""

    async def use(self, customer: str, right: Callable[[str], bool], now: int, most: int) -> str | None:
        """The email address of a code whose hash is ``right``, which is used up; None, and one try more, if
        not; None if it is old or was tried ``most`` times. ``right`` may run on another thread.
        """


class OutboxRepository(Protocol):
    """Emails and alerts that wait, went out, failed, or are only kept to be read."""

    async def put(self, entry: OutboxEntry, key: str | None) -> None:
        """Keep one; one whose key there is already is not kept twice."""

    async def claim(self, now: int, until: int, most: int) -> list[OutboxEntry]:
        """What is due, each for whoever claims it until ``until``, with one attempt more."""

    async def sent(self, identity: str, body: Json, at: int) -> None:
        """It went out; ``body`` is what is kept of it."""

    async def postpone(self, identity: str, state: str, due_at: int, error: str) -> None:
        """It did not go out."""

    async def retry(self, identity: str, now: int) -> bool:
        """Make one due that is not sent and not blanked; False when there is none."""

    async def drop(self, identity: str) -> None:
        """Forget one."""

    async def tidy(self, before: int, secret_kinds: Iterable[str]) -> None:
        """Forget what is older than ``before``, and the body of what is sent of these kinds."""

    async def latest(self, most: int) -> list[OutboxEntry]:
        """The newest, newest first."""

    async def next_due(self) -> int | None:
        """When the next one is due."""


class ReceiptRepository(Protocol):
    """How far a customer has read, and how far they were written to by email: numbers that only grow."""

    async def read(self, conversation: str, seq: int) -> None:
        """The customer has read up to ``seq``."""

    async def mailed(self, conversation: str, seq: int) -> None:
        """The customer was written to up to ``seq``."""

    async def read_of(self, conversation: str) -> int:
        """How far the customer has read. At once."""

    async def unread(self, before: int) -> list[Unread]:
        """Conversations that go on by email, with answers nobody has read, in which nothing happened since
        ``before``.
        """


class ConfigurationRepository(Protocol):
    """Every version of every section there was: only added, numbered upwards over all sections."""

    async def newest(self) -> int:
        """The number of the newest version, 0 without one. At once."""

    async def latest(self) -> dict[str, Version]:
        """The version of each section that counts."""

    async def latest_of(self, section: str) -> Version | None:
        """The version of one section that counts. At once."""

    async def history(self, most: int = 100, section: str | None = None) -> list[Version]:
        """The newest versions, newest first: of one section, or of all."""

    async def around(self, number: int) -> tuple[Version | None, Version | None]:
        """A version, and the one of its section before it."""

    async def put(
        self,
        sections: Mapping[str, Any],
        author: str,
        note: str,
        at: int,
        seen: Mapping[str, int] | None = None,
    ) -> list[str]:
        """Let these values count, all of them or none; what is so already adds nothing. Returns the sections
        that changed. ``seen`` are the versions somebody had on their screen (0: none): raises
        :class:`SectionMoved` if a section has moved on since.
        """


class MentionRepository(Protocol):
    """Notes that name an agent, until they have looked. They are written with the events they follow from."""

    async def unread(self, login: str) -> list[Mention]:
        """Those this login has not looked at, newest first."""

    async def read(self, login: str, conversation: str, at: int) -> None:
        """They have looked at this conversation."""


class ConsoleRepository(Protocol):
    """Which agents have a console open, on whatever hub: one row a socket, kept fresh by the hub it is
    connected to.
    """

    async def opened(self, socket: str, user: str, hub: str, at: int) -> None:
        """A console of ``user`` is open from now on."""

    async def closed(self, socket: str) -> None:
        """It is open no longer. Comes back before that is committed, and what this hub writes later is
        committed later: a hub that goes down while it writes is noticed all the same.
        """

    async def present(self, since: int) -> frozenset[str]:
        """The ids of all users with a console that was fresh after ``since``. At once."""

    async def beat(self, hub: str, at: int, gone: int) -> None:
        """The consoles of this hub are open still; those that were not fresh after ``gone`` are forgotten."""


class CustomersHere(Protocol):
    """Which customers who wait have the page open, on whatever hub."""

    async def beat(self, customers: Iterable[str], at: int) -> None:
        """These have it open at ``at``."""

    async def seen(self) -> dict[str, int]:
        """When each was last seen; who is not in it was not seen for a day."""


class AbsenceRepository(Protocol):
    """Conversations whose agent is gone, and until when they wait for them: timers that name their epoch."""

    async def held(self) -> list[Held]:
        """Every conversation that an agent has."""

    async def keep(self, timers: Mapping[str, tuple[int, int]], over: Sequence[str]) -> None:
        """Set timers, ``{conversation: (epoch, due_at)}``, and drop those of conversations in ``over``."""

    async def postpone(self, until: int) -> None:
        """No timer runs out before ``until``."""


class AgentStateRepository(Protocol):
    """What agents say of themselves, and what they carry."""

    async def all(self, alive: int) -> list[AgentState]:
        """Of every account that is not disabled; connected is who has a console seen after ``alive``."""

    async def switch(self, user: str, to: Presence, at: int) -> None:
        """What an agent says of themselves from now on."""

    async def seen(self, user: str, at: int) -> None:
        """A console of this agent was open at ``at``; what was seen later stays."""

    async def breathe(self, user: str, until: int) -> None:
        """Nothing new for this agent before ``until``, or before what was said earlier if that is later."""

    async def waive(self, user: str) -> None:
        """The agent wants no breather now."""

    async def carried(self) -> list[Load]:
        """Every conversation that an agent has or that rings at one."""

    async def queued(self) -> list[Load]:
        """Every conversation that waits, in the queue's order."""


class TimerRepository(Protocol):
    """The timers of conversations, one of a kind for each."""

    async def keep(self, timers: Mapping[str, Sequence[Timer]]) -> None:
        """These timers for each of these conversations, and no others, in one commit."""

    async def due(self, now: int, most: int = 500) -> list[DueTimer]:
        """What has run out, the earliest first."""

    async def all(self) -> dict[str, list[Timer]]:
        """Every timer, by conversation."""


class LeaseRepository(Protocol):
    """Which hub does what one does for all, and when none ran."""

    async def hold(self, name: str, holder: str, now: int, ms: int, gap_ms: int) -> bool:
        """Take the lease, or keep it, until ``now + ms``; False while another holds it.

        Whoever takes or keeps it finds since when nobody said that they run; where that is longer than
        ``gap_ms`` it is noted as an outage. A lease that ends later than anybody could have set it, because a
        clock was put back, holds nobody up.
        """

    async def give_up(self, name: str, holder: str, now: int) -> None:
        """Let another take it at once; from ``now`` on nobody runs."""

    async def outages(self) -> list[tuple[int, int]]:
        """When nobody held a lease, from and to, in order."""


class InsightRepository(Protocol):
    """What the log holds of knowledge: conversations as they grow, and who was given an article."""

    async def recent(self, since: int, most: int) -> list[tuple[str, int]]:
        """Conversations with something after ``since``, and how far they are; the latest first."""

    async def events_of(self, conversations: Sequence[str]) -> dict[str, list[Recorded]]:
        """The events of each, in order."""

    async def told(self, article: str) -> list[Told]:
        """Who was given an article, ever; the newest first, one row a conversation."""

    async def customer_names(self, conversations: Sequence[str]) -> list[str]:
        """The names customers of these conversations gave."""


class QueueLog(Protocol):
    """The events of all conversations, in the order they were committed, as the waiting times read them."""

    async def first_since(self, at: int) -> int:
        """The number up to which everything was committed before ``at``."""

    async def events(
        self, kinds: Iterable[type[Event]], after: int
    ) -> tuple[int, list[tuple[str, Recorded]]]:
        """Events of these kinds with a number above ``after``, each with its conversation, and the number of
        the last event there is.
        """


class ReplayRepository(Protocol):
    """What was said, as replay and the evaluation of a release read it."""

    async def questions(self, most: int = 300) -> list[Json]:
        """The latest different questions, each with its place in the log: ``{"conversation", "seq",
        "text"}``.
        """

    async def until(self, conversation: str, seq: int) -> list[Json]:
        """What was said in a conversation up to a customer's message; empty when that is not there."""

    async def latest(self, most: int) -> list[Json]:
        """The latest conversations, with the segment and the verdict where there is one."""

    async def rules(self) -> Json:
        """The handoff rules that count, as they are kept; empty while nobody has changed them."""


class MessageIndex(Protocol):
    """Full-text search over everything that was said."""

    async def find(self, words: str, most: int = 50) -> list[Found]:
        """The latest messages with all of these words, the last word also as a beginning; newest first."""


class ContactIndex(Protocol):
    """The contacts of all conversations, and the figures of each day: made from the log, and caught up with
    it on demand, so that a message costs nothing more to store.
    """

    async def catch_up(self, due: Due, most: int = 5000) -> int:
        """Take in up to ``most`` events, and say how many are still to be read. What ``due`` says of a
        contact first is kept.
        """

    async def days(self, wanted: Sequence[Day], hour: Hour) -> list[tuple[Day, Departments]]:
        """The tallies of these days, which stand one after another; what is not kept is added up and
        kept.
        """

    async def add_up(self, wanted: Sequence[Day], hour: Hour) -> None:
        """Keep the tallies of these days, so that nobody waits for them."""

    async def agents(self) -> dict[str, str]:
        """Names by id of everybody who ever had a conversation."""

    async def first(self) -> int | None:
        """When the first contact began."""

    async def find(
        self, span: tuple[int, int], tag: str, keep: Callable[[Contact], bool], most: int
    ) -> list[tuple[Contact, str | None]]:
        """The newest contacts with this tag that began from the one time to before the other and are to be
        kept, with their customers' names. ``keep`` may run on another thread.
        """


class Unit(Protocol):
    """Repositories whose writes are one commit, and which read what was written in it."""

    users: UserRepository
    configuration: ConfigurationRepository


class Store(Unit, Protocol):
    """Everything the hub keeps, by noun."""

    log: EventLog
    sessions: SessionRepository
    customers: CustomerRepository
    codes: CodeRepository
    outbox: OutboxRepository
    receipts: ReceiptRepository
    mentions: MentionRepository
    consoles: ConsoleRepository
    customers_here: CustomersHere
    absences: AbsenceRepository
    agent_states: AgentStateRepository
    timers: TimerRepository
    leases: LeaseRepository
    insights: InsightRepository
    queue_log: QueueLog
    replay: ReplayRepository
    messages: MessageIndex
    contacts: ContactIndex

    async def together(self, work: Callable[[Unit], Coroutine[Any, Any, T]]) -> T:
        """Several changes in one commit: all of what ``work`` does, or nothing where it raises. Nobody else
        writes meanwhile. ``work`` awaits the methods of its unit and nothing else, and may run on another
        thread.
        """

    async def probe(self) -> None:
        """Read and write, changing nothing; raises :class:`StoreError` where that cannot be done."""

    def close(self) -> None:
        """Finish what is queued, then stop."""
