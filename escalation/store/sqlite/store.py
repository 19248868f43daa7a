"""The store on SQLite: every repository on one database."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from escalation.store import ports
from escalation.store.records import StoreError
from escalation.store.sqlite.absences import SqliteAbsences
from escalation.store.sqlite.agent_states import SqliteAgentStates
from escalation.store.sqlite.codes import SqliteCodes
from escalation.store.sqlite.configuration import SqliteConfiguration
from escalation.store.sqlite.consoles import SqliteConsoles
from escalation.store.sqlite.contacts import SqliteContacts
from escalation.store.sqlite.customers import SqliteCustomers
from escalation.store.sqlite.customers_here import SqliteCustomersHere
from escalation.store.sqlite.database import Access, Database, Within
from escalation.store.sqlite.event_log import SqliteEventLog
from escalation.store.sqlite.insights import SqliteInsights
from escalation.store.sqlite.leases import SqliteLeases
from escalation.store.sqlite.mentions import SqliteMentions
from escalation.store.sqlite.messages import SqliteMessages
from escalation.store.sqlite.outbox import SqliteOutbox
from escalation.store.sqlite.queue_log import SqliteQueueLog
from escalation.store.sqlite.rebuild import refold
from escalation.store.sqlite.receipts import SqliteReceipts
from escalation.store.sqlite.replay import SqliteReplay
from escalation.store.sqlite.sessions import SqliteSessions
from escalation.store.sqlite.timers import SqliteTimers
from escalation.store.sqlite.users import SqliteUsers

T = TypeVar("T")


class SqliteUnit:
    """See :class:`escalation.store.ports.Unit`."""

    def __init__(self, access: Access) -> None:
        self.users: ports.UserRepository = SqliteUsers(access)
        self.configuration: ports.ConfigurationRepository = SqliteConfiguration(access)


class SqliteStore(SqliteUnit):
    """``home/baton.db``, and beside it the indexes of messages and of contacts. Several hubs on one machine
    may share them.
    """

    def __init__(self, home: Path) -> None:
        self.database = database = Database(home)
        super().__init__(database)
        self.log: ports.EventLog = SqliteEventLog(database)
        self.sessions: ports.SessionRepository = SqliteSessions(database)
        self.customers: ports.CustomerRepository = SqliteCustomers(database)
        self.codes: ports.CodeRepository = SqliteCodes(database)
        self.outbox: ports.OutboxRepository = SqliteOutbox(database)
        self.receipts: ports.ReceiptRepository = SqliteReceipts(database)
        self.mentions: ports.MentionRepository = SqliteMentions(database)
        self.consoles: ports.ConsoleRepository = SqliteConsoles(database)
        self.customers_here: ports.CustomersHere = SqliteCustomersHere(database)
        self.absences: ports.AbsenceRepository = SqliteAbsences(database)
        self.agent_states: ports.AgentStateRepository = SqliteAgentStates(database)
        self.timers: ports.TimerRepository = SqliteTimers(database)
        self.leases: ports.LeaseRepository = SqliteLeases(database)
        self.insights: ports.InsightRepository = SqliteInsights(database)
        self.queue_log: ports.QueueLog = SqliteQueueLog(database)
        self.replay: ports.ReplayRepository = SqliteReplay(database)
        self._messages = SqliteMessages(home)
        self.messages: ports.MessageIndex = self._messages
        self._contacts = SqliteContacts(home)
        self.contacts: ports.ContactIndex = self._contacts

    async def together(self, work: Callable[[ports.Unit], Coroutine[Any, Any, T]]) -> T:
        """``work`` runs on the writer's thread."""
        return await self.database.write(lambda connection: _at_once(work(SqliteUnit(Within(connection)))))

    async def probe(self) -> None:
        try:
            await self.database.probe()
        except sqlite3.Error as problem:
            raise StoreError(str(problem)) from problem

    def close(self) -> None:
        self._messages.close()
        self._contacts.close()
        self.database.close()


def opened(home: Path) -> SqliteStore:
    """The store of ``home``, with its projections as the fold of this Baton makes them."""
    store = SqliteStore(home)
    refold(store.database.file)
    return store


def _at_once(work: Coroutine[Any, Any, T]) -> T:
    """What a coroutine comes to that waits for nothing: within a commit every repository answers at once."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
    work.close()
    raise RuntimeError("A unit of work awaits its own repositories and nothing else.")
