//! What to do about a problem, as the desk says it: where a hint names a command or an option of one, the place that does the same.

use std::borrow::Cow;

use maud::{Markup, html};

use super::address::{IMPORT, NEW};
use super::parts::{APPROVE, PROOF};
use super::place::Place;
use super::words::Words;
use crate::diagnostic::visible;

/// A hint, with the place at which it is done.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hint<'a> {
    /// What is left of the text once commands are out of it.
    pub(super) text: Cow<'a, str>,
    /// The name of the place, and its path.
    pub(super) at: Option<(&'a str, &'static str)>,
}

/// What stands between two things to do, either of which is left once the other is taken out.
const BETWEEN: [&str; 3] = [", or ", ", then ", "; "];

/// A hint of the library for a page.
pub(super) fn of<'a>(words: &'a Words, hint: &'a str) -> Hint<'a> {
    let Some(at) = place(words, hint) else { return Hint { text: visible(hint), at: None } };
    let parts = BETWEEN
        .iter()
        .fold(vec![hint], |parts, between| parts.into_iter().flat_map(|part| part.split(between)).collect());
    let kept: Vec<Cow<'_, str>> =
        parts.into_iter().filter(|part| !names_command(part)).map(visible).collect();
    Hint { text: kept.join("; ").into(), at: Some(at) }
}

/// The hint, as paragraphs.
pub(super) fn shown(words: &Words, hint: &str) -> Markup {
    let Hint { text, at } = of(words, hint);
    html! {
        @if !text.is_empty() { p { bdi lang="en" { (text) } } }
        @if let Some((title, path)) = at { p { (words.check.at_desk) " " a href=(path) { (title) } } }
    }
}

fn names_command(text: &str) -> bool {
    text.contains("convoke ") || text.contains(" --") || text.contains("`--")
}

/// The place that does what a hint names a command for; `None` where it names none, or none that the desk has a place for.
fn place<'a>(words: &'a Words, hint: &str) -> Option<(&'a str, &'static str)> {
    let of_place = |place: Place| (place.title(words), place.path());
    let command = hint.split("convoke ").nth(1).and_then(|rest| rest.split([' ', '`']).next());
    match command {
        Some("locale") => Some(of_place(Place::Languages)),
        Some("pack" | "send" | "ledger" | "receive" | "proof-of-dispatch") => Some(of_place(Place::Dispatch)),
        Some("collect" | "remind" | "confirm" | "form") => Some(of_place(Place::Returns)),
        Some("build") => Some(of_place(Place::Make)),
        Some("check") => Some(of_place(Place::Check)),
        Some("proof") => Some((&words.proof.title, PROOF)),
        Some("approve") => Some((&words.approve.title, APPROVE)),
        Some("import") => Some((&words.import.title, IMPORT)),
        Some("init") => Some((&words.begin.title, NEW)),
        _ if hint.contains("--allow-stale") => Some((&words.make.unfinished, Place::Make.path())),
        _ if hint.contains("--by") => Some((&words.approve.title, APPROVE)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_becomes_the_place_that_does_the_same() {
        let words = Words::of("fr").expect("French");
        for (hint, text, path) in [
            ("write one address", "write one address", None),
            ("translate them, then `convoke locale done fr letter`", "translate them", Some("/languages")),
            ("when the translation is right, `convoke locale done fr t1`", "", Some("/languages")),
            ("give it in fr too, or build with --allow-stale", "give it in fr too", Some("/make")),
            ("name the archive, or make it with `convoke build`", "name the archive", Some("/make")),
            ("give your name: `--by \"Anna Martin\"`", "", Some(APPROVE)),
            (
                "name the file's encoding with `--encoding`",
                "name the file's encoding with `--encoding`",
                None,
            ),
        ] {
            let found = of(words, hint);
            assert_eq!((&*found.text, found.at.map(|(_, path)| path)), (text, path), "{hint}");
        }
        let shown = shown(words, "make it again with `convoke build`").into_string();
        assert!(shown.contains("<a href=\"/make\">") && !shown.contains("convoke"), "{shown}");
    }
}
