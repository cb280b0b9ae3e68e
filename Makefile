# Each target is a command of the Python package lab/, which needs nothing installed.
PYTHON ?= python3
LAB := $(PYTHON) -m lab
# make puts what is given on its command line into the environment: lab/given.py.
export LAB_GIVEN := $(foreach name,$(.VARIABLES),$(if $(filter command,$(origin $(name))),$(name)))

.DEFAULT_GOAL := help
.PHONY: install fmt check test unit compat e2e up down scale load fault heal faults logs status lock bench screenshots clean help

install: ## Set up all that the other targets need; each also does it by itself
	@$(LAB) install

fmt: ## Format the code and mend what ruff can mend
	@$(LAB) fmt

check: ## Ruff, mypy, tsc and the console's tests; changes no file
	@$(LAB) check

test: ## Everything: the checks, then all tests
	@$(LAB) test

unit: ## The fast tests: unit, contract and mesh
	@$(LAB) test tests/unit tests/contract tests/mesh

compat: ## The tests with real clients: boto3, the AWS CLI, the X-Ray SDK
	@$(LAB) test tests/compat

e2e: ## The tests of the whole: without Docker, with Compose, in the browser
	@$(LAB) test tests/e2e tests/browser

up: ## Start the lab and wait until it is healthy: DAEMON=local, XRAY=aws, DOCKER=off
	@$(LAB) up

down: ## Stop the lab, whichever way it was started
	@$(LAB) down

scale: ## With Docker, run more of one service: SERVICE=adjective REPLICAS=3
	@$(LAB) scale

load: ## Play the article's load phases against the running lab: PHASES=10-25:15,25-25:60
	@$(LAB) load

fault: ## Break a handler: HANDLER=adjective-4 DELAY=2s | STATUS=400 | EXCEPTION=... RATE=0.5
	@$(LAB) fault

heal: ## Heal every handler, or one: HANDLER=adjective-4
	@$(LAB) heal

faults: ## List the faults in force
	@$(LAB) faults

logs: ## Follow the lab's log
	@$(LAB) logs

status: ## Say of each part whether it is ready
	@$(LAB) status

lock: ## Pin the newest versions that the requirements allow, for all installs
	@$(LAB) lock

bench: ## Measure everything, one table at the end: QUICK=1, ONLY=beside,chain, RECORD=1
	@$(LAB) bench

screenshots: ## Take the pictures of the docs anew: every page, light and dark
	@$(LAB) screenshots

clean: down ## Remove everything that the other targets made, the environment included
	@$(LAB) clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
