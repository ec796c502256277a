//! Objects as text: looking into dictionaries and arrays, and finding references, without reading them into trees.
//!
//! References are not followed, and nested objects take no stack.

use super::token::Tokens;

/// The end of the value that begins at `from`; a reference is one value.
pub(in crate::pdf) fn find_end(text: &[u8], from: usize) -> Option<usize> {
    let mut tokens = Tokens { content: text, at: from };
    match tokens.word()? {
        b"<<" | b"[" => tokens.close()?,
        b">>" | b"]" => return None,
        word if parse_unsigned(word).is_some() => {
            let end = tokens.at;
            let is_reference =
                tokens.word().and_then(parse_unsigned).is_some() && tokens.word() == Some(b"R");
            tokens.at = if is_reference { tokens.at } else { end };
        }
        _ => {}
    }
    Some(tokens.at)
}

/// The number of the object that the reference at `from` names, and the end of the reference.
pub(in crate::pdf) fn parse_reference(text: &[u8], from: usize) -> Option<(u32, usize)> {
    let mut tokens = Tokens { content: text, at: from };
    let id = parse_unsigned(tokens.word()?)?;
    parse_unsigned(tokens.word()?)?;
    matches!(tokens.word(), Some(b"R")).then_some((id, tokens.at))
}

/// A reference in a text.
#[derive(Clone, Copy)]
pub(in crate::pdf) struct Reference {
    pub(in crate::pdf) id: u32,
    pub(in crate::pdf) from: usize,
    pub(in crate::pdf) to: usize,
}

/// All references of a value, in order.
pub(in crate::pdf) fn references(text: &[u8]) -> Vec<Reference> {
    let mut tokens = Tokens { content: text, at: 0 };
    let mut found = Vec::new();
    let (mut before, mut last) = (None, None);
    while let Some((start, end)) = tokens.next() {
        let word = text.get(start..end).unwrap_or_default();
        let number = parse_unsigned(word).map(|number| (number, start));
        if let (b"R", Some((id, from)), Some(_)) = (word, before, last) {
            found.push(Reference { id, from, to: end });
        }
        (before, last) = (last, number);
    }
    found
}

/// The entries of a dictionary, as written: keys without their slash, and values.
pub(in crate::pdf) struct Entries<'a>(Tokens<'a>);

/// The entries of a dictionary; no entries for any other value.
pub(in crate::pdf) fn entries(dict: &[u8]) -> Entries<'_> {
    let mut tokens = Tokens { content: dict, at: 0 };
    if !matches!(tokens.word(), Some(b"<<")) {
        tokens.at = dict.len();
    }
    Entries(tokens)
}

impl<'a> Iterator for Entries<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let key = self.0.word()?.strip_prefix(b"/")?;
        Some((key, next_value(&mut self.0)?))
    }
}

/// The value of a dictionary's entry.
pub(in crate::pdf) fn get<'a>(dict: &'a [u8], key: &str) -> Option<&'a [u8]> {
    entries(dict).find(|(name, _)| *name == key.as_bytes()).map(|(_, value)| value)
}

/// The values of some entries of a dictionary, found in one pass.
pub(in crate::pdf) fn pick<'a, const N: usize>(dict: &'a [u8], keys: [&str; N]) -> [Option<&'a [u8]>; N] {
    let mut found = [None; N];
    let mut left = N;
    for (name, value) in entries(dict) {
        let place = keys.iter().zip(&mut found).find(|(key, _)| name == key.as_bytes());
        if let Some((_, place @ None)) = place {
            *place = Some(value);
            left -= 1;
        }
        if left == 0 {
            break;
        }
    }
    found
}

/// The items of an array; no items for any other value.
pub(in crate::pdf) fn items(array: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut tokens = Tokens { content: array, at: 0 };
    if !matches!(tokens.word(), Some(b"[")) {
        tokens.at = array.len();
    }
    std::iter::from_fn(move || next_value(&mut tokens))
}

fn next_value<'a>(tokens: &mut Tokens<'a>) -> Option<&'a [u8]> {
    let end = find_end(tokens.content, tokens.at)?;
    let value = tokens.content.get(tokens.at..end)?.trim_ascii_start();
    tokens.at = end;
    Some(value)
}

/// Parses an array of exactly `N` numbers.
pub(in crate::pdf) fn parse_numbers<const N: usize>(array: &[u8]) -> Option<[f64; N]> {
    let mut found = [0.0; N];
    let mut items = items(array);
    for place in &mut found {
        *place = parse_number(items.next()?)?;
    }
    items.next().is_none().then_some(found)
}

/// Parses an integer or real number.
pub(in crate::pdf) fn parse_number(word: &[u8]) -> Option<f64> {
    let is_plain = word.iter().all(|byte| byte.is_ascii_digit() || b"+-.".contains(byte));
    let number = std::str::from_utf8(word).ok().filter(|_| is_plain)?.parse::<f64>().ok()?;
    number.is_finite().then_some(number)
}

/// Parses an unsigned integer.
pub(in crate::pdf) fn parse_unsigned(word: &[u8]) -> Option<u32> {
    let (first, rest) = word.split_first()?;
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
    rest.iter().try_fold(digit(first)?, |number, byte| number.checked_mul(10)?.checked_add(digit(byte)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dictionaries_are_looked_into_as_written() {
        let dict = b"<</A 1 0 R/B[1 2 0 R<</A 3>>]/C(\\)/D 7)/D<AB>%/E 1\n/F -.5/G/H/I 3 0 R>>";
        let all: Vec<_> = entries(dict).map(|(key, _)| key).collect();
        assert_eq!(all, [b"A", b"B", b"C", b"D", b"F", b"G", b"I"]);
        assert_eq!(get(dict, "A"), Some(&b"1 0 R"[..]));
        assert_eq!(get(dict, "G"), Some(&b"/H"[..]));
        assert_eq!(pick(dict, ["G", "A", "X"]), [Some(&b"/H"[..]), Some(b"1 0 R"), None]);
        assert_eq!(pick(b"<</A 1/A 2/B 3>>", ["A", "B"]), [Some(&b"1"[..]), Some(b"3")]);
        let array: Vec<_> = items(get(dict, "B").unwrap()).collect();
        assert_eq!(array, [&b"1"[..], b"2 0 R", b"<</A 3>>"]);
        let found: Vec<_> = references(dict).iter().map(|reference| reference.id).collect();
        assert_eq!(found, [1, 2, 3]);
        assert_eq!(parse_numbers(b"[0 -.5 4.]"), Some([0.0, -0.5, 4.0]));
        assert_eq!(parse_numbers::<2>(b"[0 1 2]"), None);
        assert_eq!(parse_number(b"inf"), None);
    }

    #[test]
    fn broken_text_ends() {
        for broken in [&b"<</A"[..], b"<<[", b"[[[", b"<</A>>", b"(", b"", b"1 0", b">>", b"<</A <</B 1 0 R"]
        {
            assert!(entries(broken).count() + items(broken).count() < 2);
            references(broken);
        }
        let deep = b"[".repeat(1_000_000);
        assert_eq!(find_end(&deep, 0), None);
        assert_eq!(find_end(&[deep.clone(), b"]".repeat(deep.len())].concat(), 0), Some(2 * deep.len()));
    }
}
