# The stages of .ci/run. Each is a function `stage_NAME` that ends at its first command that fails. Sourced by .ci/run.

# The stages that need the whole machine, in this order; those that make what others read, beside one that reads nothing; those that run side by
# side after them, the longest first; and those that look at what all of them made. What has commas between runs one behind the other: cargo
# compiles for one at a time.
IN_TURN=(readme tests format deny)
FIRST=(names,sample,pack lint)
BESIDE=(install,docs,features,python desk forms story store previews browser returns post cluster seals tables lies pdfs mail xliff further sign texts)
LAST=(verapdf)

declare -A ABOUT=(
  [readme]="the README's commands, as written there, up to the tests"
  [tests]="the README's test command, as written there"
  [format]="the code is formatted"
  [lint]="clippy has nothing to say"
  [deny]="licences, sources and known faults of dependencies"
  [docs]="the documentation of the library builds without warnings"
  [features]="the library builds without what only the command needs"
  [install]="wheel, Debian package and tarball install where nothing of Rust is, and make the sample (40 s)"
  [python]="the module for Python is typed, its notebook prints what it keeps, and the service describes itself by the rules"
  [names]="names of States agree with the reference table"
  [sample]="the sample mailing builds to the same bytes twice, and verifies"
  [pdfs]="the sample's documents are sound PDFs with the fonts of their script"
  [texts]="the text layer of each document names its own recipient only"
  [pack]="the sample's pack comes out the same twice, sound and verified"
  [mail]="other programs read the pack's messages"
  [post]="Postfix takes the sample as messages, and what arrives is as listed (40 seconds)"
  [lies]="a mail server that lies, and a command that is killed: nobody has two messages (40 seconds)"
  [xliff]="translation tools read exported languages and bring them back"
  [forms]="other libraries list the fields of the forms alike, and forms are filled in"
  [browser]="a form is filled in by keys in a browser"
  [desk]="the desk in Chromium and Firefox: axe finds no barrier, no page is too wide, the focus is seen (3 minutes beside others)"
  [story]="a mailing from an empty folder to reminders at the desk, in Chromium with the mouse and in Firefox with keys alone (50 seconds)"
  [returns]="forms that all kinds of programs return are read"
  [previews]="every language sets the recipients that break layouts"
  [further]="a letter is set in ten languages beyond the six, with the fonts of Debian's packages"
  [sign]="a form that is signed afterwards keeps its standards"
  [seals]="sealed letters and forms hold in other programs, also after a ministry signs, and from keys on a token (20 s)"
  [cluster]="eight shares on a Slurm of four nodes, one killed and made again, are the archive of one machine; manifests of schedulers are as they take them (30 s)"
  [tables]="the same rows from CSV, JSON lines, Parquet, SQLite and PostgreSQL are the same letters, and hostile ones are told (30 s)"
  [store]="an object store takes archives, shares and lists as a disk does, over connections that are cut (70 s)"
  [verapdf]="veraPDF finds all PDFs of the other stages in keeping with PDF/A-2a and PDF/UA-1"
)

# The commands of the first example below "From source" in README.md.
readme_commands() {
  awk '/^## / { here = /From source/ } here && /^    / { print substr($0, 5); seen = 1; next } seen { exit }' README.md
}

stage_readme() {
  local command
  readme_commands | grep -v '^cargo test' >"$state/commands"
  [ -s "$state/commands" ]
  while read -r command; do
    echo "$ $command"
    bash -c "$command" </dev/null
  done <"$state/commands"
  [ -f "$ARCHIVE/DM-1132.zip" ] || { echo "the README's commands make no archive" >&2; exit 1; }
  # Other stages take it while cargo is at work on something else.
  need convoke
}

stage_tests() {
  local command
  command=$(readme_commands | grep '^cargo test')
  # Tests look at documents with these, and skip what they look for without them.
  use pdftotext qpdf
  echo "$ $command"
  bash -c "$command"
}

stage_format() { cargo fmt --check; }

stage_lint() { cargo clippy --locked --all-targets --features parquet,pkcs11,sql,store -- -D warnings; }

stage_deny() {
  need cargo_deny || leave_out "cargo-deny is not installed"
  cargo deny --all-features check --hide-inclusion-graph bans licenses sources
  if cargo deny fetch db; then
    cargo deny --all-features check advisories
  else
    echo "not checked: advisories, because their database cannot be reached" >&2
  fi
}

stage_docs() { RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps; }

