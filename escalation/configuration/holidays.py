"""Public holidays, and moments in people's words. What this needs is loaded with the first hours there are:
it costs 20 MB and a third of a second, which a house without opening hours never pays, and nobody waits for
(:func:`warm`).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

YEARS = 2  # of public holidays ahead


def warm() -> None:
    """Load it all, in a thread, before the hub's loop needs it."""
    holidays_of("DE", 2026)
    in_words(datetime(2026, 1, 1), "en")  # noqa: DTZ001 - any moment


def countries() -> dict[str, list[str]]:
    """Countries whose public holidays are known, with the parts of each."""
    from holidays import list_supported_countries  # noqa: PLC0415 - see above

    return dict(list_supported_countries())


def holidays_of(place: str, year: int) -> frozenset[date]:
    """The public holidays of a country or its part (``DE``, ``DE-BY``) from ``year`` on."""
    from holidays import country_holidays  # noqa: PLC0415 - see above

    country, _, part = place.partition("-")
    if not country:
        return frozenset()
    found: Any = country_holidays(country, subdiv=part or None, years=range(year, year + YEARS))
    return frozenset(found)


def in_words(local: datetime, language: str | None) -> str:
    """``Monday 30 November, 09:00 (Berlin)``, in a language if there are words for it."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - see above
    from babel.dates import format_datetime  # noqa: PLC0415

    try:
        locale = Locale.parse(language or "en")
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    zone = "VVV" if "/" in str(local.tzinfo) else "VV"  # a town, or what the zone is called
    return str(format_datetime(local, f"EEEE d MMMM, HH:mm ({zone})", locale=locale))
