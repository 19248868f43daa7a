"""All settings in one frozen class: defaults, then ``BATON_HOME/baton.toml``, then ``BATON_*`` variables.

An unknown name or a bad value is a sentence that says what and where, and the command ends with exit code 2.
"""

from __future__ import annotations

import ipaddress
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.settings import TriageError, TriageRules

ROOT = Path(__file__).resolve().parents[1]
FILE = "baton.toml"
ANYWHERE = frozenset({"0.0.0.0", "::", "[::]"})  # noqa: S104 - to be refused without a public address
PREFIX = "BATON_"
SHOWS = ("none", "position", "range")  # what a customer who waits is told of their place
# Variables that one of our processes sets for another; not settings of an installation.
INTERNAL = frozenset(
    {"BATON_HOME", "BATON_BOT_TOKEN", "BATON_RELEASE", "BATON_ACTIONS_URL", "BATON_SMALL_RASA", "BATON_TEST"}
)


class SettingsError(ValueError):
    """A setting that cannot be used; ``str()`` says what, where, and what is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One installation's settings. ``docs/settings.md`` describes each."""

    home: Path
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""
    base_path: str = ""
    trusted_proxies: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    shop: bool = True
    shop_port: int = 8090
    bot_port: int = 5005
    actions_port: int = 5055
    log_level: str = "INFO"
    session_days: int = 14
    customer_days: int = 180
    absence_s: int = 60
    queue_shows: str = "range"
    left_s: int = 60
    place_kept_s: int = 300
    address_commands: int = 600
    customer_files_mb: int = 50
    files_mb: int = 5000
    triage: TriageRules = field(default_factory=TriageRules)

    @property
    def url(self) -> str:
        """Where people reach the hub, without a slash at the end."""
        return self.public_url or f"http://{self.host}:{self.port}{self.base_path}"

    @property
    def origin(self) -> str:
        """Scheme, host and port of :attr:`url`: the only origin that may change anything."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def origins(self) -> tuple[str, ...]:
        """Our own origins: :attr:`origin`, and on a machine of one's own its other name, for people type
        either.
        """
        return _both_names(self.origin)

    @property
    def shop_url(self) -> str:
        """The sample shop's address, an origin of its own."""
        return f"http://{urlsplit(self.url).hostname}:{self.shop_port}"

    @property
    def allowed_sites(self) -> tuple[str, ...]:
        """Origins that may embed the widget."""
        return (*self.sites, *(_both_names(self.shop_url) if self.shop else ()), *self.origins)


def _both_names(origin: str) -> tuple[str, ...]:
    names = ("127.0.0.1", "localhost")
    host = urlsplit(origin).hostname
    return tuple(origin.replace(f"//{host}", f"//{name}") for name in names) if host in names else (origin,)


