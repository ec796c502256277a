//! A pseudo-language, made from a language in Latin letters: its own text with accents, a third longer, in brackets.
//!
//! What stays plain on a page came past templates and locale packs and cannot be translated; what is cut off or breaks
//! badly has no room for a language longer than English; brackets within brackets show texts put together from parts.

use std::collections::BTreeMap;

use crate::template::{self, Source, Words};

/// Opens and closes a text, in characters that mean nothing to Typst or Handlebars.
const BRACKETS: (char, char) = ('⟦', '⟧');

/// Lengthens texts: for every three letters one more.
#[derive(Debug, Default)]
struct Pseudo {
    letters: usize,
    added: usize,
}

impl Pseudo {
    /// A piece of text with accents, and a third longer counted from the first piece.
    fn text(&mut self, piece: &str) -> String {
        let mut longer = String::with_capacity(piece.len() * 2);
        for letter in piece.chars() {
            let changed = accented(letter);
            longer.push(changed);
            if !letter.is_alphabetic() {
                continue;
            }
            self.letters += 1;
            let due = self.letters / 3 - self.added;
            // Vowels are doubled, and other letters where a text has too few vowels.
            let vowel = matches!(letter.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u');
            if due > 1 || (due == 1 && vowel) {
                longer.extend(changed.to_lowercase());
                self.added += 1;
            }
        }
        longer
    }
}

/// A text of a locale pack in the pseudo-language; its `{placeholders}` stay, and a text without letters too.
#[must_use]
pub fn pattern(text: &str) -> String {
    let mut pseudo = Pseudo::default();
    let mut made = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        let end = from.find('}').map_or(from.len(), |end| end + 1);
        let (placeholder, after) = from.split_at(end);
        made.push_str(&pseudo.text(before));
        made.push_str(placeholder);
        rest = after;
    }
    made.push_str(&pseudo.text(rest));
    if pseudo.letters == 0 { text.to_owned() } else { bracketed(&made) }
}

/// A template in the pseudo-language: its words, not its merge fields and code. `file` is its name; HTML has no words of
/// its own.
#[must_use]
pub fn template(file: &str, text: &str) -> String {
    let source = Source::new(file, text);
    let words = template::words(&source);
    let part = |words: &Words| source.part(words.range.clone());
    let mut ends: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for words in words.iter().filter(|words| part(words).contains(char::is_alphabetic)) {
        ends.entry(words.paragraph).or_insert((words.range.start, 0)).1 = words.range.start;
    }
    let mut paragraphs: BTreeMap<usize, Pseudo> = BTreeMap::new();
    let mut made = String::with_capacity(text.len() * 2);
    let mut done = 0;
    for piece in &words {
        made.push_str(text.get(done..piece.range.start).unwrap_or_default());
        let shown = part(piece);
        let (start, trimmed) = (shown.len() - shown.trim_start().len(), shown.trim());
        let (first, last) = ends.get(&piece.paragraph).copied().unwrap_or_default();
        made.push_str(shown.get(..start).unwrap_or_default());
        if first == piece.range.start && ends.contains_key(&piece.paragraph) {
            made.push(BRACKETS.0);
        }
        made.push_str(&paragraphs.entry(piece.paragraph).or_default().text(trimmed));
        if last == piece.range.start && ends.contains_key(&piece.paragraph) {
            made.push(BRACKETS.1);
        }
        made.push_str(shown.get(start + trimmed.len()..).unwrap_or_default());
        done = piece.range.end;
    }
    made.push_str(text.get(done..).unwrap_or_default());
    made
}

/// The text in brackets; white space around it stays outside of them.
fn bracketed(text: &str) -> String {
    let trimmed = text.trim();
    let (open, close) = BRACKETS;
    text.replacen(trimmed, &format!("{open}{trimmed}{close}"), 1)
}

/// The letter with an accent, where Latin has one that fonts have too.
fn accented(letter: char) -> char {
    const PLAIN: &str = "acdeghijklnorstuwyzACDEGHIJKLNORSTUWYZ";
    const ACCENTED: &str = "åçďéĝĥîĵķļñóŕšťúŵýžÅÇĎÉĜĤÎĴĶĻÑÓŔŠŤÚŴÝŽ";
    let position = PLAIN.chars().position(|plain| plain == letter);
    position.and_then(|position| ACCENTED.chars().nth(position)).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_accented_bracketed_and_a_third_longer() {
        assert_eq!(pattern("Registration form"), "⟦Ŕéĝîîšťŕååťîîóñ fóóŕm⟧");
        let long = "Accept the assurances of my highest consideration";
        let letters = |text: &str| text.chars().filter(|letter| letter.is_alphabetic()).count();
        assert_eq!(letters(&pattern(long)), letters(long) + letters(long) / 3);
    }

    #[test]
    fn of_a_template_only_the_words_change() {
        let text = "{{!-- A letter --}}\n#import \"/layout.typ\": letter\n#let n = (\"Copy for {{a}}\", \"x\")\n\n\
                    Dear {{#if b}}friend of {{b}}{{else}}all{{/if}}, *come* on.\n\n{{c}}, {{d}}\n";
        let expected = "{{!-- A letter --}}\n#import \"/layout.typ\": letter\n#let n = (\"⟦Çópý fóóŕ⟧ {{a}}\", \"x\")\n\n\
                        ⟦Ďéååŕ {{#if b}}fŕîîéñď óóf {{b}}{{else}}ååļļ{{/if}}, *çóóméé* óñ.⟧\n\n{{c}}, {{d}}\n";
        assert_eq!(template("letter.typ.hbs", text), expected);
        assert_eq!(template("email.txt.hbs", "{{a}}: Go\n\n{{b}}\n"), "{{a}}⟦: Ĝó⟧\n\n{{b}}\n");
    }

    #[test]
    fn placeholders_and_texts_without_letters_stay() {
        assert_eq!(pattern("Minister of {formal}"), "⟦Mîñîîšťééŕ óóf {formal}⟧");
        assert_eq!(pattern("{day}–{month}"), "{day}–{month}");
        assert_eq!(pattern(" Tel: "), " ⟦Ťéļ:⟧ ");
    }
}
