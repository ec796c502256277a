//! Mailings changed as people change them, a few changes at a time: what `check` calls ready, `build` makes without a problem that
//! `check` did not tell.

use std::collections::BTreeSet;
use std::ops::Range;

use fastrand::Rng;

use super::chance::one;
use super::{Tally, run};
use crate::folder::Folder;

/// What people write, mean to write, or leave by mistake, in the place of a value.
const VALUES: [&str; 40] = [
    "",
    " ",
    "-",
    "~",
    "0",
    "1",
    "12",
    "true",
    "none",
    "all",
    "en",
    "fr",
    "ar",
    "zh",
    "letter",
    "form",
    "state",
    "KEN",
    "courier",
    "by-hand",
    "fax",
    "us-letter",
    "2004-06-24",
    "31 June 2004",
    "24/06/2004",
    "2027-03-08T09:00:00Z",
    "a@b.example",
    "+41 22 730 6393",
    "Côte d’Ivoire",
    "O'Neil & \"Sons\" <x>",
    "#panic() *bold* _it_ $x$ @ref <label> // x /* y",
    "{{recipient.id}} \\ {1} %s",
    "ministère\u{301} n\u{303}",
    "الوزارة (MFA) 12/2004",
    "外交部，第2处",
    "กระทรวง",
    "🇰🇪 ✓",
    "word\u{ad}word\u{200b}word\u{202e}x",
    "two\nlines",
    "Ministerium-für-auswärtige-Angelegenheiten-und-die-Zusammenarbeit-mit-internationalen-Organisationen",
];

/// What people put into a template.
const PROSE: [&str; 34] = [
    "We look forward to seeing you in {{event.place}}.",
    "{{#if recipient.iso}}For the Government of {{recipient.country}}.{{/if}}",
    "{{#unless recipient.iso}}For the Organisation.{{/unless}}",
    "{{#each addressee.lines}}{{this}} {{/each}}",
    "{{event.dates}}, {{mailing.date}}, {{document.serial}}",
    "{{recipient.fields.desk}}",
    "{{recipient.nickname}}",
    "{{#if (eq recipient.id \"KEN\")}}Karibu.{{/if}}",
    "{{#if",
    "{{/if}}",
    "*Bold*, _emphasis_ and `code`.",
    "#strong[Please reply.]",
    "#lorem(40)",
    "= A heading",
    "== A heading below",
    "- first\n- second",
    "+ one\n+ two",
    "/ Term: what it means",
    "#table(columns: 2, [a], [b], [c], [d])",
    "#footnote[A note.]",
    "#link(\"https://www.example.org/a\")[our site]",
    "https://www.example.org/a_b?c=d#e",
    "#image(\"/emblem.svg\", alt: \"Emblem\")",
    "#pagebreak()",
    "#v(2cm)",
    "#text(size: 30pt)[LARGE]",
    "#text(lang: \"fr\")[Veuillez agréer]",
    "$E = m c^2$",
    "@ref and <label>",
    "// a comment",
    "100 % of #1 costs $5 \\",
    "Привет، مرحبا, 你好, สวัสดี, ✓",
    "#unknown()",
    "]",
];

