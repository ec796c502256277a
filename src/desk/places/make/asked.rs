//! What a person asks to be made.

use maud::{Markup, html};
use serde::Deserialize;

use crate::desk::place::Place;
use crate::desk::words::Words;

/// What a person asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// Some recipients only, as `--only` has them; all where it is empty.
    pub(super) only: String,
    /// Whether drafts are made.
    pub(super) draft: Option<String>,
    /// Whether languages whose translation is not finished are made too.
    pub(super) unfinished: Option<String>,
}

impl Asked {
    /// Whether an archive comes of it.
    pub(super) fn is_for_archive(&self) -> bool {
        self.only.trim().is_empty() && self.draft.is_none()
    }
}

/// What is asked for, to be changed and begun.
pub(super) fn form(words: &Words, asked: &Asked) -> Markup {
    let told = &words.make;
    html! {
        form.column method="post" action=(Place::Make.path()) {
            div {
                label for="only" { (told.only) }
                input id="only" name="only" value=(asked.only) autocomplete="off" aria-describedby="only-hint";
                p.quiet id="only-hint" { (told.only_hint) }
            }
            div {
                label.tick {
                    input name="draft" type="checkbox" value="1" checked[asked.draft.is_some()]; " " (told.draft)
                }
                label.tick {
                    input name="unfinished" type="checkbox" value="1" checked[asked.unfinished.is_some()]; " "
                    (told.unfinished)
                }
            }
            button { (told.make) }
        }
    }
}

/// The same, as one button that goes on with it.
pub(super) fn go_on(words: &Words, asked: &Asked) -> Markup {
    html! {
        form method="post" action=(Place::Make.path()) {
            input type="hidden" name="only" value=(asked.only);
            @if asked.draft.is_some() { input type="hidden" name="draft" value="1"; }
            @if asked.unfinished.is_some() { input type="hidden" name="unfinished" value="1"; }
            button { (words.make.go_on) }
        }
    }
}
