# Everything needs only a system python3 (3.11 or newer) with its venv module. `make help` lists the commands.
PYTHON ?= python3
PY = .venv/bin/python
LAUNCH = $(PYTHON) -m deploy.launch
ARGS ?=
# How many tests run side by side: as many as the machine has cores.
JOBS ?= auto
DEMO = DJANGO_SETTINGS_MODULE=portal.settings.demo
TEST = DJANGO_SETTINGS_MODULE=portal.settings.test
.DEFAULT_GOAL := help
.PHONY: help run dev test lint format bench demo screenshots messages lock env

help: ## la liste de ces commandes
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

run: ## le portail avec sa démonstration (PORT=8123 pour un autre port) ; Ctrl-C arrête tout
	@$(LAUNCH) run

dev: ## le même, pour développer : rechargement automatique, pages de débogage
	@$(LAUNCH) dev

env: ## l’environnement Python des développeurs, sans rien lancer
	@$(LAUNCH) env dev

test: env ## toute la suite (ARGS="tests/cms -x" pour une partie ; JOBS=0 sans parallèle ; DATABASE_URL pour PostgreSQL)
	@$(PY) -m pytest -n $(JOBS) $(ARGS)

lint: env ## style, gabarits, couches, migrations, réglages de production
	@$(PY) -m deploy.lint

format: env ## met le code au style
	@$(PY) -m ruff check --fix . && $(PY) -m ruff format .

bench: env ## pages × requêtes, millisecondes, kilo-octets ; mémoire (DATABASE_URL pour PostgreSQL)
	@$(PY) -m bench $(ARGS)

demo: env ## remet les lignes de la démonstration, et elles seules, comme au premier jour
	@$(DEMO) $(PY) manage.py load_demo --replace $(ARGS)

screenshots: env ## les images du README, dans docs/img/ (Chromium)
	@$(PY) -m bench.screenshots

messages: env ## relève les textes dans locale/ et les compile (gettext)
	@$(TEST) $(PY) -m deploy.messages

lock: env ## recompile requirements/*.lock (uv)
	@$(PY) -m deploy.lock
