//! The links in a line of text: e-mail addresses and web addresses, recognised so strictly that data cannot abuse it.
//!
//! A link shows where it leads: its address is its text, with `mailto:` before an e-mail address and `https://` before
//! `www.`. What is doubtful stays text: other schemes, names before an `@`, hosts that are not plain ASCII, addresses that run
//! into a letter.

use crate::recipient::is_email;

/// A piece of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// Its text.
    pub(super) text: &'a str,
    /// Where it leads, if it is a link.
    pub(super) href: Option<String>,
}

/// An address found: how many bytes of text it takes, and where it leads if it is fit for a link.
type Found = (usize, Option<String>);

/// Cuts a line into links and the text between them; together they are the line.
pub(super) fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    let mut before = None;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let found = if before.is_none_or(ends_a_word) { web(rest).or_else(|| mail(rest)) } else { None };
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let (length, href) = found.unwrap_or((first, None));
        let end = at + length.max(first);
        if href.is_some() {
            push(&mut pieces, line, start, at, None);
            push(&mut pieces, line, at, end, href);
            start = end;
        }
        before = line.get(..end).and_then(|text| text.chars().next_back());
        at = end;
    }
    push(&mut pieces, line, start, line.len(), None);
    pieces
}

fn push<'a>(pieces: &mut Vec<Piece<'a>>, line: &'a str, start: usize, end: usize, href: Option<String>) {
    if let Some(text) = line.get(start..end).filter(|text| !text.is_empty()) {
        pieces.push(Piece { text, href });
    }
}

/// Whether an address may begin after this character.
fn ends_a_word(c: char) -> bool {
    !c.is_alphanumeric() && !is_local(c) && !matches!(c, '@' | '\\')
}

/// A web address at the beginning of a text.
fn web(text: &str) -> Option<Found> {
    let starts =
        |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let scheme = ["https://", "http://"].into_iter().find(|scheme| starts(scheme));
    if scheme.is_none() && !starts("www.") {
        return None;
    }
    let run = run(text, |c| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c));
    let address = without_punctuation(run);
    let after = address.get(scheme.map_or(0, str::len)..).unwrap_or_default();
    let authority = after.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let is_port = (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
    if runs_on(text, run) || !is_port || !is_host(host) {
        return Some((run.len(), None));
    }
    let prefix = if scheme.is_some() { "" } else { "https://" };
    Some((address.len(), Some(format!("{prefix}{address}"))))
}

/// An e-mail address at the beginning of a text.
fn mail(text: &str) -> Option<Found> {
    let run = run(text, |c| c.is_ascii_alphanumeric() || is_local(c) || c == '@');
    let address = run.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let (local, host) = address.split_once('@')?;
    // What a `mailto:` could take for something else is not in it (RFC 6068, 2).
    let plain = local.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-'));
    if runs_on(text, run) || !plain || !is_email(address) || !is_host(host) {
        return Some((run.len(), None));
    }
    Some((address.len(), Some(format!("mailto:{address}"))))
}

/// Whether a character may be in the part before the `@`, besides letters and digits.
fn is_local(c: char) -> bool {
    "!#$%&'*+-/=?^_`{|}~.".contains(c)
}

/// A host name of at least two labels, the last of which is not a number.
fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    host.len() <= 253
        && host.contains('.')
        && host.split('.').all(label)
        && last.len() >= 2
        && last.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// The characters at the beginning of a text that are so.
fn run(text: &str, so: impl Fn(char) -> bool) -> &str {
    let end = text.find(|c: char| !so(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Whether the text goes on in the middle of a word.
fn runs_on(text: &str, run: &str) -> bool {
    let next = text.get(run.len()..).and_then(|rest| rest.chars().next());
    next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '@' | '\\' | '\u{200c}' | '\u{200d}'))
}

/// A web address without the punctuation of the sentence after it; a closing bracket stays where it was opened.
fn without_punctuation(run: &str) -> &str {
    let mut address = run;
    loop {
        let shorter =
            address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~', '(', '[', ']']);
        let unopened = shorter.ends_with(')') && shorter.matches(')').count() > shorter.matches('(').count();
        let next = shorter.strip_suffix(')').filter(|_| unopened).unwrap_or(shorter);
        if next == address {
            return address;
        }
        address = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line with its links in brackets, and where they lead if that is not what they say.
    fn shown(line: &str) -> String {
        let pieces = pieces(line);
        assert_eq!(pieces.iter().map(|piece| piece.text).collect::<String>(), line);
        let show = |piece: &Piece<'_>| match &piece.href {
            Some(href) if href == piece.text => format!("<{}>", piece.text),
            Some(href) => {
                assert!(href.ends_with(piece.text), "{href} shows {}", piece.text);
                format!("<{}|{}>", href.trim_end_matches(piece.text), piece.text)
            }
            None => piece.text.to_owned(),
        };
        pieces.iter().map(show).collect()
    }

    #[test]
    fn addresses_are_links() {
        for (line, expected) in [
            ("Write to a@b.example.", "Write to <mailto:|a@b.example>."),
            ("(a.b+c@d-e.example), x", "(<mailto:|a.b+c@d-e.example>), x"),
            ("\u{2066}a@b.example\u{2069}", "\u{2066}<mailto:|a@b.example>\u{2069}"),
            ("电子邮件：a@b.example。", "电子邮件：<mailto:|a@b.example>。"),
            ("See https://www.itu.int/wsis/.", "See <https://www.itu.int/wsis/>."),
            ("See www.itu.int/wsis, or", "See <https://|www.itu.int/wsis>, or"),
            (
                "更多信息见：http://a.example:8080/b?c=d&e=%20#f。",
                "更多信息见：<http://a.example:8080/b?c=d&e=%20#f>。",
            ),
            ("(https://a.example/b_(c)), d", "(<https://a.example/b_(c)>), d"),
            ("HTTPS://A.EXAMPLE", "<HTTPS://A.EXAMPLE>"),
        ] {
            assert_eq!(shown(line), expected);
        }
    }

    #[test]
    fn what_is_doubtful_stays_text() {
        for line in [
            "",
            "no address @ all, a@b, @b.example, a@",
            "javascript:alert(1) data:text/html,x ftp://a.example file:///etc/passwd",
            "xhttps://a.example",
            "https://bank.example@evil.example/",
            "https://user:pass@evil.example/",
            "https://exämple.org/",
            "https://a.example/påth",
            "https://a.example\\@evil.example",
            "https://10.0.0.1/ https://localhost/ https://a..example https://-a.example",
            "https://a.example:port/",
            "x!a@b.example a/b@c.example \"a\"@b.example",
            "a?bcc=x@b.example a&b@c.example a%40b@c.example",
            "éa@b.example a@bé.example",
            "a@b.example@c.example",
            "mailto:a?bcc=b@c.example",
            "a@1.2.3.4",
        ] {
            assert_eq!(shown(line), line);
        }
    }
}
