"""What is wrong with an account or a profile, as a sentence."""

from __future__ import annotations


class AccountError(ValueError):
    """An account or profile that cannot be made or changed so; ``str()`` says why."""