stage_features() {
  local crate
  cargo check --locked --no-default-features --lib
  cargo tree --locked --no-default-features --edges normal --prefix none --format '{p}' | sort -u >"$state/tree"
  for crate in clap clap_builder clap_complete clap_mangen indicatif anstream ctrlc mimalloc; do
    ! grep -q "^$crate v" "$state/tree" || { echo "the library depends on $crate" >&2; exit 1; }
  done
}

# What is packaged here is the program of the development profile, which is there already; what is given away is built with the
# profile `dist`.
stage_install() {
  use mmdebstrap dpkg-shlibdeps lintian
  [ "$(id -u)" = 0 ] || leave_out "a root of one's own is changed into by root alone"
  need convoke_tokens
  need python
  need cargo_deb
  need root
  rm -rf target/packaging
  packaging/wheel --profile dev --features parquet,pkcs11,sql,store
  packaging/tarball --binary "$CONVOKE_TOKENS" --quick
  packaging/deb --binary "$CONVOKE_TOKENS" --quick
  "$PYTHON" -m auditwheel show target/packaging/made/*.whl | tee "$state/wheel"
  grep -q '"manylinux_2_[0-9]*_' "$state/wheel"
  # Libraries in Rust that speak of freetype and libyaml are taken for those.
  lintian --allow-root --fail-on error --suppress-tags embedded-library target/packaging/made/*.deb &
  local lintian=$!
  hadolint packaging/Containerfile
  mkdir "$state/install"
  .ci/install target/packaging/made "$TOOLS/root.tar" "$state/install"
  wait "$lintian"
  # What is published, and what others build of it.
  packaging/publish --dry-run --no-verify --allow-dirty
  packaging/outside/run --resolve
}

# Its tests run in the stage install, where the wheel is.
stage_python() {
  local root=$PWD
  need convoke
  need python
  "$PYTHON" -m mypy --strict --cache-dir "$state/mypy" packaging/python/convoke packaging/python/tests
  mkdir "$state/python"
  cd "$state/python"
  "$CONVOKE" init --sample mailing
  "$CONVOKE" build -C mailing
  CONVOKE_PROGRAM=$CONVOKE PYTHONPATH=$root/packaging/python PYTHONDONTWRITEBYTECODE=1 \
    "$root/$PYTHON" "$root/.ci/notebook.py" "$root/docs/python.ipynb"
  "$root/$PYTHON" "$root/.ci/openapi.py" "$CONVOKE" mailing
}

stage_names() {
  local table=../shared/reference/unterm_names.csv
  [ -f "$table" ] || leave_out "the reference table of names is not there"
  need python
  "$PYTHON" .ci/names.py "$table"
}

stage_sample() {
  local first second folder alone
  need convoke
  folder=$(copy_mailing)
  rm -rf "$ARCHIVE"
  # From nothing in two places at once, in one thread and in all.
  "$CONVOKE" build -C "$folder" --jobs 1 >/dev/null &
  alone=$!
  "$CONVOKE" build
  wait "$alone"
  first=$(sha256sum <"$ARCHIVE/DM-1132.zip")
  second=$(sha256sum <"$folder/$ARCHIVE/DM-1132.zip")
  [ "$first" = "$second" ] || { echo "two builds gave two archives: $first, $second" >&2; exit 1; }
  "$CONVOKE" build --jobs 1
  second=$(sha256sum <"$ARCHIVE/DM-1132.zip")
  [ "$first" = "$second" ] || { echo "a second build changed the archive: $first, $second" >&2; exit 1; }
  "$CONVOKE" verify "$ARCHIVE/DM-1132.zip"
}

stage_pdfs() {
  use qpdf pdffonts
  need sample
  find "$ARCHIVE" -name '*.pdf' ! -path '*/pack/*' | sort >"$state/pdfs"
  [ "$(wc -l <"$state/pdfs")" -eq 391 ] || { echo "expected 390 documents and a cover page: $(wc -l <"$state/pdfs")" >&2; exit 1; }
  check_with_qpdf <"$state/pdfs"
  xargs -d '\n' -P "$(nproc)" -n 1 .ci/fonts <"$state/pdfs"
}

stage_texts() {
  use pdftotext
  need sample
  python3 .ci/texts.py "$ARCHIVE"
}

# What the dispatch office gets.
stage_pack() {
  local first second
  use qpdf
  need pack
  first=$(sha256sum "$ARCHIVE/pack/pack.json")
  "$CONVOKE" pack --jobs 1
  second=$(sha256sum "$ARCHIVE/pack/pack.json")
  [ "$first" = "$second" ] || { echo "two packs of one archive differ: $first, $second" >&2; exit 1; }
  "$CONVOKE" verify "$ARCHIVE"
  find "$ARCHIVE/pack" -name '*.pdf' | sort | check_with_qpdf
}

# A form that came back, and a letter that a person has to read, so that the desk has something to show of returns.
give_returns() (
  cd "$1"
  printf '{ "participant.1": { "family_name": "Ørsted", "first_name": "Zoë", "function": "Minister", "role": "head" } }\n' >answer.json
  "$CONVOKE" form fill "$(find output -name '*_FRA_form_fr.pdf' | head -n 1)" answer.json -o returns/form.pdf
  echo 'We cannot come.' >returns/letter.txt
  "$CONVOKE" collect returns >/dev/null || [ $? = 3 ]
  "$CONVOKE" participants
)

stage_desk() {
  local folder
  use node npm chromium firefox-esr
  need convoke
  need pack
  need browsers
  folder=$(copy_mailing)
  # Firefox sees the mailing before its letters are made, Chromium with an archive and its pack. PICTURES=1 keeps how pages look.
  node .ci/desk/places.mjs "$CONVOKE" "$folder" "$TOOLS/desk" firefox ${PICTURES:+"$WORK/desk-firefox"}
  mkdir "$folder/output"
  cp -r "$ARCHIVE" "$folder/output/"
  give_returns "$folder"
  node .ci/desk/places.mjs "$CONVOKE" "$folder" "$TOOLS/desk" chromium ${PICTURES:+"$WORK/desk-chromium"}
}

# STORY=all tells it both ways in both browsers.
stage_story() {
  local server=$state/storymail told ways=("chromium mouse" "firefox keys")
  use node npm chromium firefox-esr pdftoppm postfix dovecot openssl
  [ "$(id -u)" = 0 ] || leave_out "Postfix and Dovecot are started by root alone"
  need convoke
  need browsers
  [ "${STORY:-}" != all ] || ways+=("chromium keys" "firefox mouse")
  chmod 711 "$state"
  trap '.ci/mailserver stop "$state/storymail"' EXIT
  for told in "${ways[@]}"; do
    .ci/mailserver start "$server"
    # Two words: the browser, and how it is told.
    node .ci/desk/story.mjs "$CONVOKE" "$TOOLS/desk" "$WORK/story" $told "$server"
    .ci/mailserver stop "$server"
    rm -rf "$server"
  done
}

stage_mail() {
  use node npm
  need pack
  python3 .ci/mail.py "$ARCHIVE/pack" "$ARCHIVE"
  node .ci/mail.mjs "$ARCHIVE/pack" "$ARCHIVE" "$TOOLS/mail"
}

stage_post() {
  local sample own server=$state/mailserver
  use postfix dovecot openssl
  [ "$(id -u)" = 0 ] || leave_out "Postfix and Dovecot are started by root alone"
  need convoke
  sample=$(copy_mailing)
  own=$(copy_mailing)
  # Postfix and Dovecot work under accounts of their own.
  chmod 711 "$state"
  trap '.ci/mailserver stop "$state/mailserver"' EXIT
  .ci/mailserver start "$server"
  python3 .ci/post.py "$CONVOKE" "$server" "$sample" "$own"
}

# Two hundred kills take four minutes: `.ci/lies.py` by itself, with this number.
stage_lies() {
  need convoke
  need python
  mkdir "$state/lies"
  "$PYTHON" .ci/lies.py "$CONVOKE" "$state/lies" 20
}

stage_xliff() {
  need convoke
  need python
  "$PYTHON" .ci/xliff.py "$CONVOKE" "$(copy_mailing)"
}

stage_forms() {
  use qpdf chromium
  need sample
  need pdfjs
  rm -rf "$WORK/filled"
  mkdir -p "$WORK/filled"
  "$PYTHON" .ci/fields.py "$CONVOKE" "$ARCHIVE" "$TOOLS" "$WORK/filled"
  find "$WORK/filled" -name '*.pdf' | check_with_qpdf
}

stage_browser() {
  use chromium pdftoppm
  need sample
  need pdfjs
  "$PYTHON" .ci/browser.py "$CONVOKE" "$ARCHIVE" "$TOOLS"
}

stage_returns() {
  use qpdf pdftk mutool soffice pdftoppm
  need convoke
  need python
  "$PYTHON" .ci/returns.py "$CONVOKE" "$(copy_mailing)"
}

stage_previews() {
  local letter
  need convoke
  for letter in templates/*/letter.typ.hbs; do
    "$CONVOKE" preview --sample --locale "$(basename "$(dirname "$letter")")" --output "$WORK/previews"
  done
  "$CONVOKE" preview --sample --pseudo --output "$WORK/previews"
  # veraPDF looks at the proof too; both cost some seconds.
  "$CONVOKE" proof --only FRA,ESP,RUS,CHN,SAU,KEN --output "$WORK/proof"
}