def home() -> Path:
    """``BATON_HOME``, by default ``.baton`` in the project's folder."""
    return Path(os.environ.get("BATON_HOME") or ROOT / ".baton").resolve()


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read and check all settings. Raises :class:`SettingsError`."""
    variables = os.environ if environment is None else environment
    folder = Path(variables.get("BATON_HOME") or ROOT / ".baton").resolve()
    known = {one.name for one in fields(Settings)} - {"home"}
    values = {**_from_file(folder / FILE, known), **_from_variables(variables, known - {"triage"})}
    return _checked(folder, values)


def _from_file(file: Path, known: set[str]) -> dict[str, Any]:
    if not file.is_file():
        return {}
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsError(f"{file} is not TOML: {problem}") from problem
    for name in values:
        if name not in known:
            raise SettingsError(f"{file} has an unknown setting “{name}”. Known: {', '.join(sorted(known))}.")
    return values


def _from_variables(variables: Mapping[str, str], known: set[str]) -> dict[str, Any]:
    values = {}
    for name, value in variables.items():
        if not name.startswith(PREFIX) or name.removesuffix("_FILE") in INTERNAL:
            continue
        setting = name.removeprefix(PREFIX).lower()
        if setting in known:
            values[setting] = value
        elif setting.removesuffix("_file") in known:
            values[setting.removesuffix("_file")] = Path(value).read_text(encoding="utf-8").strip()
        else:
            raise SettingsError(
                f"The variable {name} is not a setting of Baton. Known: {', '.join(sorted(known))}."
            )
    return values


def _checked(folder: Path, values: dict[str, Any]) -> Settings:
    readers: dict[str, Callable[[str, Any], Any]] = {
        "port": _port,
        "shop_port": _port,
        "bot_port": _port,
        "actions_port": _port,
        "shop": _flag,
        "sites": origins_in,
        "trusted_proxies": _proxies,
        "public_url": _url,
        "base_path": _base,
        "session_days": _days,
        "customer_days": _days,
        "absence_s": _seconds,
        "queue_shows": _shows,
        "left_s": _seconds,
        "place_kept_s": _seconds,
        "address_commands": _most,
        "customer_files_mb": _most,
        "files_mb": _most,
        "log_level": _level,
        "triage": _triage,
        "host": _text,
    }
    read = {name: readers[name](name, value) for name, value in values.items()}
    public = read.get("public_url", "")
    if public and "base_path" not in read:
        read["base_path"] = urlsplit(public).path.rstrip("/")
    settings = Settings(home=folder, **read)
    if not settings.public_url and settings.host in ANYWHERE:
        raise SettingsError(
            f"With host {settings.host} the hub faces the network: set public_url to the address people use,"
            " like http://192.168.1.5:8080."
        )
    ports = [
        settings.port,
        settings.bot_port,
        settings.actions_port,
        *([settings.shop_port] if settings.shop else []),
    ]
    if len(set(ports)) < len(ports):
        raise SettingsError(
            f"port, shop_port, bot_port and actions_port must differ; they are {', '.join(map(str, ports))}."
        )
    return settings


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise SettingsError(f"Setting {name} must be text, not {value!r}.")
    return value.strip()


def _number(name: str, value: Any, low: int, high: int) -> int:
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = low - 1
    if isinstance(value, bool) or not low <= number <= high:
        raise SettingsError(f"Setting {name} must be a whole number from {low} to {high}, not {value!r}.")
    return number


def _port(name: str, value: Any) -> int:
    return _number(name, value, 1, 65535)


def _days(name: str, value: Any) -> int:
    return _number(name, value, 1, 3650)


def _seconds(name: str, value: Any) -> int:
    return _number(name, value, 1, 86_400)


def _most(name: str, value: Any) -> int:
    return _number(name, value, 0, 10_000_000)


def _flag(name: str, value: Any) -> bool:
    words = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    if str(value).lower() not in words:
        raise SettingsError(f"Setting {name} must be true or false, not {value!r}.")
    return words[str(value).lower()]


def _listed(value: Any) -> list[str]:
    return [word.strip() for word in (value.split(",") if isinstance(value, str) else value) if word.strip()]


def origins_in(name: str, value: Any) -> tuple[str, ...]:
    """A list of origins, or a text with commas between them; raises :class:`SettingsError` for what is
    none.
    """
    for site in _listed(value):
        parts = urlsplit(site)
        if (
            parts.scheme not in ("http", "https")
            or not parts.netloc
            or parts.path not in ("", "/")
            or parts.query
        ):
            raise SettingsError(
                f"Setting {name}: “{site}” is not an origin. Write scheme and host only, like"
                " https://shop.example."
            )
    return tuple(site.rstrip("/").lower() for site in _listed(value))


def _proxies(name: str, value: Any) -> tuple[str, ...]:
    for proxy in _listed(value):
        try:
            ipaddress.ip_network(proxy, strict=False)
        except ValueError as problem:
            raise SettingsError(f"Setting {name}: “{proxy}” is not an IP address or network.") from problem
    return tuple(_listed(value))


def _url(name: str, value: Any) -> str:
    parts = urlsplit(_text(name, value))
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise SettingsError(
            f"Setting {name} must be an address like https://chat.example/desk, not {value!r}."
        )
    return str(value).rstrip("/")


def _base(name: str, value: Any) -> str:
    path = str(value).rstrip("/")
    if path and (not path.startswith("/") or any(mark in path for mark in "?#{} ")):
        raise SettingsError(f"Setting {name} must begin with a slash, like /support, not {value!r}.")
    return path


def _shows(name: str, value: Any) -> str:
    if value not in SHOWS:
        raise SettingsError(f"Setting {name} must be one of {', '.join(SHOWS)}, not {value!r}.")
    return str(value)


def _level(name: str, value: Any) -> str:
    levels = ("DEBUG", "INFO", "WARNING", "ERROR")
    if str(value).upper() not in levels:
        raise SettingsError(f"Setting {name} must be one of {', '.join(levels)}, not {value!r}.")
    return str(value).upper()


def _triage(_name: str, value: Any) -> TriageRules:
    try:
        return TriageRules.from_json(value)
    except (TriageError, TypeError) as problem:
        raise SettingsError(f"Setting triage: {problem}") from problem