/// A mailing to begin with, the files that are changed, and how often a change is to one of them.
struct Base {
    folder: Folder,
    files: Vec<(&'static str, String)>,
}

impl Base {
    fn new(folder: Folder, files: &[&'static str]) -> Self {
        let texts = files.iter().map(|name| (*name, folder.read(name))).collect();
        Self { folder, files: texts }
    }

    /// Puts everything back.
    fn restore(&self) {
        for (name, text) in &self.files {
            self.folder.write(name, text);
        }
        for name in ["register.yaml", "register.key"] {
            let _ = std::fs::remove_file(self.folder.path(name));
        }
        for folder in ["output", "elsewhere"] {
            let _ = std::fs::remove_dir_all(self.folder.path(folder));
        }
    }
}

/// Holds for each seed that `check` and `build` come to the same.
pub(crate) fn hold(seeds: Range<u64>) -> Tally {
    let bases = [english(), french(), own()];
    let (mut tally, mut wrong) = (Tally::default(), Vec::new());
    for seed in seeds {
        let rng = &mut Rng::with_seed(seed);
        let base = one(&bases, rng);
        base.restore();
        for _ in 0..rng.u8(1..3) {
            let (file, _) = one(&base.files, rng);
            let text = base.folder.read(file);
            let changed = if file.ends_with(".hbs") { retell(&text, rng) } else { rewrite(&text, rng) };
            base.folder.write(file, &changed);
        }
        wrong.extend(try_one(&base.folder, seed, &mut tally));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n=== "));
    tally
}

/// What is wrong with what a mailing came to.
fn try_one(folder: &Folder, seed: u64, tally: &mut Tally) -> Option<String> {
    let what = format!("mailing {seed}");
    let checked = run(folder, &["check"], tally, &what);
    let built = run(folder, &["build"], tally, &what);
    let told =
        format!("{what}\n--- check\n{}{}--- build\n{}{}", checked.out, checked.err, built.out, built.err);
    tally.inputs += 1;
    tally.taken += usize::from(checked.code == 0);
    if told.contains("[internal]") || checked.code != built.code {
        return Some(told);
    }
    let known = codes(&checked.err);
    let new: Vec<String> = codes(&built.err).into_iter().filter(|code| !known.contains(code)).collect();
    (checked.code == 0 && !new.is_empty()).then(|| format!("{new:?} are new in {told}"))
}

/// The codes of warnings and errors.
fn codes(err: &str) -> BTreeSet<String> {
    let code = |line: &str| {
        let rest = line.strip_prefix("warning[").or_else(|| line.strip_prefix("error["))?;
        Some(rest.split(']').next()?.to_owned())
    };
    err.lines().filter_map(code).collect()
}

/// The sample's recipients in English.
fn english() -> Base {
    let folder = Folder::started();
    let list = folder.read("recipients/ministries.yaml");
    let (head, _) = list.split_once("  - id: FRA").expect("France");
    let (_, rest) = list.split_once("  - id: GMB").expect("The Gambia");
    folder.write("recipients/ministries.yaml", &format!("{head}  - id: GMB{rest}"));
    Base::new(folder, &files("en"))
}

/// The sample's recipient in French, whose letter is a translation.
fn french() -> Base {
    let folder = Folder::started();
    let list = folder.read("recipients/ministries.yaml");
    let (head, _) = list.split_once("  - id: GMB").expect("The Gambia");
    folder.write("recipients/ministries.yaml", head);
    Base::new(folder, &files("fr"))
}

/// A mailing of one's own in English and Arabic, as `init` starts it.
fn own() -> Base {
    let folder = Folder::empty();
    folder.write(
        "recipients.csv",
        "id,kind,iso,addressee.office,addressee.name,addressee.gender,ministry,address,city,emails,channels,languages\n\
         IRL,state,IRL,foreign-minister,Ann LEE,F,Ministry of Foreign Affairs,80 St Stephen’s Green; Dublin; IRELAND,Dublin,a@b.example,\"post; e-mail\",en\n\
         EGY,state,EGY,foreign-minister,,,وزارة الخارجية,\"القاهرة; مصر\",القاهرة,c@d.example,e-mail,ar\n",
    );
    let flags = "--languages en,ar --e-mail secretariat@commission.example --start 2027-03-08 --end 2027-03-12 \
        --deadline 2027-02-15 --reference FC/2027/3 --issued-at 2026-11-28 --list recipients.csv";
    let texts = [
        "--organisation=en=Fisheries Commission",
        "--organisation=ar=لجنة مصايد الأسماك",
        "--office=Secretariat",
        "--event=en=Fisheries Commission",
        "--event=ar=لجنة مصايد الأسماك",
        "--meeting=en=Thirty-first Session",
        "--meeting=ar=الدورة الحادية والثلاثون",
        "--event-place=Reykjavik",
        "--place=Reykjavik",
        "--signatory=Gudrun JONSDOTTIR",
        "--title=en=Executive Secretary",
        "--title=ar=الأمينة التنفيذية",
    ];
    let arguments: Vec<&str> = std::iter::once("init").chain(flags.split_whitespace()).chain(texts).collect();
    folder.run(&arguments).ends_with(0);
    let [mailing, _, letter, form, email, pack] = files("en");
    Base::new(folder, &[mailing, "recipients.csv", letter, form, email, pack])
}

fn files(language: &'static str) -> [&'static str; 6] {
    let french = language == "fr";
    [
        "mailing.yaml",
        "recipients/ministries.yaml",
        if french { "templates/fr/letter.typ.hbs" } else { "templates/en/letter.typ.hbs" },
        "templates/registration.typ.hbs",
        if french { "templates/fr/email.txt.hbs" } else { "templates/en/email.txt.hbs" },
        if french { "templates/fr/locale.yaml" } else { "templates/en/locale.yaml" },
    ]
}

/// A template with something added, left out, doubled or moved.
fn retell(text: &str, rng: &mut Rng) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = rng.usize(..lines.len());
    match rng.u8(..8) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, lines[at].clone()),
        2 => lines.swap(at, rng.usize(..text.lines().count())),
        3 => {
            let words: Vec<&str> = lines[at].split(' ').collect();
            let word = rng.usize(..words.len());
            lines[at] = words
                .iter()
                .enumerate()
                .filter(|(index, _)| *index != word)
                .map(|(_, word)| *word)
                .collect::<Vec<_>>()
                .join(" ");
        }
        4 => lines[at].push_str(one::<&str>(&VALUES, rng)),
        _ => {
            // Most prose is at the end.
            let at = rng.usize(lines.len() / 2..=lines.len());
            lines.insert(at, format!("\n{}\n", one(&PROSE, rng)));
        }
    }
    lines.join("\n") + "\n"
}

