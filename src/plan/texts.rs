//! Texts and enclosures of the mailing that some of its languages go without.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Problems, codes, counted};
use crate::locale::LocalText;
use crate::mailing::{Enclosures, Mailing};

/// What the languages in use go without; `readers` counts the recipients of each, `file` is the mailing's file.
pub(super) fn check(mailing: &Mailing, file: &str, readers: &BTreeMap<String, usize>) -> Problems {
    let mut problems = check_one_for_all(mailing, file, readers);
    problems.extend(check_enclosures(mailing, file, readers));
    problems
}

/// Texts of several words that stand in sentences and are given once for several languages.
fn check_one_for_all(mailing: &Mailing, file: &str, readers: &BTreeMap<String, usize>) -> Problems {
    if readers.len() < 2 {
        return Problems::new();
    }
    let event = &mailing.event;
    let mut texts =
        vec![("event.name".to_owned(), &event.name), ("event.meeting".to_owned(), &event.meeting)];
    texts.extend(event.phase.iter().map(|phase| ("event.phase".to_owned(), phase)));
    texts.push(("sender.office".to_owned(), &mailing.sender.office));
    let documents = mailing.documents.iter();
    texts.extend(documents.map(|document| (format!("documents.{}.name", document.id.value), &document.name)));
    let languages: Vec<&str> = readers.keys().map(String::as_str).collect();
    let is_one =
        |text: &LocalText| matches!(text, LocalText::Same(text) if text.split_whitespace().nth(1).is_some());
    let told = texts.into_iter().filter(|(_, text)| is_one(text)).map(|(field, _)| {
        let message = format!("`{field}` is one text for letters in {}", languages.join(", "));
        Diagnostic::new(codes::TEXT_FOR_ALL, message)
            .with_location(mailing.location(&field, file))
            .with_hint(
                "give it in each language; where it is to be the same, name this warning under `accepted`",
            )
            .with_field(field)
    });
    told.collect()
}

/// Languages in use with fewer enclosures than others.
fn check_enclosures(mailing: &Mailing, file: &str, readers: &BTreeMap<String, usize>) -> Option<Diagnostic> {
    let Enclosures::ByLanguage(lists) = &mailing.enclosures else { return None };
    let (fullest, most) =
        lists.iter().map(|(language, list)| (language, list.len())).max_by_key(|(_, most)| *most)?;
    let lacking: Vec<String> = readers
        .iter()
        .filter_map(|(language, count)| {
            let has = mailing.enclosures.of(language).count();
            let documents = counted(*count, "recipient");
            (has < most).then(|| format!("{language} ({documents}, {})", counted(has, "enclosure")))
        })
        .collect();
    (!lacking.is_empty()).then(|| {
        let message =
            format!("letters in {} go without what goes with those in {fullest}", lacking.join(", "));
        Diagnostic::new(codes::ENCLOSURES_MISSING, message)
            .with_location(mailing.location("enclosures", file))
            .with_field("enclosures")
            .with_hint("list the enclosures of each language, or one list for all of them")
    })
}
