//! What stands around a PDF in a file: other PDFs before it, and bytes after its end that gateways and disks add.

/// How a PDF begins and ends (ISO 32000-1, 7.5.2 and 7.5.5).
const HEADER: &[u8] = b"%PDF-";
const END: &[u8] = b"%%EOF";

/// The PDFs of a file in which several stand one after the other, in their order; nothing where it is a single one.
///
/// A PDF inside of another, as an attachment, does not come after an end.
#[must_use]
pub fn split_joined(bytes: &[u8]) -> Vec<&[u8]> {
    let follows_end = |at: &usize| {
        let before = bytes.get(..*at).unwrap_or_default();
        let kept = before.len() - before.iter().rev().take_while(|byte| is_padding(**byte)).count();
        before.get(..kept).is_some_and(|before| before.ends_with(END))
    };
    let mut starts: Vec<usize> = memchr::memmem::find_iter(bytes, HEADER).filter(follows_end).collect();
    if starts.is_empty() {
        return Vec::new();
    }
    starts.insert(0, 0);
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| bytes.get(*start..end)).collect()
}

/// A PDF without what follows its end, where that holds no part of one.
pub(super) fn cut_padding(pdf: &[u8]) -> &[u8] {
    /// What no padding has and every later part of a PDF does.
    const OBJECTS: [&[u8]; 2] = [b"endobj", b"startxref"];
    let Some(end) = memchr::memmem::rfind(pdf, END).map(|at| at + END.len()) else { return pdf };
    let (kept, rest) = pdf.split_at(end.min(pdf.len()));
    let is_part = OBJECTS.iter().any(|mark| memchr::memmem::find(rest, mark).is_some());
    if is_part { pdf } else { kept }
}

fn is_padding(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, 0 | 0x1a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_one_after_the_other_are_told_apart() {
        let one = b"%PDF-1.7\n1 0 obj endobj startxref 9 %%EOF\n".as_slice();
        let parts = |between: &[u8]| {
            let joined = [one, between, one].concat();
            split_joined(&joined).iter().map(|part| part.len()).collect::<Vec<_>>()
        };
        assert_eq!(parts(b""), [one.len(), one.len()]);
        assert_eq!(parts(&[0; 5_000]), [one.len() + 5_000, one.len()]);
        assert_eq!(parts(b"obj stream\n"), [0; 0], "an attachment");
        assert_eq!(parts(b"2 0 obj endobj startxref 9 %%EOF\n"), [one.len() + 33, one.len()]);
        assert!(split_joined(one).is_empty() && split_joined(b"").is_empty());
    }

    #[test]
    fn what_follows_the_end_is_left_out_unless_it_is_of_the_file() {
        let one = b"%PDF-1.7\n1 0 obj endobj startxref 9 %%EOF".as_slice();
        for padding in [&[0; 9_000][..], b"\n<html>advertisement</html>", b"\r\n\x1a", b""] {
            assert_eq!(cut_padding(&[one, padding].concat()), one);
        }
        let cut = [one, b"\n2 0 obj <<>> endobj"].concat();
        assert_eq!(cut_padding(&cut), cut, "changes whose end is missing");
    }
}
