# Recipes of CONTRIBUTING.md; `just --list` shows them.

# Make the sample mailing
build *arguments:
    cargo run -- build {{arguments}}

# Run all tests, or those whose path holds a text: `just test locale::`
test *filter:
    cargo test {{filter}}

# Run the unit tests of one module: `just module locale`
module name:
    cargo test --lib {{name}}::

# Run the integration tests whose path holds a text: `just feature broken::inputs`
feature filter:
    cargo test --test all {{filter}}

# Accept what tests say now as their goldens: `just accept broken::`
accept filter:
    UPDATE=1 cargo test {{filter}}
    git diff --stat

# Draw the pages of one recipient: `just look FRA`
look recipient:
    cargo run -- preview {{recipient}} --png
    @ls output/preview/*.png

# Draw the recipients that break layouts, in one language
sheet locale="en":
    cargo run -- preview --sample --locale {{locale}}

# Draw the pages of docs/genres.md
genres:
    .ci/genres

# Format, and have clippy look
lint:
    cargo fmt
    cargo clippy --all-targets -- -D warnings

# Run what has to hold before a change lands, or some stages of it: `just ci docs`
ci *stages:
    .ci/run {{stages}}

# Measure speed
bench:
    cargo bench
