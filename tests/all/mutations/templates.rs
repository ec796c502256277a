//! Templates that are made to do harm: what repeats, nests or grows without end, reaches outside, or is no text.

use std::ops::Range;
use std::time::{Duration, Instant};

use fastrand::Rng;

use super::chance::{NUMBERS, TEXTS, damage, nest, one, renumber};
use super::{Tally, listing, run};
use crate::folder::Folder;

/// What no template may find out.
const SECRET: &str = "s3cr3t-0f-th3-0ffice";

/// The longest that a command may take: it starts few processes, each with a second for what it is asked.
const MOST: Duration = Duration::from_secs(60);

const LETTER: &str = "templates/en/letter.typ.hbs";

/// What may be changed.
const FILES: [&str; 5] = [
    LETTER,
    "templates/en/email.txt.hbs",
    "templates/letterhead.typ.hbs",
    "templates/email.html.hbs",
    "templates/layout.typ",
];

/// What Handlebars or Typst open and never close, again and again.
const OPENS: [&str; 14] = [
    "{{#if recipient.id}}",
    "{{#times 1000}}",
    "{{#each addressee.lines}}",
    "{{",
    "{{join (",
    "{{> letterhead}}",
    "#strong[",
    "[",
    "#{",
    "#((",
    "$(",
    "- ",
    "/* ",
    "= ",
];

/// Code of Typst that asks for too much.
const GREEDY: [&str; 17] = [
    "#while true {}",
    "#{ for a in range(9000) { for b in range(9000) { for c in range(9000) {} } } }",
    "#{ let f(n) = f(n + 1); f(0) }",
    "#{ let f(n) = [#f(n)]; f(0) }",
    "#eval(\"[\" * 200000 + \"]\" * 200000)",
    "#eval(\"#eval(\" * 900)",
    "#range(400000000).len()",
    "#(\"x\" * 4000000000)",
    "#raw(\"x\" * 50000000)",
    "#lorem(9000000)",
    "#table(columns: 900, ..range(900000).map(str))",
    "#show regex(\".\"): it => it + it",
    "#show: it => [#it #it]",
    "#set page(width: 1e30pt)",
    "#for n in range(90000) { pagebreak() }",
    "#context [#(\"x\" * counter(page).final().at(0) * 9)#pagebreak()]",
    "#let s = state(\"s\", 0); #context s.update(s.final() + 1)",
];

/// Code of Typst that reaches for what is not the document's.
const REACHING: [&str; 13] = [
    "#panic(read(\"/etc/passwd\"))",
    "#panic(read(\"/secret.txt\"))",
    "#panic(read(\"../secret.txt\"))",
    "#panic(read(\"../../secret.txt\", encoding: none))",
    "#read(\"secret.txt\")",
    "#panic(yaml(\"/mailing.yaml\"))",
    "#plugin(\"/etc/passwd\")",
    "#plugin(bytes(\"\\u{0}asm\"))",
    "#image(\"../..\")",
    "#image(\"/secret.txt\")",
    "#import \"../secret.txt\": *",
    "#include \"/etc/passwd\"",
    "#import \"@preview/cetz:0.3.0\"",
];

