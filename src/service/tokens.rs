//! Who may ask: whoever has one of the tokens (RFC 6750).

use axum::http::header::{AUTHORIZATION, HeaderMap};

use crate::digest::hash_bytes;

/// The fewest characters of a token, so that it is not guessed.
const LEAST: usize = 16;

/// The hashes of the tokens: hashes are compared, so that the time it takes tells nothing of a token.
#[derive(Debug)]
pub(super) struct Tokens(Vec<String>);

impl Tokens {
    /// `None` where there is none, or a short one.
    pub(super) fn new(tokens: &[String]) -> Option<Self> {
        let are_long = tokens.iter().all(|token| token.len() >= LEAST);
        (are_long && !tokens.is_empty()).then(|| Self(tokens.iter().map(hash_bytes).collect()))
    }

    /// Whether a request has one of them.
    pub(super) fn allow(&self, headers: &HeaderMap) -> bool {
        let mut given = headers.get_all(AUTHORIZATION).iter();
        let (Some(value), None) = (given.next(), given.next()) else { return false };
        let Some((scheme, token)) = value.to_str().ok().and_then(|value| value.split_once(' ')) else {
            return false;
        };
        let hash = hash_bytes(token.trim());
        scheme.eq_ignore_ascii_case("bearer") && self.0.contains(&hash)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    const TOKEN: &str = "0123456789abcdef";

    #[test]
    fn whoever_has_a_token_is_allowed_and_nobody_else() {
        assert!(Tokens::new(&[]).is_none() && Tokens::new(&["short".to_owned()]).is_none());
        let tokens = Tokens::new(&["other-other-other".to_owned(), TOKEN.to_owned()]).expect("tokens");
        for (values, is_allowed) in [
            (vec![format!("Bearer {TOKEN}")], true),
            (vec![format!("bearer  {TOKEN}")], true),
            (vec![], false),
            (vec![TOKEN.to_owned()], false),
            (vec![format!("Basic {TOKEN}")], false),
            (vec![format!("Bearer {TOKEN}0")], false),
            (vec![format!("Bearer {TOKEN}"), "Bearer x".to_owned()], false),
        ] {
            let mut headers = HeaderMap::new();
            for value in &values {
                headers.append(AUTHORIZATION, HeaderValue::from_str(value).expect("a value"));
            }
            assert_eq!(tokens.allow(&headers), is_allowed, "{values:?}");
        }
    }
}