/// Settings or a list with another value, a line left out, doubled or moved.
fn rewrite(text: &str, rng: &mut Rng) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let valued: Vec<usize> = (0..lines.len()).filter(|at| place_of_value(&lines[*at]).is_some()).collect();
    let at = rng.usize(..lines.len());
    match rng.u8(..8) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, lines[at].clone()),
        2 => lines.swap(at, rng.usize(..text.lines().count())),
        _ if !valued.is_empty() => {
            let at = *one(&valued, rng);
            let mut range = place_of_value(&lines[at]).expect("a value");
            if rng.bool() {
                // Half of all changes add to what is there.
                range.start = range.end;
            }
            let value = one(&VALUES, rng);
            let is_plain = (range.is_empty() || rng.bool())
                && !value.contains(['\n', '"', '#', '{', ':'])
                && !value.trim().is_empty();
            let value =
                if is_plain { (*value).to_owned() } else { serde_json::Value::from(*value).to_string() };
            lines[at].replace_range(range, &value);
        }
        // A cell of a table.
        _ => {
            let cells: Vec<&str> = lines[at].split(',').collect();
            let cell = rng.usize(..cells.len());
            let value = format!("\"{}\"", one(&VALUES, rng).replace('"', "\"\""));
            lines[at] = cells
                .iter()
                .enumerate()
                .map(|(index, old)| if index == cell { value.as_str() } else { old })
                .collect::<Vec<_>>()
                .join(",");
        }
    }
    lines.join("\n") + "\n"
}

/// Where the value of a key is in a line of YAML, or that of the last of several.
fn place_of_value(line: &str) -> Option<Range<usize>> {
    let at = line.rfind(": ")? + 2;
    let rest = &line[at..];
    let end = rest.find(['}', ']', ',']).unwrap_or(rest.len());
    (!line.trim_start().starts_with('#') && !rest.starts_with(['[', '{', '|', '>'])).then_some(at..at + end)
}
