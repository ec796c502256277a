//! Choosing what is looked at, and the way through the recipients.

use maud::{Markup, html};

use super::chosen::{Chosen, address};
use crate::desk::naming::language_name;
use crate::desk::place::Place;
use crate::desk::words::{LetterWords, Words, filled};
use crate::locale::state_name_in;
use crate::mailing::Paper;
use crate::plan::{Awkward, RosterEntry};

/// Most recipients that are chosen from in one list.
const MOST_LISTED: usize = 400;

/// What is looked at, to be chosen.
pub(super) fn choices(words: &Words, chosen: &Chosen) -> Markup {
    let told = &words.letter;
    let order = chosen.order();
    html! {
        form.choices method="get" action=(Place::Letter.path()) {
            div {
                label for="document" { (told.document) }
                select id="document" name="document" {
                    @for (id, name) in chosen.documents(&words.frame.tag) {
                        option value=(id) selected[id == chosen.document] { (name.as_deref().unwrap_or(&told.email)) }
                    }
                }
            }
            div {
                label for="language" { (told.language) }
                select id="language" name="language" {
                    @for language in chosen.languages() {
                        option value=(language) lang=(language) selected[language == chosen.language] { (language_name(language)) }
                    }
                }
            }
            div {
                label for="recipient" { (told.recipient) }
                @if order.len() <= MOST_LISTED {
                    select id="recipient" name="recipient" {
                        @if let Some(listed) = chosen.listed().filter(|_| order.iter().all(|(it, _)| it.id != chosen.recipient)) {
                            option value=(listed.id) selected { (name_of(words, listed)) }
                        }
                        @for (listed, _) in &order {
                            option value=(listed.id) selected[listed.id == chosen.recipient] { (name_of(words, listed)) }
                        }
                    }
                } @else {
                    input id="recipient" name="recipient" value=(chosen.recipient) autocomplete="off";
                }
            }
            div {
                label for="paper" { (told.paper) }
                select id="paper" name="paper" {
                    @for paper in Paper::ALL {
                        option value=(paper.name()) selected[paper == chosen.paper] { (paper_name(told, paper)) }
                    }
                }
            }
            div {
                label for="file" { (told.file) }
                select id="file" name="file" {
                    @for file in &chosen.files { option value=(file) selected[*file == chosen.file] { (file) } }
                }
            }
            button { (told.show) }
        }
    }
}

fn paper_name(told: &LetterWords, paper: Paper) -> &str {
    match paper {
        Paper::A4 => &told.a4,
        Paper::UsLetter => &told.us_letter,
    }
}

/// A recipient by its code and its name in the desk's language.
fn name_of(words: &Words, listed: &RosterEntry) -> String {
    let state = listed.state.as_deref().and_then(|code| state_name_in(&words.frame.tag, code));
    let name = state.unwrap_or(&listed.name);
    if name.is_empty() { listed.id.clone() } else { format!("{} · {name}", listed.id) }
}

/// The way through the recipients.
pub(super) fn turning(words: &Words, chosen: &Chosen) -> Markup {
    let told = &words.letter;
    let order = chosen.order();
    let at = order.iter().position(|(listed, _)| listed.id == chosen.recipient);
    let neighbour = |at: Option<usize>| at.and_then(|at| order.get(at)).map(|(listed, _)| listed);
    let earlier = neighbour(at.and_then(|at| at.checked_sub(1)));
    // Whoever is written to in another language has all of this one's after it.
    let further = neighbour(Some(at.map_or(0, |at| at + 1)));
    let link = |listed: &RosterEntry| address(chosen, &[("recipient", &listed.id), ("file", "")]);
    html! {
        nav.turning id="turning" aria-label=(told.recipients) data-recipient=(chosen.recipient) {
            @match earlier {
                Some(listed) => a rel="prev" href=(link(listed)) { span.arrow aria-hidden="true" { "◄" } " " (told.earlier) },
                None => span.quiet { span.arrow aria-hidden="true" { "◄" } " " (told.earlier) },
            }
            p role="status" {
                @match at.and_then(|at| Some((at, order.get(at)?))) {
                    Some((at, (listed, why))) => {
                        strong { bdi { (name_of(words, listed)) } }
                        span.quiet { " · " (filled(&told.of, &[&(at + 1), &order.len()])) }
                        @for why in *why { " " span.chip { (why_of(told, *why)) } }
                    }
                    None => @if let Some(listed) = chosen.listed() { strong { bdi { (name_of(words, listed)) } } }
                }
            }
            @match further {
                Some(listed) => a rel="next" href=(link(listed)) { (told.further) " " span.arrow aria-hidden="true" { "►" } },
                None => span.quiet { (told.further) " " span.arrow aria-hidden="true" { "►" } },
            }
        }
    }
}

fn why_of(told: &LetterWords, why: Awkward) -> &str {
    match why {
        Awkward::LongestName => &told.longest_name,
        Awkward::LongestAddress => &told.longest_address,
        Awkward::LongestAddressee => &told.longest_addressee,
        Awkward::NoAddress => &told.no_address,
        Awkward::NoName => &told.no_name,
        Awkward::Host => &told.host,
        Awkward::Copies => &told.copies,
        Awkward::SecondLanguage => &told.second_language,
        Awkward::Organisation => &told.organisation,
        Awkward::Variant => &told.variant,
        Awkward::Feminine => &told.feminine,
        Awkward::Masculine => &told.masculine,
        Awkward::Channel => &told.channel,
        Awkward::FewerDocuments => &told.fewer_documents,
    }
}
