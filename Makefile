# make run     the site with its demonstration, on http://127.0.0.1:8080
# make check   formats and lints
# make test    everything that shows that it works

WEB_SOURCES := $(shell find web/src web/styles web/build web/images -type f) web/build.mjs web/package.json web/tsconfig.json
TARGET := $(or $(CARGO_TARGET_DIR),target)

.PHONY: run check test
.DELETE_ON_ERROR:

run: web/dist/manifest.json
	@tests/tools cargo
	@cargo build --quiet --package dires
	@exec $(TARGET)/debug/dires serve --demo

check: web/node_modules/.package-lock.json
	@tests/tools cargo
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --quiet -- --deny warnings
	cd web && npm run --silent check

test: check web/dist/manifest.json
	tests/with-postgres cargo test --workspace --quiet
	cd web && npm test --silent

web/dist/manifest.json: web/node_modules/.package-lock.json $(WEB_SOURCES)
	@cd web && npm run --silent build

web/node_modules/.package-lock.json: web/package-lock.json
	@tests/tools node npm
	@echo "Installation des outils de construction des pages…"
	@cd web && npm ci --no-audit --no-fund --silent
	@touch $@
