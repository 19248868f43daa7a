"""``python -m escalation.cli``: the command ``baton`` where it is not installed as a script."""

import sys

from escalation.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
