//! Which recipients a person asks for, by ids, names or groups.

use std::collections::BTreeSet;
use std::path::Path;

use crate::beneath::read_regular;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, io_text, nearest, path_text};
use crate::input::decode_text;
use crate::locale::name_states;
use crate::names::fold_words;

/// What a person may know a recipient by.
#[derive(Debug, Clone, Copy)]
pub struct KnownBy<'a> {
    /// Its id.
    pub id: &'a str,
    /// ISO alpha-3 code of its State.
    pub iso: Option<&'a str>,
    /// Its groups.
    pub groups: &'a [&'a str],
    /// Names of it, such as those of its ministry and of who is addressed.
    pub names: &'a [&'a str],
}

/// What a person asks for, held against one recipient after the other.
#[derive(Debug)]
pub struct Asked {
    wanted: Vec<Wanted>,
    ids: BTreeSet<String>,
}

/// One text of those asked for, which may be several parts with commas between.
#[derive(Debug)]
struct Wanted {
    text: String,
    whole: Found,
    parts: Vec<(String, Found)>,
}

/// The recipients that fit best so far.
#[derive(Debug, Default)]
struct Found {
    /// The States that the text may mean.
    states: &'static [&'static str],
    fit: Option<Fit>,
    ids: Vec<String>,
}

/// How a text fits a recipient, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Id,
    IdInAnyCase,
    Group,
    State,
    Name,
}

impl Asked {
    /// What these texts ask for; each is one, or several with commas between.
    #[must_use]
    pub fn new(texts: &[String]) -> Self {
        let found = |text: &str| Found { states: name_states(text), ..Found::default() };
        let wanted = texts.iter().map(|text| {
            let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
            let parts = parts.map(|part| (part.to_owned(), found(part))).collect();
            Wanted { text: text.trim().to_owned(), whole: found(text), parts }
        });
        Self { wanted: wanted.collect(), ids: BTreeSet::new() }
    }

    /// Holds a recipient against all that is asked for.
    pub fn meet(&mut self, recipient: &KnownBy<'_>) {
        for wanted in &mut self.wanted {
            wanted.whole.meet(&wanted.text, recipient);
            wanted.parts.iter_mut().for_each(|(part, found)| found.meet(part, recipient));
        }
        self.ids.insert(recipient.id.to_owned());
    }

    /// The ids of the recipients asked for; a problem for each text that asks for nobody.
    pub fn ids(self) -> Checked<BTreeSet<String>> {
        let (mut found, mut problems) = (BTreeSet::new(), Problems::new());
        let known = self.ids;
        for wanted in self.wanted {
            if wanted.whole.fit.is_some() {
                found.extend(wanted.whole.ids);
                continue;
            }
            for (part, of_part) in wanted.parts {
                match of_part.fit {
                    Some(_) => found.extend(of_part.ids),
                    None => problems.push(nobody(&part, &known)),
                }
            }
        }
        Checked::new(found, problems)
    }
}

impl Found {
    fn meet(&mut self, text: &str, recipient: &KnownBy<'_>) {
        let Some(fit) = fit(text, self.states, recipient) else { return };
        if self.fit.is_none_or(|known| fit < known) {
            self.fit = Some(fit);
            self.ids.clear();
        }
        if self.fit == Some(fit) {
            self.ids.push(recipient.id.to_owned());
        }
    }
}

fn fit(text: &str, states: &[&str], recipient: &KnownBy<'_>) -> Option<Fit> {
    let same = |one: &str| one.trim().to_lowercase() == text.to_lowercase();
    let folded = fold_words(text);
    if recipient.id == text {
        Some(Fit::Id)
    } else if same(recipient.id) {
        Some(Fit::IdInAnyCase)
    } else if recipient.groups.iter().any(|group| same(group)) {
        Some(Fit::Group)
    } else if recipient.iso.is_some_and(|iso| states == [iso] || same(iso)) {
        Some(Fit::State)
    } else if !folded.is_empty() && recipient.names.iter().any(|name| fold_words(name) == folded) {
        Some(Fit::Name)
    } else {
        None
    }
}

fn nobody(text: &str, ids: &BTreeSet<String>) -> Diagnostic {
    let problem = Diagnostic::new(codes::RECIPIENT_UNKNOWN, format!("no recipient is called `{text}`"));
    // Which of several States is meant is never guessed.
    let states = name_states(text);
    if states.len() > 1 {
        return problem.with_hint(format!("it may be {}: write which", states.join(" or ")));
    }
    match nearest(text, ids.iter().map(String::as_str)) {
        Some(near) => problem.with_hint(format!("did you mean `{near}`?")),
        None => problem.with_hint("use an id of the recipient lists, a name, or a group"),
    }
}

