# Everything a person types. Each target sets up what it needs.
.PHONY: run test test-tensorflow fuzz presses chaos bench setup test-setup tensorflow lock vendor openapi check screenshots clean

run: setup
	@.venv/bin/baton up

setup:
	@deploy/setup.sh

# The tests have an environment of their own, so that a running Baton never sees test tools.
test-setup:
	@deploy/setup.sh .venv-test requirements.lock requirements-dev.lock
	@deploy/setup.sh .venv-hub requirements-hub.lock requirements-dev.lock
	@deploy/chromium.sh

test: test-setup
	@.venv-test/bin/python -m tests.run

# The wiring tests again with the ordinary Rasa: a larger environment, so apart. TESTS chooses some of them.
TESTS ?= tests/wiring
test-tensorflow:
	@deploy/setup.sh .venv-tensorflow requirements-tensorflow.lock requirements-dev.lock
	@.venv-tensorflow/bin/python -m pytest $(TESTS)

# Requests made up from the OpenAPI document, many for each operation (EXAMPLES) where `make test` tries a few.
EXAMPLES ?= 100
fuzz: test-setup
	@EXAMPLES=$(EXAMPLES) .venv-hub/bin/python -m pytest tests/bridge/test_openapi.py

# Every button pressed twice on every screen, where `make test` presses those of one name once in a room.
presses: test-setup
	@PRESSES=all .venv-test/bin/python -m pytest -s tests/browser/test_pressed_twice.py

# Faults under load, and a log that must hold to all that was said; SEED and FAULTS as variables. As root it also fills a disk.
chaos: test-setup
	@.venv-test/bin/python -m tests.chaos.run

# Beside its peers, in one run; writes docs/benchmarks.md. QUICK=1 only tries the benchmarks themselves.
bench: test-setup
	@deploy/setup.sh .venv-tensorflow requirements-tensorflow.lock requirements-dev.lock
	@.venv-test/bin/python -m benchmarks.run

check: test-setup
	@.venv-test/bin/ruff check .
	@.venv-test/bin/ruff format --check .
	@.venv-test/bin/mypy
	@deploy/browser_check.sh

# The ordinary Rasa, for those who put DIET or TED into config.yml.
tensorflow:
	@deploy/setup.sh .venv requirements-tensorflow.lock

lock: test-setup
	@UV=.venv-test/bin/uv deploy/lock.sh

vendor: test-setup
	@deploy/browser_tools.sh
	@python3 deploy/vendor.py

openapi: test-setup
	@.venv-hub/bin/python -m escalation.http.api > docs/openapi.json
	@PYTHONPATH=. .venv-hub/bin/python deploy/browser_types.py > web_widget/shared/wire.d.ts

screenshots: test-setup
	@.venv-test/bin/python -m tests.screenshots

clean:
	rm -rf .venv .venv-test .venv-hub .venv-tensorflow
