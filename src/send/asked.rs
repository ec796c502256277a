//! What is asked for, and whether it is there.

use std::collections::BTreeSet;

use super::ready::SendOptions;
use crate::diagnostic::{Diagnostic, Problems, codes, did_you_mean};
use crate::pack::Sending;
use crate::recipient::Channel;

/// Checks that the recipients and languages asked for are there.
pub(super) fn check_names(options: &SendOptions, known: &[Sending<'_>]) -> Result<(), Problems> {
    let by_e_mail = || known.iter().filter(|sending| sending.channel() == Some(Channel::EMail));
    let recipients: BTreeSet<&str> = by_e_mail().map(Sending::recipient).collect();
    let languages: BTreeSet<&str> = by_e_mail().map(Sending::language).collect();
    let unknown = |what: &str, name: &str, known: &BTreeSet<&str>| {
        Diagnostic::new(codes::SEND_NOBODY, format!("no e-mail goes to {what} `{name}`"))
            .with_hint(did_you_mean(name, known.iter().copied()))
    };
    let recipients = options
        .recipients
        .iter()
        .filter(|id| !recipients.contains(id.as_str()))
        .map(|id| unknown("the recipient", id, &recipients));
    let of_languages = options
        .languages
        .iter()
        .filter(|tag| !languages.contains(tag.as_str()))
        .map(|tag| unknown("recipients in", tag, &languages));
    let channels = options.channels.iter().filter(|channel| **channel != Channel::EMail).map(|channel| {
        let message = format!("what goes by the channel `{}` is no message", channel.name());
        Diagnostic::new(codes::SEND_NOBODY, message).with_hint(
            "send it as its folder in the pack says, and book that with `convoke ledger add posted`",
        )
    });
    let problems: Problems = recipients.chain(of_languages).chain(channels).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}
