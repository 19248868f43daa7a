"""``python -m bot.goldens [aside|tuning] > goldens.jsonl``: the golden dialogues, one a line."""

from __future__ import annotations

import json
import sys

from bot.goldens import dialogue, goldens

kind = sys.argv[1] if len(sys.argv) > 1 else ""
for golden in goldens():
    if not kind or bool(golden.get("aside")) == (kind == "aside"):
        print(json.dumps(dialogue(golden), ensure_ascii=False))
