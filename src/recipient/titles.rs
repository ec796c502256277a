//! A name that has its title in it is taken apart: forms of address bring the title, and would print it twice.

use super::model::Recipient;
use crate::diagnostic::{Diagnostic, codes};
use crate::locale::{Gender, split_title};

/// Takes the title out of the name of a recipient's addressee, and the gender it tells where there is none.
pub(super) fn take_out_title(recipient: &mut Recipient) -> Option<Diagnostic> {
    let language = recipient.languages.first().map_or("", |tag| tag.as_str());
    let addressee = &mut recipient.addressee;
    let written = addressee.name.take()?;
    let Some(found) = split_title(&written, language) else {
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
