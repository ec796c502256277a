//! The short name of a message that stands in the sender of its envelope, so that what comes back says which one it is (VERP).

use crate::digest::hash_bytes;

/// How many characters a token has: 80 bits, which nobody guesses.
const TOKEN: usize = 20;

/// The token of a message by its identifier: hexadecimal digits, so that it survives programs that change capitals. It names
/// nobody.
#[must_use]
pub fn token(message_id: &str) -> String {
    let mut token = hash_bytes(format!("envelope of {}", message_id.to_ascii_lowercase()));
    token.truncate(TOKEN);
    token
}
