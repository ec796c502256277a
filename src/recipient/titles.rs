//! A name that has its title in it is taken apart: forms of address bring the title, and would print it twice. What else is in a name
//! that no name has is told.

use super::cells::says_nothing;
use super::model::Recipient;
use crate::diagnostic::{Diagnostic, codes};
use crate::locale::{Gender, split_title};

/// Takes the title out of the name of a recipient's addressee, and the gender it tells where there is none.
pub(super) fn take_out_title(recipient: &mut Recipient) -> Option<Diagnostic> {
    let is_french = recipient.languages.first().is_some_and(|tag| tag.split('-').next() == Some("fr"));
    let addressee = &mut recipient.addressee;
    let written = addressee.name.take()?;
    let Some(found) = split_title(&written, is_french) else {
        addressee.name = Some(written);
        return None;
    };
    let name = Some(found.name.to_owned()).filter(|name| !name.is_empty());
    let message = match (found.gender, addressee.gender) {
        (Some(told), Some(given)) if told != given => {
            format!(
                "`{}` is a title and no part of the name, and tells another gender than `gender`",
                found.title
            )
        }
        _ => format!("`{}` is a title and no part of the name: forms of address bring it", found.title),
    };
    let mut hint = match &name {
        Some(name) => format!("write `{name}`"),
        None => "leave the name empty, or write it".to_owned(),
    };
    if let Some(told) = found.gender.filter(|told| addressee.gender.is_none_or(|given| given != *told)) {
        let gender = match told {
            Gender::Masculine => "masculine",
            Gender::Feminine => "feminine",
        };
        hint.push_str(&format!(" and `gender: {gender}`"));
    }
    addressee.gender = addressee.gender.or(found.gender).filter(|_| name.is_some());
    addressee.name = name;
    let problem = Diagnostic::new(codes::NAME_TITLE, message).with_location(recipient.location.clone());
    Some(problem.with_field("addressee.name").with_hint(hint))
}

/// Marks that no name has: those of notes, of lists and of several persons. A name that begins with a number has it from a list.
const MARKS: &str = "*†‡?#@/\\|&_=+<>[]{}()（）;:^~$%€§•¹²³⁴⁵⁶⁷⁸⁹";

/// Tells what the name of a recipient's addressee has that no name of one person has: it would be printed.
pub(super) fn check_name(recipient: &Recipient) -> Option<Diagnostic> {
    let name = recipient.addressee.name.as_deref()?;
    find_mark(name)?;
    let name = name.replace('\n', " ");
    let message = format!("the name `{name}` has what no name of one person has, and is printed so");
    let problem = Diagnostic::new(codes::NAME_MARKS, message).with_location(recipient.location.clone());
    Some(
        problem
            .with_field("addressee.name")
            .with_hint("write the name of one person alone, and what is beside it in another column"),
    )
}

/// The first mark in a name that no name has. What says nothing at all is told as such.
fn find_mark(name: &str) -> Option<char> {
    if says_nothing(name) {
        return None;
    }
    let name = name.trim();
    let number = name.chars().next().filter(|c| c.is_numeric());
    number.or_else(|| name.chars().find(|c| MARKS.contains(*c) || *c == '\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_name_has_is_told() {
        for (name, mark) in [
            ("Jean BARROT*", '*'),
            ("Jean BARROT (1)", '('),
            ("1. Jean BARROT", '1'),
            ("Jean BARROT²", '²'),
            ("Jean BARROT / Anna MARTIN", '/'),
            ("Mr and Mrs A & B", '&'),
            ("Jean BARROT; Anna MARTIN", ';'),
            ("jean@mfa.example", '@'),
            ("Jean BARROT?", '?'),
            ("Attn: Jean BARROT", ':'),
            ("Jean BARROT\nMinister", '\n'),
            ("王毅（代）", '（'),
        ] {
            assert_eq!(find_mark(name), Some(mark), "{name}");
        }
        for name in [
            "",
            "-",
            "Jean-Noël O’Brien",
            "A. B. d'Arc, PhD",
            "Robert “Bob” X",
            "N’Guessan",
            "王毅",
            "محمد بن سلمان",
            "Иванов И. И.",
            "Κώστας",
            "Ali·Baba",
            "Name7 SURNAME",
        ] {
            assert_eq!(find_mark(name), None, "{name}");
        }
    }
}
