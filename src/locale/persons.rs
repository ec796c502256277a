//! Words of the first and second person, which letters in the third person do without.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;

/// The words of the first and second person in a language.
///
/// A word is found as it is written here or with a capital first letter; `*` at its ends stands for more letters of the same word.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PersonWords {
    /// The words, each alone or several in a row.
    pub words: Vec<String>,
    /// What holds one of these words and means something else, such as `Annex I`.
    pub except: Vec<String>,
}

impl PersonWords {
    /// Where such words stand in a text, in order.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        let except: Vec<Range<usize>> = self.except.iter().flat_map(|word| find(word, text)).collect();
        let is_excepted = |found: &Range<usize>| {
            except.iter().any(|other| other.start <= found.start && found.end <= other.end)
        };
        let mut found: Vec<Range<usize>> = self.words.iter().flat_map(|word| find(word, text)).collect();
        found.retain(|found| !is_excepted(found));
        found.sort_by_key(|found| (found.start, std::cmp::Reverse(found.end)));
        // Of words that one place fits, the longest.
        let mut last = 0;
        found.retain(|found| {
            let is_new = found.start >= last;
            last = last.max(found.end);
            is_new
        });
        found
    }
}

/// Where a word stands in a text.
fn find(word: &str, text: &str) -> Vec<Range<usize>> {
    let core = word.trim_matches('*');
    if core.trim().is_empty() {
        return Vec::new();
    }
    let fits = |range: &Range<usize>| {
        let before = text.get(..range.start).and_then(|before| before.chars().next_back());
        let after = text.get(range.end..).and_then(|after| after.chars().next());
        let ends_word = core.ends_with(is_letter);
        (word.starts_with('*') || !before.is_some_and(is_letter))
            && (word.ends_with('*') || !ends_word || !after.is_some_and(is_letter))
    };
    let starts = text.char_indices().map(|(start, _)| start);
    let ranges = starts.filter_map(|start| Some(start..start + length_of(core, text.get(start..)?)?));
    ranges.filter(fits).collect()
}

/// How many bytes of a text, from its beginning, are a word; `None` where they are not.
fn length_of(word: &str, text: &str) -> Option<usize> {
    let mut rest = text;
    for (at, c) in word.chars().enumerate() {
        if c == ' ' {
            let trimmed = rest.trim_start();
            if trimmed.len() == rest.len() {
                return None;
            }
            rest = trimmed;
            continue;
        }
        let found = rest.chars().next()?;
        let is_capital = at == 0 && c.to_uppercase().eq([found]);
        let is_apostrophe = c == '’' && found == '\'';
        if found != c && !is_capital && !is_apostrophe {
            return None;
        }
        rest = rest.get(found.len_utf8()..)?;
    }
    Some(text.len() - rest.len())
}

/// Whether a character is part of a word: a letter, a digit or a mark on one.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{0300}'..='\u{036F}' | '\u{064B}'..='\u{065F}' | '\u{0670}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(words: &[&str], except: &[&str], text: &'a str) -> Vec<&'a str> {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let words = PersonWords { words: owned(words), except: owned(except) };
        words.find(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn words_are_whole_and_as_written_or_with_a_capital() {
        assert_eq!(found(&["we", "us"], &[], "We ask the US to join us; owe, bus, Weser"), ["We", "us"]);
        assert_eq!(found(&["j’", "nous"], &[], "J'ai, l’ajout, nous\u{a0}tous"), ["J'", "nous"]);
        assert_eq!(found(&["вы", "ваш"], &[], "Вы и выезд, Ваш"), ["Вы", "Ваш"]);
    }

    #[test]
    fn a_star_stands_for_more_letters() {
        assert_eq!(found(&["*贵部*"], &[], "谨请贵部告知"), ["贵部"]);
        assert_eq!(found(&["*تكم"], &[], "مشاركتكم وحكم"), ["تكم"]);
    }

    #[test]
    fn exceptions_and_words_in_a_row() {
        assert_eq!(found(&["I"], &["Annex I"], "as in Annex\n  I, which I sent"), ["I"]);
        assert_eq!(found(&["*我*"], &["*自我*"], "自我评估，我"), ["我"]);
        assert_eq!(found(&["we", "we ask"], &[], "we ask"), ["we ask"]);
        assert_eq!(found(&["", "*", " "], &[], "a * b"), Vec::<&str>::new());
    }
}
