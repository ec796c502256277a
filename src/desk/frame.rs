//! The frame of every page: its head, where one can go, and the foot with the languages.

use maud::{DOCTYPE, Markup, html};

use super::address::HISTORY;
use super::assets;
use super::place::Place;
use super::words::{LANGUAGES, Words};

/// A page of a place, whole.
pub(super) fn page(words: &Words, here: Option<Place>, title: &str, content: &Markup) -> Markup {
    page_with(words, here, title, &Markup::default(), content)
}

/// A page for who is not let in: nothing on it leads to the desk.
pub(super) fn outside(words: &Words, title: &str, content: &Markup) -> Markup {
    let body = html! {
        body.outside {
            main id="main" {
                p.quiet { (words.frame.desk) }
                h1 { (title) }
                (content)
            }
        }
    };
    document(words, title, &Markup::default(), &body)
}

/// A page of a place with more in its head.
pub(super) fn page_with(
    words: &Words,
    here: Option<Place>,
    title: &str,
    head: &Markup,
    content: &Markup,
) -> Markup {
    let frame = &words.frame;
    let head = html! {
        script type="module" src=(assets::SCRIPT.path) {}
        (head)
    };
    let body = html! {
        body {
            a.skip href="#main" { (frame.skip) }
            header {
                nav aria-label=(frame.places) {
                    ul {
                        @for place in Place::ALL {
                            li {
                                a href=(place.path()) aria-current=[(here == Some(place)).then_some("page")] {
                                    (place.title(words))
                                }
                            }
                        }
                    }
                }
            }
            main id="main" tabindex="-1" {
                h1 { (title) }
                (content)
            }
            p.gone id="gone" role="alert" hidden { (frame.gone) }
            footer {
                p { a href=(HISTORY) { (words.history.title) } }
                (languages(words, here))
            }
        }
    };
    document(words, title, &head, &body)
}

/// A document of the desk: its language, title and style, with more in its head.
fn document(words: &Words, title: &str, head: &Markup, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(words.frame.tag) dir=(words.frame.direction.name()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · " (words.frame.desk) }
                link rel="icon" href=(assets::ICON.path);
                link rel="stylesheet" href=(assets::STYLE.path);
                (head)
            }
            (body)
        }
    }
}

/// The choice of the desk's language.
fn languages(words: &Words, here: Option<Place>) -> Markup {
    let frame = &words.frame;
    html! {
        form method="post" action="/language" {
            label for="desk-language" { (frame.language) }
            select id="desk-language" name="language" {
                @for other in LANGUAGES.iter() {
                    option value=(other.frame.tag) lang=(other.frame.tag) dir=(other.frame.direction.name())
                        selected[other.frame.tag == words.frame.tag] { (other.frame.name) }
                }
            }
            input type="hidden" name="back" value=(here.unwrap_or(Place::Start).path());
            button { (frame.change) }
        }
    }
}
