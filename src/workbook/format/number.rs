//! A number in the places that a format has for its digits.

use super::token::Token;
use crate::workbook::decimal::{Digits, general};

/// Shows a number without its sign by a section; whether all of its digits are zero is told too. `None` if the section is
/// not understood.
pub(super) fn show(tokens: &[Token], value: f64) -> Option<(String, bool)> {
    if tokens.contains(&Token::Other) {
        return None;
    }
    match tokens.iter().position(|token| matches!(token, Token::Digit(_))) {
        Some(first) => show_digits(tokens, first, value),
        None => show_without_digits(tokens, value),
    }
}

fn show_without_digits(tokens: &[Token], value: f64) -> Option<(String, bool)> {
    let mut shown = String::new();
    for token in tokens {
        match token {
            Token::Literal(text) => shown.push_str(text),
            Token::General | Token::Text => shown.push_str(&general(value.abs())?),
            Token::Percent => shown.push('%'),
            _ => return None,
        }
    }
    // Nothing at all is what is meant to be hidden.
    (!shown.is_empty()).then_some((shown, value == 0.0))
}

fn show_digits(tokens: &[Token], first: usize, value: f64) -> Option<(String, bool)> {
    let is_digit = |token: &Token| matches!(token, Token::Digit(_));
    let last = tokens.iter().rposition(is_digit)?;
    let point = tokens.iter().position(|token| *token == Token::Point);
    let point = point.unwrap_or(tokens.len());
    if tokens.iter().filter(|token| **token == Token::Point).count() > 1
        || point < first && point + 1 != first
    {
        return None;
    }
    let whole = tokens.get(..point)?;
    let last_whole = whole.iter().rposition(is_digit).map_or(0, |at| at + 1);
    let is_grouped = whole.get(first.min(last_whole)..last_whole)?.contains(&Token::Comma);
    // Commas behind the last digit divide by a thousand each.
    let commas = |part: &[Token]| part.iter().take_while(|token| **token == Token::Comma).count();
    let behind = if point < last { commas(tokens.get(last + 1..)?) } else { 0 };
    let thousands = commas(whole.get(last_whole..)?) + behind;
    let hundreds = tokens.iter().filter(|token| **token == Token::Percent).count();
    let scale = 100_f64.powi(i32::try_from(hundreds).ok()?) / 1000_f64.powi(i32::try_from(thousands).ok()?);
    let decimals = tokens.get(point..).unwrap_or_default().iter().filter(|token| is_digit(token)).count();
    let digits = Digits::rounded(value.abs() * scale, decimals)?;
    let mut shown = show_whole(whole, &digits.whole, is_grouped)?;
    shown.push_str(&show_fraction(tokens.get(point..).unwrap_or_default(), &digits.fraction)?);
    Some((shown, digits.are_zero()))
}

/// The part before the point; digits are filled in from the right, and those that have no place stand before the first.
fn show_whole(tokens: &[Token], digits: &str, is_grouped: bool) -> Option<String> {
    let mut left: Vec<char> = digits.trim_start_matches('0').chars().collect();
    let mut places = tokens.iter().filter(|token| matches!(token, Token::Digit(_))).count();
    let mut reversed: Vec<String> = Vec::new();
    let mut written = 0;
    let mut push = |reversed: &mut Vec<String>, digit: char| {
        if is_grouped && written > 0 && written % 3 == 0 && digit.is_ascii_digit() {
            reversed.push(",".to_owned());
        }
        written += 1;
        reversed.push(digit.to_string());
    };
    for token in tokens.iter().rev() {
        match token {
            Token::Digit(kind) => {
                places -= 1;
                match (left.pop(), kind) {
                    (Some(digit), _) => push(&mut reversed, digit),
                    (None, '0') => push(&mut reversed, '0'),
                    (None, '?') => push(&mut reversed, ' '),
                    (None, _) => {}
                }
                while let Some(digit) = left.pop_if(|_| places == 0) {
                    push(&mut reversed, digit);
                }
            }
            Token::Literal(text) => reversed.push(text.clone()),
            Token::Percent => reversed.push("%".to_owned()),
            Token::Comma => {}
            _ => return None,
        }
    }
    reversed.reverse();
    // A format without a place before the point, such as `.00`.
    let rest: String = left.into_iter().collect();
    Some(rest + &reversed.concat())
}

/// The point and what is behind it; zeros at the end show where their place is a `0`.
fn show_fraction(tokens: &[Token], digits: &str) -> Option<String> {
    let significant = digits.trim_end_matches('0').len();
    let mut shown = String::new();
    let mut digits = digits.chars().enumerate();
    for token in tokens {
        match token {
            Token::Point => shown.push('.'),
            Token::Digit(kind) => {
                let (index, digit) = digits.next()?;
                match kind {
                    _ if index < significant => shown.push(digit),
                    '0' => shown.push('0'),
                    '?' => shown.push(' '),
                    _ => {}
                }
            }
            Token::Literal(text) => shown.push_str(text),
            Token::Percent => shown.push('%'),
            Token::Comma => {}
            _ => return None,
        }
    }
    Some(shown)
}
