//! Reads answers as people write them, and refuses those that `check` would not take.

use std::path::Path;

use jiff::civil::Date;

use super::answers::Answers;
use super::embedded::{LANGUAGES, shared};
use super::refusal::Refusal;
use super::topic::Topic;
use crate::beneath::{FileKind, look_within};
use crate::diagnostic::Checked;
use crate::input::{clean, decode};
use crate::locale::{LocaleFile, find_language, read_date, read_written_days};
use crate::mailing::{IssuedAt, leads_outside};
use crate::recipient::is_email;

type Read = Result<String, Refusal>;

/// Endings of lists of recipients.
pub(super) const LISTS: [&str; 9] = ["xlsx", "xlsm", "xls", "ods", "csv", "tsv", "txt", "yaml", "yml"];

/// Endings of pictures.
const PICTURES: [&str; 4] = ["svg", "png", "jpg", "jpeg"];

/// Reads an answer to a topic; `answers` are those before it, `root` the folder of the mailing.
pub(super) fn read(topic: Topic, written: &str, answers: &Answers, root: &Path) -> Read {
    let written = one_line(written)?;
    match topic {
        Topic::Languages => languages(&written),
        Topic::DefaultLanguage => default_language(&written, answers),
        Topic::EMail => e_mail(&written),
        Topic::Start => date(&written, answers, false).map(|day| day.to_string()),
        Topic::End => end(&written, answers),
        Topic::Deadline => deadline(&written, answers),
        Topic::IssuedAt => issued_at(&written, answers),
        Topic::List => file(&written, &LISTS, root),
        Topic::Emblem | Topic::Signature => file(&written, &PICTURES, root),
        Topic::Paper => paper(&written),
        Topic::WriterGender => gender(&written),
        _ => Ok(written),
    }
}

/// An answer without what would not be kept in the file.
fn one_line(written: &str) -> Read {
    let written = written.trim();
    if written.is_empty() {
        return Err(Refusal::new("the answer is empty", "write the value, or leave the flag out"));
    }
    if written.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
        return Err(Refusal::new("the answer has several lines", "write it on one line"));
    }
    match clean(written) {
        (cleaned, removed) if removed.is_empty() => Ok(cleaned),
        (_, removed) => {
            let names: Vec<String> = removed.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
            let message = format!("the answer holds control characters {}", names.join(", "));
            Err(Refusal::new(message, "write it without them"))
        }
    }
}

