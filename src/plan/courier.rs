//! Whether a courier can deliver: couriers ask for a telephone number, and go to no box at a post office.

use super::planned::PlannedRecipient;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::recipient::{Copy, words::is_post_office_box};

/// Checks what a recipient and its copies say that are sent by courier.
pub(super) fn check(planned: &PlannedRecipient) -> Problems {
    let recipient = &planned.recipient;
    let locale = planned.language.as_ref().map_or("", |choice| choice.locale.as_str());
    let told = |code, message: String, field: &str, hint: &str| {
        let problem = Diagnostic::new(code, message).with_location(recipient.location.clone());
        problem.about(recipient.id.value.as_str()).with_field(field).with_hint(hint)
    };
    let mut problems = Problems::new();
    if let Some(channel) = recipient.channels.iter().find(|channel| channel.needs_telephone()) {
        if recipient.telephone.is_none() {
            let message = format!("sent by {} without a telephone number", channel.name());
            problems.push(told(codes::TELEPHONE_MISSING, message, "telephone", "add `telephone`"));
        }
        problems.extend(find_box(recipient.address.get_or_first(locale)).map(|line| {
            let message = format!("sent by {} to a box at a post office: `{line}`", channel.name());
            let hint = "write the street instead, or name another channel";
            told(codes::ADDRESS_BOX, message, "address", hint)
        }));
    }
    for Copy { to, address, channel, telephone, .. } in &recipient.copies {
        if !channel.needs_telephone() {
            continue;
        }
        let to = to.get_or_first(locale);
        if telephone.as_ref().is_none_or(String::is_empty) {
            let message =
                format!("the copy to `{to}` is sent by {} without a telephone number", channel.name());
            problems.push(told(
                codes::TELEPHONE_MISSING,
                message,
                "copies.telephone",
                "add `telephone` to the copy",
            ));
        }
        problems.extend(find_box(address.get_or_first(locale)).map(|line| {
            let message = format!(
                "the copy to `{to}` is sent by {} to a box at a post office: `{line}`",
                channel.name()
            );
            let hint = "write the street instead, or name another channel";
            told(codes::ADDRESS_BOX, message, "copies.address", hint)
        }));
    }
    problems
}

fn find_box(address: &[String]) -> Option<&String> {
    address.iter().find(|line| is_post_office_box(line))
}
