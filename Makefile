# The everyday commands. Extra arguments pass through: make test ARGS="-k scan", make run ARGS="--help".
ARGS =
# How the demo workshop is seeded into an empty database: make run SEED="--language en"
SEED =
BIN = .venv/bin
PIP_COMPILE = CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --strip-extras --no-emit-options \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test faults faults-selftest soak check bench demo format catalogues lock permissions licences vendor wheel clean

run: .venv/run.stamp
	$(BIN)/pybabel --quiet compile --directory board/translations
	$(BIN)/board migrate
	$(BIN)/board demo seed --if-empty $(SEED)
	$(BIN)/board run $(ARGS)

test: .venv/dev.stamp
	sh tools/test-system.sh
	$(BIN)/pybabel --quiet compile --directory board/translations
	$(BIN)/pytest -n 3 --dist loadfile $(ARGS)

# Each guarantee as often as it is promised (docs/faults.md): make faults ARGS="--kills 20 --seed 5"
faults: .venv/dev.stamp
	sh tools/test-system.sh
	$(BIN)/pybabel --quiet compile --directory board/translations
	BOARD_TEST_STRICT=1 $(BIN)/pytest -m "guarantee or faults" --long $(ARGS)

# Plants defects in a copy of the tree: each must be caught by the tests that are named with it.
faults-selftest: .venv/dev.stamp
	$(BIN)/pybabel --quiet compile --directory board/translations
	$(BIN)/python -m tests.faults.selftest $(ARGS)

# 100 screens and 20 tablets for an hour: make soak ARGS="--minutes 10". Ends with an error when something grows.
soak: .venv/dev.stamp
	$(BIN)/pybabel --quiet compile --directory board/translations
	$(BIN)/python -m tests.soak $(ARGS)

check: .venv/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/catalogues.py check
	$(BIN)/pytest -q -m house

bench: .venv/dev.stamp
	$(BIN)/python -m bench $(ARGS)

# A day in the demo workshop, played to the server that `make run` started.
demo: .venv/run.stamp
	$(BIN)/board demo play --speed 30 $(ARGS)

format: .venv/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Takes new sentences into the .po files; then translate what stands empty there.
catalogues: .venv/dev.stamp
	$(BIN)/python tools/catalogues.py update
	$(BIN)/pybabel --quiet compile --directory board/translations

lock: .venv/dev.stamp
	$(PIP_COMPILE) $(ARGS) --output-file requirements.txt pyproject.toml
	$(PIP_COMPILE) $(ARGS) --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

permissions: .venv/dev.stamp
	$(BIN)/python tools/permissions_table.py

licences: .venv/dev.stamp
	$(BIN)/python tools/licences.py

vendor: .venv/dev.stamp
	$(BIN)/python tools/vendor.py
	$(MAKE) licences

wheel: .venv/run.stamp
	$(BIN)/pip --quiet wheel --no-deps --wheel-dir dist .

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis tests/output
	find board kiosk tests tools -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# The virtual environment; packages are installed again only when the pins or the project's own description changed.
.venv/pyvenv.cfg:
	sh tools/make-venv.sh .venv

.venv/run.stamp: .venv/pyvenv.cfg requirements.txt pyproject.toml
	$(BIN)/pip --quiet install --requirement requirements.txt
	$(BIN)/pip --quiet install --no-deps --editable .
	touch $@

.venv/dev.stamp: .venv/run.stamp requirements-dev.txt
	$(BIN)/pip --quiet install --requirement requirements-dev.txt
	touch $@
