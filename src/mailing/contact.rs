//! Where answers go: the addresses and numbers that letters and messages name of the office.

use super::model::Mailing;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::locale::find_state;
use crate::recipient::{advise_email, is_email, report_local, report_slip};

/// Finds addresses that are none or probably mistyped, and numbers that cannot be dialled from abroad.
pub(super) fn check(mailing: &Mailing, file: &str) -> Problems {
    let mut problems = check_emails(mailing, file);
    problems.extend(check_numbers(mailing, file));
    problems.extend(check_website(mailing, file));
    problems
}

fn check_emails(mailing: &Mailing, file: &str) -> Problems {
    let of_dispatch = &mailing.dispatch.e_mail;
    let contributions = mailing.contributions_address.iter();
    let addresses = std::iter::once(("sender.e_mail", &mailing.sender.e_mail))
        .chain(mailing.return_address.e_mail.iter().map(|address| ("return_address.e_mail", address)))
        .chain(contributions.map(|address| ("contributions_address.e_mail", &address.e_mail)))
        .chain(of_dispatch.reply_to.iter().map(|address| ("dispatch.e_mail.reply_to", address)))
        .chain(of_dispatch.cc.iter().map(|address| ("dispatch.e_mail.cc", address)));
    let told = addresses.filter_map(|(field, address)| {
        let problem = match is_email(address) {
            true => report_slip(address)?,
            false => {
                let hint = advise_email(address)
                    .unwrap_or_else(|| "write one address, such as name@office.example".to_owned());
                Diagnostic::new(codes::MAILING_VALUE, format!("`{}` is not an e-mail address", address.value))
                    .with_hint(hint)
            }
        };
        Some(problem.with_location(address.location(file)).with_field(field))
    });
    told.collect()
}

/// Numbers of the office go to recipients abroad; where the mailing is posted says which State it is in.
fn check_numbers(mailing: &Mailing, file: &str) -> Problems {
    let state = mailing.dispatch.posted_from.as_ref().and_then(|state| find_state(state));
    let numbers = [
        ("sender.tel", &mailing.sender.tel),
        ("sender.fax", &mailing.sender.fax),
        ("return_address.fax", &mailing.return_address.fax),
    ];
    let told = numbers.into_iter().filter_map(|(field, number)| {
        let number = number.as_deref().filter(|number| !number.trim().is_empty())?;
        let told = match has_digits(number) {
            true => report_local(number, state)?,
            false => Diagnostic::new(
                codes::TEXT_UNFINISHED,
                format!("`{number}` is no number that can be dialled"),
            )
            .with_hint("write the number, such as +41 22 730 6393, or leave the key out"),
        };
        Some(told.with_location(mailing.location(field, file)).with_field(field))
    });
    told.collect()
}

/// Letters print the address of the web page as it stands; words may be beside it.
fn check_website(mailing: &Mailing, file: &str) -> Option<Diagnostic> {
    let website = mailing.website.as_deref().filter(|website| !website.trim().is_empty())?;
    (!names_page(website)).then(|| {
        Diagnostic::new(
            codes::TEXT_MARKS,
            format!("`{website}` has no address of a web page as browsers read it"),
        )
        .with_hint("write it as in a browser, such as www.commission.example/session")
        .with_location(mailing.location("website", file))
        .with_field("website")
    })
}

/// Whether one word of a text is the address of a web page, and none is a part of one.
fn names_page(text: &str) -> bool {
    let is_page = |word: &str| {
        let address = word.strip_prefix("https://").or_else(|| word.strip_prefix("http://")).unwrap_or(word);
        let host = address.split(['/', '?', '#']).next().unwrap_or_default();
        let is_part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-');
        host.contains('.') && host.split(':').next().is_some_and(|host| host.split('.').all(is_part))
    };
    let is_part =
        |word: &str| !is_page(word) && (word.contains('/') || word.to_lowercase().starts_with("www"));
    let words: Vec<&str> =
        text.split_whitespace().map(|word| word.trim_matches(|c| "()[]<>,;«»".contains(c))).collect();
    let is_cut = matches!(words[..], [word, rest] if word.ends_with(['/', '.']) && text.trim().ends_with(&format!(" {rest}")));
    words.iter().any(|word| is_page(word)) && !words.iter().any(|word| is_part(word)) && !is_cut
}

/// Whether a text has a number in it that could be dialled.
fn has_digits(text: &str) -> bool {
    const FEWEST: usize = 5;
    text.chars().filter(char::is_ascii_digit).count() >= FEWEST
}

#[cfg(test)]
mod tests {
    use super::names_page;

    #[test]
    fn what_names_a_web_page_has_its_whole_address() {
        for right in [
            "www.itu.int/wsis",
            "https://www.itu.int/wsis/ (English)",
            "itu.int",
            "http://localhost.example:8080/a?b=c",
            "www.itu.int/wsis (in English and French)",
            "www.itu.int/wsis, www.wsis.tn",
            "министерство.рф",
        ] {
            assert!(names_page(right), "{right}");
        }
        for wrong in [
            "http//www.itu.int/wsis",
            "http:/www.itu.int",
            "htp://www.itu.int",
            "www.itu.int/ wsis",
            "www. itu.int",
            "www,itu,int",
            "www.itu..int",
            "see the invitation",
            "TBC",
        ] {
            assert!(!names_page(wrong), "{wrong}");
        }
    }
}
