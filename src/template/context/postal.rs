//! Where a recipient is, as its letters and labels say it.

use crate::locale::{LocalText, LocalePack, PostalAddress, PostalPlace, PostedAddress};
use crate::mailing::Mailing;

/// The address of a place in the language of a pack.
pub(crate) fn postal_address(mailing: &Mailing, pack: &LocalePack, place: PostalPlace<'_>) -> PostalAddress {
    let as_of = mailing.names_as_of.unwrap_or_else(|| mailing.issued_at.date());
    place.address(pack.tag(), |state| pack.postal_name(state, as_of))
}

/// That address as it is printed: of what travels by post as post reads it, `who` being the name of who is there.
pub(crate) fn printed_address(
    mailing: &Mailing,
    pack: &LocalePack,
    place: PostalPlace<'_>,
    who: &LocalText,
    is_posted: bool,
) -> PostedAddress {
    let address = postal_address(mailing, pack, place);
    if !is_posted {
        return PostedAddress { lines: address.lines(), latin: Vec::new() };
    }
    place.posted(&address, who, &mailing.posting(), &mailing.wished_of_post(pack.tag()))
}

/// The sender's address that forms come back to, its country in the language of the pack.
pub(super) fn return_lines(mailing: &Mailing, pack: &LocalePack) -> Vec<String> {
    let place =
        PostalPlace { lines: &mailing.return_address.lines, city: &LocalText::default(), state: None };
    postal_address(mailing, pack, place).lines()
}
