//! A number format as tokens (ECMA-376, part 1, 18.8.31).

/// A token of a number format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Characters that show as they are.
    Literal(String),
    /// The place of a digit: `0`, `#` or `?`.
    Digit(char),
    Point,
    Comma,
    Percent,
    /// Between parts of a date, or of a fraction.
    Slash,
    /// The text of the cell, `@`.
    Text,
    /// The word `General`.
    General,
    /// A part of a date or time, and how many letters ask for it.
    Moment(char, usize),
    /// Hours, minutes or seconds that are counted on beyond their clock, such as `[h]`.
    Elapsed(char),
    /// What is not understood: conditions, powers of ten, calendars other than the Gregorian.
    Other,
}

/// The sections of a format, which semicolons part.
pub(super) fn sections(code: &str) -> Vec<Vec<Token>> {
    let mut sections = vec![Vec::new()];
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        if c == ';' {
            sections.push(Vec::new());
            rest = after;
            continue;
        }
        let (token, after) = token(c, rest, after);
        rest = after;
        if let Some(section) = sections.last_mut() {
            push(section, token);
        }
    }
    sections
}

/// Adds a token; literals that follow each other become one.
fn push(section: &mut Vec<Token>, token: Option<Token>) {
    match (section.last_mut(), token) {
        (Some(Token::Literal(before)), Some(Token::Literal(text))) => before.push_str(&text),
        (_, Some(token)) => section.push(token),
        (_, None) => {}
    }
}

/// The first token of a text that begins with `c`, if it means anything, and what is after it.
fn token<'a>(c: char, rest: &'a str, after: &'a str) -> (Option<Token>, &'a str) {
    let literal = |text: &str| Some(Token::Literal(text.to_owned()));
    match c {
        '"' => {
            let (text, after) = after.split_once('"').unwrap_or((after, ""));
            (literal(text), after)
        }
        '\\' => take_one(after, |c| literal(&c.to_string())),
        // A space as wide as a character.
        '_' => take_one(after, |_| literal(" ")),
        // A character that fills the column.
        '*' => take_one(after, |_| None),
        '[' => {
            let (inside, after) = after.split_once(']').unwrap_or((after, ""));
            (bracket(inside), after)
        }
        '0' | '#' | '?' => (Some(Token::Digit(c)), after),
        '.' => (Some(Token::Point), after),
        ',' => (Some(Token::Comma), after),
        '%' => (Some(Token::Percent), after),
        '/' => (Some(Token::Slash), after),
        '@' => (Some(Token::Text), after),
        _ if starts(rest, "General") => (Some(Token::General), skip(rest, "General")),
        _ if starts(rest, "Standard") => (Some(Token::General), skip(rest, "Standard")),
        _ if starts(rest, "AM/PM") => (Some(Token::Moment('a', 1)), skip(rest, "AM/PM")),
        _ if starts(rest, "A/P") => (Some(Token::Moment('a', 1)), skip(rest, "A/P")),
        'E' | 'e' if after.starts_with(['+', '-']) => (Some(Token::Other), after),
        'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => {
            let same = |other: &char| other.eq_ignore_ascii_case(&c);
            let count = rest.chars().take_while(same).count();
            (Some(Token::Moment(c.to_ascii_lowercase(), count)), rest.get(count..).unwrap_or_default())
        }
        c if c.is_ascii_alphabetic() => (Some(Token::Other), after),
        c => (literal(&c.to_string()), after),
    }
}

fn take_one(text: &str, turn: impl Fn(char) -> Option<Token>) -> (Option<Token>, &str) {
    let mut chars = text.chars();
    let token = chars.next().and_then(turn);
    (token, chars.as_str())
}

fn starts(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

fn skip<'a>(text: &'a str, word: &str) -> &'a str {
    text.get(word.len()..).unwrap_or_default()
}

/// What brackets say: a currency, a language, a colour, a length of time or a condition.
fn bracket(inside: &str) -> Option<Token> {
    if let Some(currency) = inside.strip_prefix('$') {
        let symbol = currency.split('-').next().unwrap_or_default();
        // The calendar or numerals of a language, such as `[$-2060401]`, are beyond what is understood.
        let language = currency.split_once('-').map_or("", |(_, language)| language);
        return match symbol {
            "" if language.len() > 4 => Some(Token::Other),
            "" => None,
            symbol => Some(Token::Literal(symbol.to_owned())),
        };
    }
    let lower = inside.to_ascii_lowercase();
    let unit = lower.chars().next().filter(|first| lower.chars().all(|c| c == *first));
    match unit {
        Some(unit @ ('h' | 'm' | 's')) => Some(Token::Elapsed(unit)),
        _ if is_colour(&lower) => None,
        _ => Some(Token::Other),
    }
}

fn is_colour(name: &str) -> bool {
    const COLOURS: [&str; 8] = ["black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"];
    COLOURS.contains(&name)
        || name.strip_prefix("color").is_some_and(|number| number.trim().parse::<u8>().is_ok())
}
