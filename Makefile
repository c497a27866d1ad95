# Khéo's doors for people with a clone. `make` lists them; each works alone on a bare machine.

SHELL       := /bin/sh
.SHELLFLAGS := -eu -c
.DEFAULT_GOAL := help
MAKEFLAGS   += --no-builtin-rules
BIN         := .venv/bin
KHEO        := $(BIN)/kheo
UV          := uv==0.13.9

export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The demonstration lives in this year, among units that ended on 30 June 2025 (docs/decisions/0003-business-date.md).
DEMONSTRATION := $(or $(KHEO_TODAY),2024-11-20)

# What is typed: words, policies, permissions and verbs of every chapter, the kernel, the arithmetic of criteria, the story.
LAW = $(sort $(wildcard $(foreach part,enums policies permissions actions,kheo/*/$(part).py kheo/*/$(part)/*.py) kheo/criteria/*.py)) \
	kheo/kernel kheo/criteria/faults kheo/criteria/spellings kheo/story

.PHONY: help run test check fix bench assets clean setup words static

help: ## list these doors
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

run: export KHEO_TODAY := $(DEMONSTRATION)
run: setup words static ## the demonstration in a browser: prints its address and sign-ins, stops with Ctrl-C (PORT, KHEO_DATA)
	@$(KHEO) migrate --verbosity 0
	@$(KHEO) play
	@exec $(KHEO) serve

test: setup words ## the whole suite on a real PostgreSQL and in a real browser (ARGS="-k submit" for a part)
	@sh tools/find-chromium.sh --install || true
	@exec $(BIN)/pytest -n 2 $(ARGS)

check: setup ## everything a reader can judge without running the product
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy $(LAW)
	$(BIN)/lint-imports
	$(BIN)/python -W "ignore:Got an error checking" manage.py makemigrations --check --dry-run
	$(KHEO) catalogues --check
	$(KHEO) reference --check

fix: setup ## put right what a machine can: format, imports, catalogues, generated pages
	$(BIN)/ruff check --fix-only --exit-zero
	$(BIN)/ruff format
	$(KHEO) catalogues
	$(KHEO) reference

bench: setup words ## measure ourselves against floors on this machine (ARGS)
	@exec $(BIN)/python -m bench $(ARGS)

assets: ## build static/ from assets/; needs Node, and only after changing the look
	npm ci --ignore-scripts --no-audit --no-fund
	npm run build

clean: ## remove what these doors have built; never the data folder (.data)
	rm -rf .venv node_modules static-collected .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete

# ── What the doors stand on ──

setup: .venv/.ready

.venv/.ready: uv.lock pyproject.toml
	@python=$$(sh tools/find-python.sh) || exit 2; \
	 $(BIN)/python -m pip --version >/dev/null 2>&1 || { echo "Setting up .venv with $$python …"; "$$python" -m venv --clear .venv; } || { echo "$$python cannot make a virtual environment (Debian: apt-get install python3-venv)." >&2; exit 2; }
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet "$(UV)"
	@$(BIN)/uv sync --frozen --quiet --python $(BIN)/python
	@touch $@

words: setup
	@$(KHEO) catalogues --compile

static: setup
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
