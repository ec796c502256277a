//! What is asked and answered about templates, wherever they are merged.

use serde::de::DeserializeOwned;

use super::frame::{Answer, TemplateName};
use super::loss::Loss;
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::template::Listing;

/// The path of a template that is there.
pub(super) fn find<'a>(listing: &'a Listing, name: &TemplateName) -> Result<&'a str, Diagnostic> {
    let TemplateName { language, file } = name;
    listing.path(language, file).ok_or_else(|| listing.report_missing(language, file))
}

/// The text that a merge came to, or why it came to none.
pub(super) fn understand(answer: (Answer, Vec<u8>)) -> Result<Result<String, Diagnostic>, Loss> {
    match answer {
        (Answer::Merged, text) => String::from_utf8(text).map(Ok).map_err(|_| Loss::wrong_answer()),
        (Answer::Refused(problems), _) => problems.into_iter().next().map(Err).ok_or_else(Loss::wrong_answer),
        _ => Err(Loss::wrong_answer()),
    }
}

/// A problem at its place, which is the template where it has none.
pub(super) fn placed(mut problem: Diagnostic, listing: &Listing, name: &TemplateName) -> Diagnostic {
    let path = listing.path(&name.language, &name.file);
    problem.location = problem.location.or_else(|| path.map(Location::file));
    problem
}

pub(super) fn name(language: &str, file: &str) -> TemplateName {
    TemplateName { language: language.to_owned(), file: file.to_owned() }
}

/// Reads what an answer has in its body.
pub(super) fn read<T: DeserializeOwned>(answer: (Answer, Vec<u8>)) -> Result<T, Loss> {
    match answer {
        (Answer::Data, body) => serde_json::from_slice(&body).map_err(|_| Loss::wrong_answer()),
        (Answer::Refused(problems), _) => {
            let cause = problems.first().map(|problem| problem.message.clone());
            Err(cause.map_or_else(Loss::wrong_answer, Loss::Crash))
        }
        _ => Err(Loss::wrong_answer()),
    }
}

/// The problem of a template that nothing came of.
pub(super) fn report(path: &str, loss: &Loss) -> Diagnostic {
    if let Loss::Start(cause) = loss {
        return Loss::report_start(cause);
    }
    Diagnostic::new(codes::TEMPLATE_GIVEN_UP, format!("the template was given up: {loss}"))
        .with_location(Location::file(path))
        .with_hint("shorten the template, or look for what nests or repeats in it; or raise `limits` in mailing.yaml")
}