fn languages(written: &str) -> Read {
    let mut tags = Vec::new();
    let parts = written.split(|c: char| ",;،、".contains(c) || c.is_whitespace());
    for part in parts.filter(|part| !part.is_empty()) {
        let tag = language(part)?;
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    Ok(tags.join(", "))
}

/// The tag of a language that has letters.
fn language(written: &str) -> Read {
    let known = LANGUAGES.join(", ");
    match find_language(written) {
        Some(tag) if LANGUAGES.contains(&tag.as_str()) => Ok(tag),
        Some(tag) => Err(Refusal::new(
            format!("there are no letters in `{tag}` yet"),
            format!(
                "choose among {known}; `convoke locale new {tag} --from en` begins another language afterwards"
            ),
        )),
        None => Err(Refusal::new(format!("`{written}` is not a language"), format!("choose among {known}"))),
    }
}

fn default_language(written: &str, answers: &Answers) -> Read {
    let tag = language(written)?;
    match answers.get(Topic::Languages) {
        Some(languages) if !languages.split(", ").any(|known| known == tag) => Err(Refusal::new(
            format!("`{tag}` is not one of the languages"),
            format!("choose among {languages}"),
        )),
        _ => Ok(tag),
    }
}

fn e_mail(written: &str) -> Read {
    if is_email(written) {
        return Ok(written.to_owned());
    }
    let message = format!("`{written}` is not an e-mail address");
    Err(Refusal::new(message, "write one address, such as name@office.example"))
}

/// A day, with months by number or by their names in the default language.
fn date(written: &str, answers: &Answers, takes_time: bool) -> Result<Date, Refusal> {
    read_date(written, &months(answers.default_language()), takes_time)
        .map_err(|fault| Refusal::new(fault.message, fault.hint))
}

/// The first and the last day of the event, where all its days answer for the first.
pub(super) fn read_days(topic: Topic, written: &str, answers: &Answers) -> Option<(String, String)> {
    let written = one_line(written).ok().filter(|_| topic == Topic::Start)?;
    match read_written_days(&written, &months(answers.default_language()))[..] {
        [(first, last)] => Some((first.to_string(), last.to_string())),
        _ => None,
    }
}

/// The names of the months in a language, in each form it has.
fn months(language: &str) -> Vec<Vec<String>> {
    let path = format!("templates/{language}/locale.yaml");
    let text = String::from_utf8_lossy(shared(&path));
    let Checked { value: file, .. } = decode::<LocaleFile>(&text, &path);
    let dates = file.map(|file| file.dates);
    dates
        .map(|dates| {
            std::iter::once(dates.months).chain(dates.months_in).map(|months| months.value).collect()
        })
        .unwrap_or_default()
}

/// A day that was answered before.
fn known_day(topic: Topic, answers: &Answers) -> Option<Date> {
    answers.get(topic).and_then(IssuedAt::parse_date)
}

fn end(written: &str, answers: &Answers) -> Read {
    let day = date(written, answers, false)?;
    match known_day(Topic::Start, answers) {
        Some(start) if day < start => {
            Err(Refusal::new(format!("{day} is before the first day, {start}"), "check both dates"))
        }
        _ => Ok(day.to_string()),
    }
}

fn deadline(written: &str, answers: &Answers) -> Read {
    let day = date(written, answers, false)?;
    match known_day(Topic::End, answers) {
        Some(end) if day > end => {
            Err(Refusal::new(format!("{day} is after the event, which ends on {end}"), "check the year"))
        }
        _ => Ok(day.to_string()),
    }
}

fn issued_at(written: &str, answers: &Answers) -> Read {
    let day = IssuedAt::parse_date(written).map_or_else(|| date(written, answers, true), Ok)?;
    match known_day(Topic::Deadline, answers) {
        Some(deadline) if deadline < day => Err(Refusal::new(
            format!("{day} is after the last day for registration forms, {deadline}"),
            "check the year",
        )),
        // A moment keeps its time and offset.
        _ if IssuedAt::parse(written).is_some() => Ok(written.to_owned()),
        _ => Ok(day.to_string()),
    }
}

/// A file of the mailing's folder, with one of these endings.
fn file(written: &str, endings: &[&str], root: &Path) -> Read {
    let path = written.strip_prefix("./").unwrap_or(written);
    if leads_outside(path) {
        let message = format!("`{written}` is not in the mailing's folder");
        return Err(Refusal::new(message, "put the file into the folder and name it from there"));
    }
    let ending = Path::new(path).extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
    if !ending.is_some_and(|ending| endings.contains(&ending.as_str())) {
        let message = format!("`{written}` is not a file that can be read here");
        return Err(Refusal::new(message, format!("name a file that ends in .{}", endings.join(", ."))));
    }
    match look_within(root, path) {
        Ok(Some(FileKind::File)) => Ok(path.to_owned()),
        _ => Err(Refusal::new(
            format!("there is no file `{written}` in the mailing's folder"),
            "put the file into the folder first, or leave the answer out",
        )),
    }
}

fn gender(written: &str) -> Read {
    let written = written.to_lowercase();
    match written.as_str() {
        "masculine" | "feminine" | "neuter" => Ok(written),
        _ => Err(Refusal::new(format!("`{written}` is not a gender"), "write masculine, feminine or neuter")),
    }
}

fn paper(written: &str) -> Read {
    match written.to_lowercase().replace([' ', '_'], "-").as_str() {
        "a4" => Ok("a4".to_owned()),
        "us-letter" | "letter" => Ok("us-letter".to_owned()),
        _ => Err(Refusal::new(format!("`{written}` is not a paper"), "write a4 or us-letter")),
    }
}