/// Checks a mailing with such a template for each seed, and builds some: what is refused is named, and nothing else is touched.
pub(crate) fn hold(seeds: Range<u64>) -> Tally {
    let folder = small();
    let sound: Vec<String> = FILES.iter().map(|file| folder.read(file)).collect();
    let mut tally = Tally::default();
    for seed in seeds {
        let rng = &mut Rng::with_seed(seed);
        for (file, text) in FILES.iter().zip(&sound) {
            folder.write(file, text);
        }
        let at = if rng.bool() { 0 } else { rng.usize(..FILES.len()) };
        folder.write_bytes(FILES[at], &change(&sound[at], rng));
        let what = format!("template {seed} ({})", FILES[at]);
        let before = listing(folder.root());
        let begun = now();
        let checked = run(&folder, &["check"], &mut tally, &what);
        assert!(begun.elapsed() < MOST, "{what} takes {:?}", begun.elapsed());
        assert_eq!(listing(folder.root()), before, "{what} leaves something behind");
        assert!(matches!(checked.code, 0 | 1 | 3), "{what}: {} {}", checked.code, checked.err);
        assert!(checked.code == 0 || checked.err.contains("error["), "{what}: {}", checked.err);
        assert!(
            checked.code == 0 || checked.err.contains("--> templates"),
            "{what} is not named: {}",
            checked.err
        );
        assert!(!checked.err.contains("rendered.typ"), "{what}: {}", checked.err);
        if seed % 8 == 0 {
            let built = run(&folder, &["build"], &mut tally, &what);
            // What takes about as long as it may is given up once and not the other time.
            let is_slow = [&checked.err, &built.err].iter().any(|err| err.contains("of processor time"));
            assert!(
                is_slow || built.code == checked.code,
                "{what} is checked\n{}\nand built\n{}",
                checked.err,
                built.err
            );
            let _ = std::fs::remove_dir_all(folder.path("output"));
            let _ = std::fs::remove_file(folder.path("register.yaml"));
            assert!(!built.err.contains(SECRET), "{what} tells a secret: {}", built.err);
        }
        for told in [&checked.out, &checked.err] {
            assert!(!told.contains(SECRET) && !told.contains("root:"), "{what} tells a secret: {told}");
        }
        tally.taken += usize::from(checked.code == 0);
        tally.inputs += 1;
    }
    tally
}

/// A mailing of a letter for one recipient, so that a template is tried with one document.
fn small() -> Folder {
    let folder = Folder::started();
    let list = folder.read("recipients/ministries.yaml");
    let (head, _) = list.split_once("  - id:").expect("a recipient");
    let (_, kenya) = list.split_once("  - id: KEN\n").expect("KEN");
    let kenya = kenya.split("  - id:").next().expect("one");
    folder.write("recipients/ministries.yaml", &format!("{head}  - id: KEN\n{kenya}"));
    folder.edit(
        "mailing.yaml",
        "extra_fields: []",
        "extra_fields: []\nlimits: { seconds: 1, mebibytes: 256 }",
    );
    folder.write("secret.txt", SECRET);
    folder
}

fn change(text: &str, rng: &mut Rng) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    match rng.u8(..10) {
        0 => damage(&mut bytes, rng),
        1 => renumber(&mut bytes, rng),
        2 | 3 => nest(&mut bytes, &OPENS, rng),
        4 => insert(&mut bytes, &repeated(rng), rng),
        5 => insert(&mut bytes, one::<&str>(&TEXTS, rng), rng),
        6 => insert(&mut bytes, &format!("{{{{#times {}}}}}x{{{{/times}}}}", one(&NUMBERS, rng)), rng),
        7 | 8 => insert(&mut bytes, one::<&str>(&GREEDY, rng), rng),
        _ => insert(&mut bytes, one::<&str>(&REACHING, rng), rng),
    }
    bytes
}

/// Blocks within blocks that all close, a giant literal, or very many values.
fn repeated(rng: &mut Rng) -> String {
    let times = 10_usize.pow(rng.u32(1..6));
    match rng.u8(..4) {
        0 => {
            let depth = rng.usize(1..70);
            format!("{}x{}", "{{#times 1000}}".repeat(depth), "{{/times}}".repeat(depth))
        }
        1 => format!("{{{{#if \"{}\"}}}}x{{{{/if}}}}", "y".repeat(times * 30)),
        2 => "{{recipient.id}} ".repeat(times),
        _ => format!("{{{{#if {}recipient.id{}}}}}x{{{{/if}}}}", "(not ".repeat(times), ")".repeat(times)),
    }
}

/// Puts a text on a line of its own, so that it is markup in a letter and not part of another call.
fn insert(bytes: &mut Vec<u8>, text: &str, rng: &mut Rng) {
    let ends: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at] == b'\n').collect();
    // Most prose is at the end.
    let from = if rng.u8(..3) == 0 { 0 } else { ends.len() / 2 };
    let at = ends.get(rng.usize(from..ends.len().max(from + 1))).copied().unwrap_or(bytes.len());
    bytes.splice(at..at, format!("\n{text}").into_bytes());
}

#[expect(clippy::disallowed_methods, reason = "a test measures how long a command takes")]
fn now() -> Instant {
    Instant::now()
}
