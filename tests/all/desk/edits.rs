//! Edits by chance, saved on pages: of a mailing in which somebody wrote by hand, the lines change that were asked for, and no others. A few are
//! made; `EDITS=300` before the test command makes so many.

use super::recipients::{entered, save};
use super::{Answer, Desk};
use crate::folder::Folder;

const LIST: &str = "recipients/ministries.yaml";
const MAILING: &str = "mailing.yaml";
const LETTER: &str = "templates/en/letter.typ.hbs";
const FILES: [&str; 3] = [LIST, MAILING, LETTER];

const VALUES: [&str; 12] = [
    "x",
    "a: b",
    "a # b",
    "- a",
    "it's \"quoted\"",
    "1211",
    "no",
    "{x}, [y]",
    "日内瓦",
    "جنيف",
    "a\\b <c> &amp;",
    "ends with: ",
];

/// Fields that any text can be in.
const FIELDS: [(&str, &str); 6] = [
    ("/recipients/GMB", "city"),
    ("/recipients/KEN", "city"),
    ("/recipients/FRA", "addressee.name"),
    ("/recipients/GMB", "telephone"),
    ("/recipients/KEN", "fax"),
    ("/recipients/FRA", "emails"),
];

/// How many edits are made.
fn wanted() -> u64 {
    std::env::var("EDITS").ok().and_then(|edits| edits.parse().ok()).unwrap_or(4)
}

/// Writes comments, blank lines and other ways of writing into the files.
fn write_by_hand(folder: &Folder) {
    let list = folder.read(LIST);
    let list = list.replace("    city: ", "\n    # as on the envelope\n    city:    ");
    folder.write(LIST, &format!("# kept by hand\n{list}\n# the end\n"));
    let mailing = folder.read(MAILING);
    folder.write(MAILING, &format!("# Of this mailing much is written by hand.\n\n{mailing}# the end   \n"));
}

#[test]
fn edits_by_chance_change_their_lines_alone() {
    let folder = Folder::started();
    write_by_hand(&folder);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let (mut made, mut by_hand) = (0, 0);
    for seed in 0..wanted() {
        let mut chance = fastrand::Rng::with_seed(seed);
        let before = FILES.map(|file| folder.read(file));
        let (changed, answer, asked) = match chance.u8(..8) {
            0 => edit_letter(&desk, &cookie, &mut chance),
            1 => edit_settings(&desk, &cookie, &mut chance),
            _ => edit_recipient(&desk, &cookie, &mut chance),
        };
        let what = format!("seed {seed}: {asked}: {answer:?}");
        assert!(matches!(answer.status, 303 | 422 | 409), "{what}");
        made += u64::from(answer.status == 303);
        by_hand += u64::from(answer.status != 303);
        for (file, before) in FILES.into_iter().zip(&before) {
            let after = folder.read(file);
            if file != changed || answer.status != 303 {
                assert_eq!(&after, before, "{file}: {what}");
                continue;
            }
            let (gone, new) = differing(before, &after);
            assert!(gone.len() <= 3 && new.len() <= 4, "{gone:#?} {new:#?} {what}");
            assert!(!gone.iter().any(|line| line.trim_start().starts_with('#')), "{gone:#?} {what}");
        }
    }
    assert!(
        made + by_hand == wanted() && by_hand * 20 <= wanted(),
        "{by_hand} of {} were left to people",
        wanted()
    );
}

fn edit_recipient(desk: &Desk, cookie: &str, chance: &mut fastrand::Rng) -> (&'static str, Answer, String) {
    let (path, field) = FIELDS[chance.usize(..FIELDS.len())];
    let value = VALUES[chance.usize(..VALUES.len())];
    let answer = save(desk, cookie, path, &[(field, value)]);
    if answer.status == 303 {
        let page = desk.get(cookie, path);
        let shown = entered(&page, &[]);
        let shown = shown.iter().find(|(name, _)| name == field).map(|(_, value)| value.trim());
        assert_eq!(shown, Some(value.trim()), "{path} {field}");
    }
    (LIST, answer, format!("{path} {field} {value:?}"))
}

fn edit_settings(desk: &Desk, cookie: &str, chance: &mut fastrand::Rng) -> (&'static str, Answer, String) {
    let value = VALUES[chance.usize(..VALUES.len())];
    let page = desk.get(cookie, "/settings");
    let seen = page.split_once("name=\"seen\" value=\"").expect("a version").1;
    let seen = seen.split('"').next().expect("its value");
    let answer = desk.post(cookie, "/settings", &[("seen", seen), ("event.place.en", value)]);
    (MAILING, answer, format!("the place {value:?}"))
}

fn edit_letter(desk: &Desk, cookie: &str, chance: &mut fastrand::Rng) -> (&'static str, Answer, String) {
    let page = desk.get(cookie, "/letter?document=letter&language=en");
    let form = page.split("id=\"editor\"").nth(1).expect("a form");
    let hidden = |name: &str| {
        let rest = form.split_once(&format!("name=\"{name}\" value=\"")).expect("a field").1;
        rest.split('"').next().expect("its value").to_owned()
    };
    let text = form.split_once("<textarea").expect("a text").1.split_once('>').expect("its tag").1;
    let text = super::recipients::unescaped(text.split_once("</textarea>").expect("its end").0);
    let lines: Vec<&str> = text.trim_start_matches('\n').split('\n').collect();
    let at = chance.usize(..lines.len());
    let word = ["letters", "日内瓦", "a # b"][chance.usize(..3)];
    let changed: Vec<String> = (0..)
        .zip(&lines)
        .map(|(line, text)| if line == at { format!("{text} {word}") } else { (*text).to_owned() })
        .collect();
    let changed = changed.join("\r\n");
    let own = ["document", "language", "recipient", "paper", "file", "seen"].map(|name| (name, hidden(name)));
    let mut fields: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.push(("text", &changed));
    (LETTER, desk.post(cookie, "/letter", &fields), format!("line {at} of the letter"))
}

/// The lines that are gone, and those that are new.
fn differing<'t>(before: &'t str, after: &'t str) -> (Vec<&'t str>, Vec<&'t str>) {
    let without = |text: &'t str, other: &str| -> Vec<&'t str> {
        let mut others: Vec<&str> = other.split('\n').collect();
        let is_gone = |line: &&str| match others.iter().position(|other| other == line) {
            Some(at) => {
                others.remove(at);
                false
            }
            None => true,
        };
        text.split('\n').filter(is_gone).collect()
    };
    (without(before, after), without(after, before))
}