stage_further() {
  need convoke
  need fonts || leave_out "the fonts are not installed (Debian: fonts-noto-core, fonts-noto-cjk)"
  rm -rf "$WORK/further"
  mkdir -p "$WORK/further"
  cp -r tests/all/further/. "$WORK/further/"
  cp templates/layout.typ templates/letterhead.typ.hbs "$WORK/further/templates/"
  mkdir "$WORK/further/templates/fonts"
  fonts_of_further | xargs -d '\n' cp -t "$WORK/further/templates/fonts"
  "$CONVOKE" build -C "$WORK/further"
}

stage_sign() {
  need sample
  need python
  rm -rf "$WORK/signed"
  mkdir -p "$WORK/signed"
  "$PYTHON" .ci/sign.py "$CONVOKE" "$ARCHIVE" "$WORK/signed"
}

# What is told of a cluster is true of one that is there.
stage_cluster() {
  local slurm=${SLURM:-../shared/tools/slurm/slurm}
  [ -x "$slurm" ] || leave_out "the script that starts a Slurm is not there (the variable SLURM names it)"
  [ "$(id -u)" = 0 ] || leave_out "a Slurm is started by root alone"
  use slurmctld slurmd sbatch munged
  need sample
  need python
  "$PYTHON" .ci/manifests.py docs/scale.md
  rm -rf "$WORK/cluster"
  mkdir -p "$WORK/cluster"
  .ci/cluster "$CONVOKE" "$slurm" "$(copy_mailing)" "$ARCHIVE" "$WORK/cluster"
}

