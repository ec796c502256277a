//! Addresses that several places lead to.

/// What was changed, and the way back.
pub(super) const HISTORY: &str = "/history";

/// Where a new mailing is begun.
pub(super) const NEW: &str = "/new";

/// The settings of the mailing.
pub(super) const SETTINGS: &str = "/settings";

/// Where workbooks are given.
pub(super) const IMPORT: &str = "/import";

/// Where the columns of one are looked over.
pub(super) const COLUMNS: &str = "/import/columns";

/// The address at which the columns of a spreadsheet are looked over.
pub(super) fn columns(file: &str) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    format!("{COLUMNS}?{}", pairs.append_pair("file", file).finish())
}

/// The address of one recipient's page.
pub(super) fn recipient(id: &str) -> String {
    format!("/recipients/{}", encoded(id))
}

/// The address of the question whether to remove a recipient.
pub(super) fn removal(id: &str) -> String {
    format!("{}/remove", recipient(id))
}

/// A text as a part of a path (RFC 3986, 2.3) or as the name of a file in a header has it (RFC 8187): what is not unreserved is in per cent.
pub(super) fn encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_code_is_one_part_of_a_path() {
        assert_eq!(recipient("FRA"), "/recipients/FRA");
        assert_eq!(recipient("../a b/é"), "/recipients/..%2Fa%20b%2F%C3%A9");
        assert_eq!(removal("A?"), "/recipients/A%3F/remove");
    }

    #[test]
    fn names_are_encoded_for_headers() {
        assert_eq!(encoded("001_FRA_letter_fr.pdf"), "001_FRA_letter_fr.pdf");
        assert_eq!(encoded("lettre é\"\r\n.pdf"), "lettre%20%C3%A9%22%0D%0A.pdf");
    }
}
