//! Takes marked content out of a page's content stream (ISO 32000-1, 14.6).

use std::collections::BTreeMap;

use crate::pdf::syntax::token::Tokens;

/// What is left of a content stream, and what was taken out, by marked-content identifier.
pub(super) struct Cut {
    pub(super) rest: Vec<u8>,
    pub(super) taken: BTreeMap<i32, Vec<u8>>,
}

/// Takes the sequences with these identifiers out of a content stream.
///
/// Typst sets every run of text between `q` and `Q` with a matrix and colour of its own, so a sequence draws the same
/// wherever it is put.
pub(super) fn cut(content: &[u8], wanted: &dyn Fn(i32) -> bool) -> Cut {
    let mut cut = Cut { rest: Vec::with_capacity(content.len()), taken: BTreeMap::new() };
    let mut kept_to = 0;
    let mut open: Vec<Option<Opened>> = Vec::new();
    let mut tokens = Tokens { content, at: 0 };
    let mut operands_from = None;
    while let Some((start, end)) = tokens.next() {
        let token = &content[start..end];
        match token {
            b"BMC" | b"BDC" => {
                let from = operands_from.take().unwrap_or(start);
                let identifier = identifier(&content[from..start]).filter(|identifier| wanted(*identifier));
                open.push(identifier.map(|identifier| Opened { identifier, from, inside: end }));
            }
            b"EMC" => {
                operands_from = None;
                if let Some(Some(Opened { identifier, from, inside })) = open.pop() {
                    cut.rest.extend_from_slice(&content[kept_to..from.max(kept_to)]);
                    cut.taken.entry(identifier).or_default().extend_from_slice(&content[inside..start]);
                    kept_to = end;
                }
            }
            _ if token.first().is_some_and(|byte| byte.is_ascii_alphabetic() || b"'\"*".contains(byte)) => {
                operands_from = None;
            }
            _ => {
                operands_from.get_or_insert(start);
            }
        }
    }
    cut.rest.extend_from_slice(&content[kept_to..]);
    cut
}

/// Puts the runs of lines that are read from the right into the order they are read in.
///
/// Typst writes the runs of a line from left to right, each between `q` and `Q`; what extracts text from a widget's
/// appearance takes them in the order of the stream.
pub(super) fn in_reading_order(content: &[u8]) -> Vec<u8> {
    let runs = runs(content);
    let mut ordered = Vec::with_capacity(content.len());
    for line in runs.chunk_by(|a, b| a.height == b.height) {
        let is_from_right = line.iter().any(|run| {
            const MARK: &[u8] = b"/ReversedChars";
            run.text.windows(MARK.len()).any(|window| window == MARK)
        });
        let texts: Vec<&[u8]> = line.iter().map(|run| run.text).collect();
        let texts = if is_from_right { texts.into_iter().rev().collect() } else { texts };
        ordered.extend(texts.into_iter().flatten());
    }
    ordered
}

/// What a content stream draws between `q` and `Q`, or else.
struct Run<'a> {
    text: &'a [u8],
    /// The last operand of its matrix, as written: its height on the page.
    height: Option<&'a [u8]>,
}

fn runs(content: &[u8]) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let (mut start, mut depth, mut height, mut last) = (0, 0_usize, None, None);
    let mut tokens = Tokens { content, at: 0 };
    while let Some((from, to)) = tokens.next() {
        let token = &content[from..to];
        match token {
            b"q" => depth += 1,
            b"Q" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    // What follows on the line belongs to it, so that operators stay apart.
                    runs.push(Run { text: &content[start..to], height: height.take() });
                    start = to;
                }
            }
            b"cm" if height.is_none() => height = last,
            _ => {}
        }
        last = Some(token);
    }
    runs.push(Run { text: &content[start..], height });
    runs
}

struct Opened {
    identifier: i32,
    /// Where its tag begins.
    from: usize,
    /// Where its content begins.
    inside: usize,
}

/// The number after `/MCID` among the operands of a marked-content operator.
fn identifier(operands: &[u8]) -> Option<i32> {
    const KEY: &[u8] = b"/MCID";
    let at = operands.windows(KEY.len()).position(|window| window == KEY)? + KEY.len();
    let digits = operands[at..].trim_ascii_start();
    let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&digits[..length]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_from_the_right_are_turned_round_line_by_line() {
        let run = |height: &str, text: &str| format!("\nq 1 0 0 1 5 {height} cm BT {text} ET\nQ");
        let arabic = |text: &str| format!("/ReversedChars BMC ({text}) Tj EMC");
        let lines = [
            run("9", &arabic("c")),
            run("9", "( ) Tj"),
            run("9", &arabic("a")),
            run("2", "(plain) Tj"),
            run("2", "(text) Tj"),
        ];
        let read = [&lines[2], &lines[1], &lines[0], &lines[3], &lines[4]].map(String::as_str).concat();
        assert_eq!(
            String::from_utf8(in_reading_order((lines.concat() + "\n").as_bytes())).unwrap(),
            read + "\n"
        );
        for broken in [&b"Q Q Q"[..], b"q q (", b""] {
            assert_eq!(in_reading_order(broken), broken);
        }
    }

    #[test]
    fn marked_content_is_taken_out_whole() {
        let content =
            b"/Span<</MCID 1>>BDC\nq (a EMC \\) (b)) Tj <EMC> Tj Q\nEMC/Span<</MCID 22/Lang(fr)>>BDC\n\
                        q (b) Tj /P <</MCID 3>> BDC (c) Tj EMC Q\nEMC 1 0 0 rg";
        let taken = cut(content, &|identifier| identifier == 22);
        assert_eq!(
            String::from_utf8_lossy(&taken.rest),
            "/Span<</MCID 1>>BDC\nq (a EMC \\) (b)) Tj <EMC> Tj Q\nEMC 1 0 0 rg"
        );
        let inside = String::from_utf8_lossy(&taken.taken[&22]).into_owned();
        assert_eq!(inside, "\nq (b) Tj /P <</MCID 3>> BDC (c) Tj EMC Q\n");
        assert_eq!(cut(content, &|_| false).rest, content);
        for broken in [&b"(((\\"[..], b"/Span<</MCID", b"EMC EMC BDC", b"<", b"/MCID 9 BDC"] {
            assert!(cut(broken, &|_| true).rest.len() <= broken.len());
        }
    }
}