/// Largest file of those asked for, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// Reads the file that a person names: a line for each they ask for, without empty ones and those that begin with `#`; of a table whose
/// first line has a column `recipient` or `id`, its values.
///
/// # Errors
///
/// It cannot be read, or asks for nobody.
pub fn read_asked(path: &Path) -> Result<Vec<String>, Diagnostic> {
    let file = path_text(path).to_string();
    let refuse = |cause: &str| {
        Diagnostic::new(codes::ASKED_UNREADABLE, format!("the recipients asked for cannot be read ({cause})"))
            .with_location(Location::file(&file))
            .with_hint(
                "name a text file with an id on each line, or a table with a column `recipient` or `id`",
            )
    };
    let bytes = read_regular(path, MAX_BYTES).map_err(|error| refuse(&io_text(&error)))?;
    let texts = asked_in(&decode_text(&bytes, &file, None)?.text);
    if texts.is_empty() { Err(refuse("it names nobody")) } else { Ok(texts) }
}

/// What a file asks for: a line each, without empty ones and those that begin with `#`. Of a table whose first line has a column
/// `recipient` or `id`, its values.
fn asked_in(text: &str) -> Vec<String> {
    let is_key = |cell: &str| ["recipient", "id"].contains(&fold_words(cell).as_str());
    let first = text.lines().next().unwrap_or_default();
    for delimiter in [b';', b'\t', b','] {
        let mut table =
            csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
        let at = table.headers().ok().and_then(|headings| headings.iter().position(is_key));
        if let Some(at) = at.filter(|_| first.contains(char::from(delimiter))) {
            let rows = table.records().filter_map(Result::ok);
            let values = rows.filter_map(|row| Some(row.get(at)?.trim().to_owned()));
            return values.filter(|value| !value.is_empty()).collect();
        }
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let lines = lines.enumerate().filter(|(number, line)| *number > 0 || !is_key(line));
    lines.map(|(_, line)| line.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [KnownBy<'_>; 5] = [
        KnownBy { id: "FRA", iso: Some("FRA"), groups: &["host"], names: &["Quai d’Orsay"] },
        KnownBy { id: "7", iso: Some("BRA"), groups: &[], names: &["Ministry of Trade, Industry"] },
        KnownBy { id: "brazil-un", iso: Some("BRA"), groups: &["missions"], names: &["Mission"] },
        KnownBy {
            id: "WHO",
            iso: None,
            groups: &["observers", "missions"],
            names: &["World Health Organization"],
        },
        KnownBy { id: "host", iso: None, groups: &[], names: &[] },
    ];

    fn found(asked: &[&str]) -> (String, String) {
        let asked: Vec<String> = asked.iter().map(|&text| text.to_owned()).collect();
        let mut asked = Asked::new(&asked);
        ALL.iter().for_each(|recipient| asked.meet(recipient));
        let Checked { value, problems } = asked.ids();
        let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
        (Vec::from_iter(value).join(" "), told.join("; "))
    }

    #[test]
    fn recipients_are_found_by_what_people_know_them_by() {
        for (asked, ids) in [
            ("FRA", "FRA"),
            ("fra", "FRA"),
            ("France", "FRA"),
            ("la France", "FRA"),
            ("FR", "FRA"),
            ("250", "FRA"),
            ("7,WHO", "7 WHO"),
            (" 7 , who ", "7 WHO"),
            ("Brazil", "7 brazil-un"),
            ("Brésil", "7 brazil-un"),
            ("бразилия", "7 brazil-un"),
            ("missions", "WHO brazil-un"),
            ("Observers", "WHO"),
            ("ministry of trade, industry", "7"),
            ("world  health organization", "WHO"),
            // The closest fit counts: an id before a group.
            ("host", "host"),
        ] {
            assert_eq!(found(&[asked]).0, ids, "{asked}");
        }
        assert_eq!(found(&["Congo"]), (String::new(), "no recipient is called `Congo`".to_owned()));
        assert_eq!(found(&["7", "Observers"]), ("7 WHO".to_owned(), String::new()));
        assert_eq!(
            found(&["FRAN", "7, nobody"]),
            ("7".to_owned(), "no recipient is called `FRAN`; no recipient is called `nobody`".to_owned())
        );
    }

    #[test]
    fn a_file_asks_by_lines_or_by_a_column() {
        for (text, asked) in [
            ("FRA\n\n# later\n  Brazil \nWHO", "FRA|Brazil|WHO"),
            ("recipient\nFRA\n7\n", "FRA|7"),
            ("name;id;fax\n\"A; B\";FRA;1\n\nC;7;2\n", "FRA|7"),
            ("recipient,serial\r\nFRA,1\r\n,2\r\n", "FRA"),
            ("Ministry of Trade, Industry\nWHO\n", "Ministry of Trade, Industry|WHO"),
            ("", ""),
        ] {
            assert_eq!(asked_in(text).join("|"), asked, "{text}");
        }
    }
}
