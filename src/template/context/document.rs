//! The merge fields of the document itself, and the pictures in it.

use serde_json::{Value, json};

use crate::mailing::{Asset, Mailing};
use crate::recipient::{Copy, Recipient};
use crate::template::email::EMAIL;

/// Which version of a document is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Version<'a> {
    /// The recipient's own.
    #[default]
    Original,
    /// A copy for another address.
    Copy(&'a Copy),
    /// A courtesy translation that goes along with the original.
    Courtesy,
}

/// The fields of `document`; `about` follows its name in its title.
pub(super) fn document_fields(
    mailing: &Mailing,
    language: &str,
    recipient: &Recipient,
    version: Version<'_>,
    id: &str,
    about: &str,
) -> Value {
    let name = |document: &crate::mailing::Document| document.name.get_or_first(language).to_owned();
    let email = id == EMAIL;
    let title = mailing.documents.iter().find(|document| document.id.value == id).map_or(String::new(), name);
    // The first document is the letter: the others are its annexes, and it names enclosures and copies. The e-mail
    // brings them all.
    let is_first = mailing.documents.first().is_some_and(|document| document.id.value == id);
    let annexes = mailing.documents.iter().skip(usize::from(is_first)).filter(|_| is_first || email);
    let annexes = annexes.filter(|document| document.is_for(recipient));
    let enclosures = mailing.enclosures.of(language).filter(|_| is_first || email);
    let enclosures = enclosures.filter(|enclosure| enclosure.is_for(recipient));
    let copies = recipient.copies.iter().filter(|_| is_first);
    let to = |copy: &Copy| copy.to.get_or_first(language).to_owned();
    let copy_to = if let Version::Copy(copy) = version { Some(to(copy)) } else { None };
    json!({
        "id": id,
        "title": format!("{title} {about}").trim(),
        "copy_to": copy_to,
        "courtesy": version == Version::Courtesy,
        "copies": copies.map(to).collect::<Vec<_>>(),
        "enclosures": enclosures.map(|enclosure| enclosure.name.get_or_first(language)).collect::<Vec<_>>(),
        "annexes": annexes.map(name).collect::<Vec<_>>(),
    })
}

/// The fields of a picture.
pub(super) fn asset_fields(asset: &Asset, language: &str) -> Value {
    let file = asset.file.rsplit('/').next().unwrap_or_default();
    json!({ "path": format!("/assets/{file}"), "alt": asset.alt.get_or_first(language) })
}
