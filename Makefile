# make run     the site with its demonstration, on http://127.0.0.1:8080
# make check   formats, lints and types
# make release the one binary to deploy: target/release/dires
# make bench   the hub beside its peers: some 40 minutes; QUICK=1, ROWS="seance flood", PEERS="ours y-sweet", ROUNDS=1;
#              and the editor beside others: ROWS=editor is that alone, EDITORS="ours tiptap"
# make test    everything that shows that it works; `tests/all web rust` runs some parts
# make fuzz    looks for what anyone may send and nobody may do; SECONDS=300 (each target) or RUNS=100000

WEB_SOURCES := $(shell find web/src web/styles web/build web/images -type f) web/build.mjs web/package.json web/tsconfig.json
TARGET := $(or $(CARGO_TARGET_DIR),target)

HUB_ROWS := $(filter-out editor,$(ROWS))

.PHONY: run check test build release bench bench-hub bench-editor fuzz
.DELETE_ON_ERROR:

run: web/dist/manifest.json
	@tests/tools cargo
	@cargo build --quiet --package dires
	@exec $(TARGET)/debug/dires serve --demo

check:
	@tests/tools cargo node npm
	@tests/all format types lints

test:
	@tests/all

# What the tests of the running site run: the pages' files, the server, and the program that founds the clients' association.
build: web/dist/manifest.json
	@tests/tools cargo
	@cargo build --quiet --package dires --bin dires --example scene

# server/fuzz/run says what it does; a finding is an error.
fuzz: web/dist/manifest.json
	@tests/tools cargo
	@RUNS=$(RUNS) DURATION=$(SECONDS) server/fuzz/run

release: web/dist/manifest.json
	@tests/tools cargo
	cargo build --release --package dires --bin dires

bench: $(if $(ROWS),$(if $(HUB_ROWS),bench-hub),bench-hub) $(if $(ROWS),$(if $(filter editor,$(ROWS)),bench-editor),bench-editor)

# In Chromium, with the editors of others, which only this installs.
bench-editor: release tests/node_modules/.package-lock.json web/bench/node_modules/.package-lock.json
	@CHROMIUM=$$(tests/find chromium) ROUNDS="$(ROUNDS)" QUICK="$(QUICK)" EDITORS="$(EDITORS)" node web/bench/run.mjs

# Each peer is installed if it is asked for; one that cannot be is said to be missing, and the others are measured.
bench-hub: web/dist/manifest.json
	@tests/tools cargo
	@server/bench/install $(TARGET) $(PEERS)
	@cargo build --quiet --release --package dires --bin dires --package dires-bench --bin dires-bench
	@ROWS="$(HUB_ROWS)" PEERS="$(PEERS)" ROUNDS="$(ROUNDS)" QUICK="$(QUICK)" SECONDS_TYPED="$(SECONDS_TYPED)" $(TARGET)/release/dires-bench

web/dist/manifest.json: web/node_modules/.package-lock.json $(WEB_SOURCES)
	@cd web && npm run --silent build

%/node_modules/.package-lock.json: %/package-lock.json
	@tests/tools node npm
	@echo "Installation des paquets de $*…"
	@cd $* && npm ci --no-audit --no-fund --silent
	@touch $@
