"""What Baton writes is for the user it runs as: every process begins with this, and an older folder is
tightened at start.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from escalation.host.tether import PRIVATE


def keep_private() -> None:
    """From here on nothing this process or its children write can be read by others."""
    os.umask(PRIVATE)


def tighten(home: Path) -> int:
    """Take group's and others' rights from everything in ``home``; how many there were. Links are left as
    they are.
    """
    return sum(
        _tightened(Path(place))
        for folder, _, names in os.walk(home)
        for place in (folder, *(f"{folder}/{name}" for name in names))
    )


def _tightened(place: Path) -> bool:
    try:
        mode = place.lstat().st_mode
        if stat.S_ISLNK(mode) or not mode & PRIVATE:
            return False
        place.chmod(stat.S_IMODE(mode) & ~PRIVATE)
    except OSError:  # it has just gone, or belongs to somebody else
        return False
    return True