stage_seals() {
  use pdfsig openssl softhsm2-util pkcs11-tool
  need convoke_tokens
  need python
  rm -rf "$WORK/sealed" "$WORK/sealed-token"
  mkdir -p "$WORK/sealed"
  "$PYTHON" .ci/seals.py "$CONVOKE_TOKENS" "$(copy_mailing)" "$WORK/sealed"
}

stage_tables() {
  use psql openssl
  [ "$(id -u)" = 0 ] || leave_out "a server is started as another user by root alone"
  need convoke_tokens
  need python
  local server
  server=$(mktemp -d /tmp/convoke-postgres.XXXX)
  trap ".ci/postgres stop '$server' || true; rm -rf '$server'" EXIT
  .ci/postgres start "$server"
  "$PYTHON" .ci/tables.py "$CONVOKE_TOKENS" "$(copy_mailing)" "$server"
}

stage_store() {
  need convoke_tokens
  need python
  need pack
  mkdir -p "$state/store"
  "$PYTHON" .ci/store.py "$CONVOKE_TOKENS" "$(copy_mailing)" "$ARCHIVE" "$state/store"
}

stage_verapdf() {
  local verapdf=${VERAPDF:-../shared/tools/verapdf/verapdf} list
  [ -x "$verapdf" ] || leave_out "veraPDF is not there (the variable VERAPDF names it)"
  need pack
  need own
  # Stages make some documents more than once: the same bytes are looked at once.
  find "$ARCHIVE" "$WORK" -name '*.pdf' ! -name 'print-run.pdf' -print0 | sort -z | xargs -0 sha256sum | sort -u -k 1,1 | cut -c 67- | sort >"$state/archival"
  find "$ARCHIVE/pack" -name 'print-run.pdf' | sort >"$state/runs"
  # Most of the code runs too seldom to be worth a second compiler, and a second thread for memory has no processor.
  export JDK_JAVA_OPTIONS="-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
  # It installs itself the first time, with one file; then one process for each processor.
  "$verapdf" 2u "@$state/runs"
  split -n "r/$(nproc)" "$state/archival" "$state/archival."
  printf '%s\0' "$state"/archival.?? | xargs -0 -P "$(nproc)" -I LIST "$verapdf" 2a,ua1 @LIST
}
