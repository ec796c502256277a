//! A message as it goes over the wire (RFC 5321, section 4.5.2).

use memchr::memmem;

/// How much of a message is sent last, with its end.
const LAST: usize = 16 << 10;

/// A message as it goes over the wire: a dot that begins a line is doubled, and a line with a dot alone ends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outgoing(Vec<u8>);

impl Outgoing {
    /// That of the bytes of a message.
    pub(super) fn of(message: &[u8]) -> Self {
        let mut wire = Vec::with_capacity(message.len() + 64);
        if message.starts_with(b".") {
            wire.push(b'.');
        }
        let mut from = 0;
        for at in memmem::find_iter(message, b"\r\n.") {
            let dot = at + 2;
            wire.extend_from_slice(message.get(from..dot).unwrap_or_default());
            wire.push(b'.');
            from = dot;
        }
        wire.extend_from_slice(message.get(from..).unwrap_or_default());
        if !wire.ends_with(b"\r\n") {
            wire.extend_from_slice(b"\r\n");
        }
        wire.extend_from_slice(b".\r\n");
        Self(wire)
    }

    /// What is sent first, and the rest with the end: a server that does not have all of the first does not have the message.
    pub(super) fn parts(&self) -> (&[u8], &[u8]) {
        self.0.split_at(self.0.len().saturating_sub(LAST))
    }
}

#[cfg(test)]
mod tests {
    use super::{LAST, Outgoing};

    #[test]
    fn dots_that_begin_lines_are_doubled_and_the_message_ends_once() {
        for (message, wire) in [
            ("", "\r\n.\r\n"),
            ("a", "a\r\n.\r\n"),
            ("a\r\n", "a\r\n.\r\n"),
            (".", "..\r\n.\r\n"),
            (".\r\n.\r\n..\r\na.b\r\n", "..\r\n..\r\n...\r\na.b\r\n.\r\n"),
            ("a\r\n\r\n.b", "a\r\n\r\n..b\r\n.\r\n"),
        ] {
            let outgoing = Outgoing::of(message.as_bytes());
            assert_eq!(outgoing.0, wire.as_bytes(), "{message:?}");
            assert_eq!(outgoing.parts(), (&b""[..], wire.as_bytes()));
        }
    }

    #[test]
    fn the_end_is_sent_last() {
        let outgoing = Outgoing::of(&b"abc\r\n".repeat(LAST));
        let (first, last) = outgoing.parts();
        assert_eq!((first.len() + last.len(), last.len()), (5 * LAST + 3, LAST));
        assert!(last.ends_with(b"\r\n.\r\n") && !first.ends_with(b"\r\n.\r\n"));
    }
}
