//! A long list, shown a page at a time.

use std::ops::Range;

use maud::{Markup, html};

use super::words::{Words, filled};

/// The part of a list that a page shows.
pub(super) struct Stretch {
    first: usize,
    last: usize,
    all: usize,
    on_a_page: usize,
}

impl Stretch {
    /// The page on which an item stands, or the last where the list ends before it.
    pub(super) fn with(item: usize, all: usize, on_a_page: usize) -> Self {
        let first = item.min(all.saturating_sub(1)) / on_a_page * on_a_page;
        Self { first, last: all.min(first + on_a_page), all, on_a_page }
    }

    /// The items that are shown.
    pub(super) fn range(&self) -> Range<usize> {
        self.first..self.last
    }

    /// The first item of the page before.
    pub(super) fn before(&self) -> Option<usize> {
        (self.first > 0).then(|| self.first.saturating_sub(self.on_a_page))
    }

    /// The first item of the page after.
    pub(super) fn after(&self) -> Option<usize> {
        (self.last < self.all).then_some(self.last)
    }

    /// Says which items are shown, in a text with three places for numbers.
    pub(super) fn told(&self, text: &str) -> String {
        filled(text, &[&(self.first + 1).min(self.last), &self.last, &self.all])
    }

    /// Says which items are shown, with links to the pages before and after; `address` is that of the page with an item.
    pub(super) fn bar(&self, words: &Words, address: impl Fn(usize) -> String) -> Markup {
        let told = &words.recipients;
        html! {
            div.pages {
                span role="status" { (self.told(&told.shown)) }
                @if let Some(item) = self.before() { a rel="prev" href=(address(item)) { (told.earlier) } }
                @if let Some(item) = self.after() { a rel="next" href=(address(item)) { (told.further) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Stretch;

    #[test]
    fn a_page_holds_the_item_that_is_asked_for() {
        let found = |item, all| {
            let stretch = Stretch::with(item, all, 100);
            (stretch.range(), stretch.before(), stretch.after())
        };
        assert_eq!(found(0, 0), (0..0, None, None));
        assert_eq!(found(0, 100), (0..100, None, None));
        assert_eq!(found(99, 101), (0..100, None, Some(100)));
        assert_eq!(found(150, 350), (100..200, Some(0), Some(200)));
        assert_eq!(found(usize::MAX, 101), (100..101, Some(0), None));
        assert_eq!(Stretch::with(0, 0, 100).told("{} {} {}"), "0 0 0");
        assert_eq!(Stretch::with(7, 101, 100).told("{} {} {}"), "1 100 101");
    }
}
