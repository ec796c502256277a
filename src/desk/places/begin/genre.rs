//! A small drawing of each genre's first page, for those who know letters by their look.

use maud::{Markup, html};

/// The lines of a page: where each begins and how long it is, in units of a drawing of 60 by 84.
type Lines = &'static [(u8, u8, u8)];

/// The drawing of a genre.
pub(super) fn drawing(genre: &str) -> Markup {
    let lines: Lines = match genre {
        "circular" => &[
            (8, 26, 30),
            (8, 32, 44),
            (8, 40, 44),
            (8, 45, 44),
            (8, 50, 40),
            (8, 58, 44),
            (8, 63, 44),
            (8, 68, 24),
        ],
        "note-verbale" => {
            &[(14, 26, 38), (8, 31, 44), (8, 36, 44), (8, 41, 44), (8, 46, 20), (14, 54, 38), (8, 59, 30)]
        }
        "invitation" => &[(8, 24, 18), (8, 32, 44), (8, 37, 44), (8, 42, 36)],
        _ => &[
            (8, 24, 18),
            (8, 28, 20),
            (8, 36, 44),
            (8, 41, 44),
            (8, 46, 44),
            (8, 51, 30),
            (8, 59, 44),
            (8, 64, 22),
        ],
    };
    html! {
        svg.genre viewBox="0 0 60 84" width="60" height="84" aria-hidden="true" focusable="false" {
            @if genre == "invitation" { (behind()) }
            rect.page x="1" y="1" width="58" height="82" rx="1" {}
            (head(genre))
            @for (x, y, length) in lines { rect.line x=(x) y=(y) width=(length) height="1.6" {} }
            (foot(genre))
        }
    }
}

/// Pages that come with it.
fn behind() -> Markup {
    html! { rect.page x="4" y="4" width="55" height="79" rx="1" {} }
}

fn head(genre: &str) -> Markup {
    html! {
        @if genre == "note-verbale" {
            circle.mark cx="30" cy="12" r="5" {}
            rect.mark x="17" y="19" width="26" height="2" {}
        } @else {
            circle.mark cx="12" cy="11" r="4" {}
            rect.mark x="19" y="10" width="22" height="2" {}
        }
        @if genre == "circular" { rect.line x="34" y="18" width="18" height="1.6" {} }
    }
}

fn foot(genre: &str) -> Markup {
    html! {
        @match genre {
            // A seal, and no signature.
            "note-verbale" => { circle.ring cx="44" cy="70" r="7" {} }
            "invitation" => {
                rect.ring x="8" y="50" width="44" height="20" {}
                rect.line x="11" y="54" width="14" height="1.6" {}
                rect.line x="11" y="60" width="20" height="1.6" {}
                path.stroke d="M36 64 q3 -6 5 0 t5 -1" {}
            }
            _ => { path.stroke d="M32 74 q4 -8 6 0 t6 -2 t5 1" {} }
        }
    }
}
