//! Where a mailing is posted, and what follows of it: in which languages post reads addresses, and which of the sender's it prints.

use super::model::Mailing;
use crate::locale::{Posting, StateLines, find_state, is_latin};

impl Mailing {
    /// The languages in which post reads the country of an address where the mailing is posted.
    #[must_use]
    pub fn posting(&self) -> Posting {
        let languages = &self.dispatch.postal_languages;
        if !languages.is_empty() {
            return Posting::in_languages(languages.iter().map(|language| language.as_str()));
        }
        let given = self.dispatch.posted_from.as_ref().and_then(|state| find_state(state));
        Posting::from_state(given.or_else(|| self.state_of_return_address()))
    }

    /// The languages wished for what post reads on a letter in `language`, the first before the others.
    #[must_use]
    pub fn wished_of_post<'a>(&'a self, language: &'a str) -> [&'a str; 2] {
        [language, self.default_language.as_str()]
    }

    /// The sender's address on what is posted: in a language that post reads, where it is given in one.
    #[must_use]
    pub fn sender_lines(&self) -> &[String] {
        let lines = &self.return_address.lines;
        let office = self.dispatch.language.as_ref().unwrap_or(&self.default_language);
        let posting = self.posting();
        let read = posting.choose(&self.wished_of_post(office));
        let known = std::iter::once(read).chain(posting.languages()).find_map(|language| lines.get(language));
        let latin = || lines.all().find(|lines| lines.iter().all(|line| is_latin(line)));
        known.or_else(latin).unwrap_or_else(|| lines.get_or_first(office))
    }

    /// The State that the sender's address ends with.
    fn state_of_return_address(&self) -> Option<&'static str> {
        let last = |lines: &[String]| lines.iter().rfind(|line| !line.trim().is_empty()).cloned();
        let found = self.return_address.lines.all().filter_map(last);
        let states = found.map(|line| StateLines::known().find(&line));
        states.filter_map(|states| states.first().copied().filter(|_| states.len() == 1)).next()
    }
}
