//! What a mail server offers (RFC 5321, section 4.1.1.1).

/// What a server offers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Offers {
    /// Encryption (RFC 3207).
    pub(super) starttls: bool,
    /// The ways to prove an account (RFC 4954), in capitals.
    pub(super) mechanisms: Vec<String>,
    /// The most bytes a message may have (RFC 1870).
    pub(super) size: Option<u64>,
    /// Addresses beyond ASCII (RFC 6531).
    pub(super) utf8: bool,
    /// Bytes beyond ASCII (RFC 6152).
    pub(super) eight_bit: bool,
    /// Notices of what becomes of a message (RFC 3461).
    pub(super) notices: bool,
    /// Several commands at once (RFC 2920).
    pub(super) pipelining: bool,
}

impl Offers {
    /// Reads the lines of an answer to EHLO.
    pub(super) fn read<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut offers = Self::default();
        for line in lines {
            let line = line.to_ascii_uppercase();
            let mut words = line.split_ascii_whitespace();
            match words.next().unwrap_or_default() {
                "STARTTLS" => offers.starttls = true,
                "AUTH" => offers.mechanisms.extend(words.map(str::to_owned)),
                "SIZE" => {
                    offers.size = words.next().and_then(|size| size.parse().ok()).filter(|size| *size > 0)
                }
                "SMTPUTF8" => offers.utf8 = true,
                "8BITMIME" => offers.eight_bit = true,
                "DSN" => offers.notices = true,
                "PIPELINING" => offers.pipelining = true,
                _ => {}
            }
        }
        offers
    }
}

#[cfg(test)]
mod tests {
    use super::Offers;

    #[test]
    fn what_a_server_offers_is_read_in_any_case_and_what_is_unknown_is_passed_over() {
        let lines = ["size 1000", "AUTH plain XOAUTH2", "Pipelining", "X-NEW 1", ""];
        let offers = Offers::read(lines.into_iter());
        assert_eq!((offers.size, offers.pipelining), (Some(1000), true));
        assert_eq!(offers.mechanisms, ["PLAIN", "XOAUTH2"]);
        assert!(!offers.starttls && !offers.utf8 && !offers.eight_bit && !offers.notices);
        // Without a number, or with 0, there is no limit.
        assert_eq!(Offers::read(["SIZE", "SIZE 0"].into_iter()), Offers::default());
    }
}
