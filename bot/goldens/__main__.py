"""``python -m bot.goldens [aside|tuning] > goldens.jsonl``: the golden dialogues, one a line."""

from __future__ import annotations

import json
import sys

from bot.goldens import dialogue, goldens

wanted = sys.argv[1] if len(sys.argv) > 1 else ""
for golden in goldens():
    if not wanted or bool(golden.get("aside")) == (wanted == "aside"):
        print(json.dumps(dialogue(golden), ensure_ascii=False))
