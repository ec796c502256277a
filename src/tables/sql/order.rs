//! Whether a query says in which order rows come: new recipients get their numbers in the order of the list, so that one without would give
//! others each time.

use crate::diagnostic::{Diagnostic, codes};

/// Whether a query has an ORDER BY of its own, outside of brackets, texts and comments.
///
/// # Errors
///
/// It has none.
pub(super) fn check(query: &str) -> Result<(), Diagnostic> {
    let words = words(query);
    let is_ordered = words.windows(2).any(|pair| matches!(pair, [one, two] if one == "order" && two == "by"));
    match is_ordered {
        true => Ok(()),
        false => Err(Diagnostic::new(codes::QUERY_ORDER, "the query does not say in which order rows come")
            .with_hint("end it with ORDER BY and what no two rows share, such as ORDER BY id")),
    }
}

/// The words of a query that are outside of brackets, in small letters.
fn words(query: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut rest, mut depth) = (query, 0_usize);
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = match c {
            '\'' | '"' | '`' => behind(after, &c.to_string()),
            '-' if after.starts_with('-') => behind(after, "\n"),
            '/' if after.starts_with('*') => behind(after, "*/"),
            '$' => match dollar(rest) {
                Some(mark) => behind(rest.get(mark.len()..).unwrap_or_default(), mark),
                None => after,
            },
            '(' | '[' => {
                depth += 1;
                after
            }
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                after
            }
            c if c.is_alphanumeric() || c == '_' => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                let (word, after) = rest.split_at(end);
                if depth == 0 {
                    words.push(word.to_lowercase());
                }
                after
            }
            _ => {
                if depth == 0 && !c.is_whitespace() {
                    words.push(c.to_string());
                }
                after
            }
        };
    }
    words
}

/// What is behind the next mark.
fn behind<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split_once(mark).map_or("", |(_, rest)| rest)
}

/// The mark of a text between dollars, such as `$$` or `$a$`.
fn dollar(text: &str) -> Option<&str> {
    let end = text.get(1..)?.find('$')? + 2;
    let mark = text.get(..end)?;
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    mark.trim_matches('$').chars().all(is_name).then_some(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_of_the_query_itself_is_asked_for() {
        for sound in [
            "SELECT id FROM a ORDER BY id",
            "select id from a order\n by id;",
            "SELECT id -- all of them\nFROM a /* ( */ ORDER /* by id */ BY id LIMIT 3",
            "SELECT ')' FROM \"a(\" ORDER BY 1",
            "SELECT $a$ ( $a$ FROM b ORDER BY 1",
            "WITH x AS (SELECT 1 AS id) SELECT id FROM x ORDER BY id",
        ] {
            assert!(check(sound).is_ok(), "{sound}");
        }
        for without in [
            "",
            "SELECT id FROM a",
            "SELECT id FROM (SELECT id FROM a ORDER BY id) b",
            "SELECT 'ORDER BY' FROM a",
            "SELECT id FROM a -- ORDER BY id",
            "SELECT id FROM a /* ORDER BY id */",
            "SELECT row_number() OVER (ORDER BY id) FROM a",
            "SELECT order, by FROM a",
            "SELECT \"order by\" FROM a",
            "SELECT $$ ORDER BY $$ FROM a",
            "SELECT 'a",
        ] {
            let problem = check(without).unwrap_err();
            assert_eq!(problem.code, "query-order", "{without}");
        }
    }
}
