# What the scripts of packaging/ share. Sourced by each of them, in the root of the repository.

OUT=target/packaging
# What is installed, laid out as below /usr/local.
ROOT=$OUT/root
# What is given away, with SHA256SUMS of all.
MADE=$OUT/made
# What `packaging/profile` learned.
GUIDE=$PWD/$OUT/convoke.profdata
VERSION=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
# Files bear the time of the last commit, so that what is packaged twice is the same twice.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y Cargo.toml)}
export SOURCE_DATE_EPOCH

PROFILE=dist
BINARY=
TARGET=
QUICK=
GUIDED=
# All that a program can have but keys on tokens, for which `--features parquet,pkcs11,sql,store` loads modules of others.
FEATURES=parquet,sql,store

fail() { echo "$0: $1" >&2; exit "${2:-1}"; }

# read_options ARGUMENT...: what all scripts take.
read_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --profile) PROFILE=${2:?$1 names a profile}; shift ;;
      --binary) BINARY=${2:?$1 names a file}; shift ;;
      --target) TARGET=${2:?$1 names a target}; shift ;;
      --features) FEATURES=${2:?$1 names features}; shift ;;
      --quick) QUICK=1 ;;
      --guided) GUIDED=1 ;;
      *) fail "usage: $0 [--profile NAME [--guided] | --binary FILE] [--features NAMES] [--target TARGET] [--quick]" 2 ;;
    esac
    shift
  done
  [ -z "$GUIDED" ] || guide
}

# guide: has the compiler put first what `packaging/profile` saw most. Built for a target, since flags then leave macros alone, in a folder
# of its own, since other flags would build all anew.
guide() {
  [ -f "$GUIDE" ] || fail "there is no $GUIDE: run packaging/profile before"
  TARGET=${TARGET:-$(host)}
  [ -z "$BINARY" ] || fail "a program that was built already cannot be guided: leave out --binary" 2
  export CARGO_TARGET_DIR=target/guided CARGO_ENCODED_RUSTFLAGS=-Cprofile-use=$GUIDE
}

host() { rustc -vV | sed -n 's/^host: //p'; }

# The folder of a profile in target/.
profile_folder() { case $PROFILE in dev) echo debug ;; *) echo "$PROFILE" ;; esac; }

# find_binary: builds the command, unless it is named; sets BINARY.
find_binary() {
  [ -z "$BINARY" ] || { [ -x "$BINARY" ] || fail "there is no program $BINARY"; return 0; }
  cargo build --locked --profile "$PROFILE" ${FEATURES:+--features "$FEATURES"} ${TARGET:+--target "$TARGET"}
  BINARY=${CARGO_TARGET_DIR:-target}/${TARGET:+$TARGET/}$(profile_folder)/convoke
}

# lay_out: puts the command with its manual, completions and documents into ROOT.
lay_out() {
  local share=$ROOT/share
  find_binary
  rm -rf "$ROOT"
  mkdir -p "$ROOT/bin" "$share/doc/convoke" "$share/bash-completion/completions" "$share/fish/vendor_completions.d" \
    "$share/zsh/site-functions" "$MADE"
  strip -o "$ROOT/bin/convoke" "$BINARY"
  chmod 755 "$ROOT/bin/convoke"
  "$BINARY" man --output "$share/man/man1"
  "$BINARY" completions bash >"$share/bash-completion/completions/convoke"
  "$BINARY" completions fish >"$share/fish/vendor_completions.d/convoke.fish"
  "$BINARY" completions zsh >"$share/zsh/site-functions/_convoke"
  cp README.md CHANGELOG.md SECURITY.md LICENSE-MIT LICENSE-APACHE docs/*.md "$share/doc/convoke/"
}

# note_sums: writes the SHA-256 of all that is given away.
note_sums() { (cd "$MADE" && shopt -s nullglob && sha256sum -- *.deb *.tar.gz *.whl >SHA256SUMS); }

# tell FILE: what was made, and its size.
tell() { printf '%s: %s MB\n' "$1" "$(awk -v bytes="$(stat -c %s "$1")" 'BEGIN { printf "%.1f", bytes / 1e6 }')"; }
