//! Who may ask: the person who started the desk, from a page of the desk, and nobody else on this machine or in its browser.
//!
//! The first address holds a secret that is good once, for a cookie (RFC 6265bis) that scripts cannot read and other sites do not send. The name that
//! was asked for must be this machine's, so that no other name can be made to lead here; what changes something must come from the
//! desk's own pages. Answers may load nothing from elsewhere.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use ring::rand::{SecureRandom as _, SystemRandom};

use crate::digest::hash_bytes;

/// The path of the first address.
pub(super) const ENTRY: &str = "/enter";

/// What every answer carries.
const HEADERS: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob:; connect-src 'self'; frame-src 'self'; \
         form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // With `no-referrer`, the desk's own forms would come from nowhere.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    (header::CACHE_CONTROL, "no-store"),
];

/// The policy of what is shown in a frame of a page: text with its own style, which loads, runs and sends nothing.
pub(super) const FRAMED: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'self'; \
                                 base-uri 'none'";

/// The policy of a file of others that is shown in a frame of a page by what the browser itself has for PDF files and pictures, which
/// a sandbox keeps out.
pub(super) const IN_FRAME: &str =
    "default-src 'none'; form-action 'none'; frame-ancestors 'self'; base-uri 'none'";

/// The secrets of a running desk, and the names it answers to.
#[derive(Debug)]
pub(super) struct Gate {
    /// The hash of the secret of the first address, until it was used.
    entry: Mutex<Option<String>>,
    /// The hash of the cookie's value, once it was given out.
    pass: Mutex<Option<String>>,
    port: u16,
}

impl Gate {
    /// The gate of a desk at a port.
    pub(super) fn new(port: u16) -> Self {
        Self { entry: Mutex::default(), pass: Mutex::default(), port }
    }

    /// The port that the desk listens at.
    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// The first address, which works once, and the one before no more; `None` where the system gives no random numbers.
    pub(super) fn invite(&self) -> Option<String> {
        let secret = secret()?;
        *lock(&self.entry) = Some(hash_bytes(&secret));
        Some(format!("http://127.0.0.1:{}{ENTRY}?secret={secret}", self.port))
    }

    /// What an entry with a secret gets: the cookie to set, once.
    pub(super) fn enter(&self, secret: &str) -> Option<HeaderValue> {
        // Hashes are compared, so that the time it takes tells nothing of the secret.
        lock(&self.entry).take_if(|entry| *entry == hash_bytes(secret))?;
        let value = self::secret()?;
        let name = self.cookie_name();
        let cookie = HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict"));
        *lock(&self.pass) = Some(hash_bytes(&value));
        cookie.ok()
    }

    /// Why a request is refused; `None` where it is the person's own.
    pub(super) fn refuse(&self, method: &Method, path: &str, headers: &HeaderMap) -> Option<StatusCode> {
        let text = |name: HeaderName| {
            let mut values = headers.get_all(name).iter();
            let value = values.next().and_then(|value| value.to_str().ok());
            value.filter(|_| values.next().is_none())
        };
        let names = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        let Some(host) = text(header::HOST).filter(|host| names.iter().any(|name| name == host)) else {
            return Some(StatusCode::MISDIRECTED_REQUEST);
        };
        let is_read = matches!(*method, Method::GET | Method::HEAD);
        if !is_read && text(header::ORIGIN) != Some(&format!("http://{host}")) {
            return Some(StatusCode::FORBIDDEN);
        }
        // Browsers say where a request comes from (Fetch Metadata); what another site asks for is never an answer's business.
        // Another desk of this machine may lead to the first address, whose secret says enough; some browsers call that another site.
        let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
        let is_own = matches!(site, None | Some(b"same-origin" | b"none"));
        if !is_own && path != ENTRY {
            return Some(StatusCode::FORBIDDEN);
        }
        (path != ENTRY && !self.has_pass(headers)).then_some(StatusCode::UNAUTHORIZED)
    }

    fn has_pass(&self, headers: &HeaderMap) -> bool {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let name = self.cookie_name();
        let pass = lock(&self.pass);
        pairs.any(|(key, value)| key == name && Some(hash_bytes(value)) == *pass)
    }

    /// Cookies know no ports: several desks on one machine have each their own.
    fn cookie_name(&self) -> String {
        format!("convoke-desk-{}", self.port)
    }
}

/// Adds what every answer carries; what is shown in a frame has the policy of frames.
pub(super) fn seal(headers: &mut HeaderMap) {
    let is_framed = headers
        .get(header::CONTENT_SECURITY_POLICY)
        .is_some_and(|policy| policy == FRAMED || policy == IN_FRAME);
    for (name, value) in HEADERS {
        if !(is_framed && name == header::CONTENT_SECURITY_POLICY) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}

/// Whether a request was led here by another desk of this machine. What it is led on to by a redirect has come from there too, and is refused.
pub(super) fn is_from_a_desk(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site != "none" && site != "same-origin")
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// 256 random bits, in hexadecimal.
fn secret() -> Option<String> {
    let mut bytes = [0; 32];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pairs = pairs.iter().map(|(name, value)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).expect("a value"))
        });
        pairs.collect()
    }

    #[test]
    fn an_answer_has_a_policy_that_is_known() {
        for (own, policy) in [
            (None, HEADERS[0].1),
            (Some(FRAMED), FRAMED),
            (Some(IN_FRAME), IN_FRAME),
            (Some("default-src *"), HEADERS[0].1),
        ] {
            let mut map = HeaderMap::new();
            if let Some(own) = own {
                map.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(own));
            }
            seal(&mut map);
            assert_eq!(map[header::CONTENT_SECURITY_POLICY], policy);
            assert_eq!(map.len(), HEADERS.len());
        }
    }

    /// The secret of a new first address.
    fn invited(gate: &Gate) -> String {
        let address = gate.invite().expect("random numbers");
        let secret =
            address.strip_prefix("http://127.0.0.1:8000/enter?secret=").expect("the address of the gate");
        secret.to_owned()
    }

    #[test]
    fn whoever_is_invited_anew_has_another_cookie() {
        let gate = Gate::new(8000);
        let (old, new) = (invited(&gate), invited(&gate));
        assert_eq!(gate.enter(&old), None, "only the last address works");
        let first = gate.enter(&new).expect("a cookie");
        let second = gate.enter(&invited(&gate)).expect("a cookie");
        let has_pass = |cookie: &HeaderValue| {
            let pair = cookie.to_str().expect("text").split(';').next().expect("a pair");
            gate.has_pass(&headers(&[("cookie", pair)]))
        };
        assert!(!has_pass(&first) && has_pass(&second));
    }

    #[test]
    fn the_person_alone_gets_in() {
        let gate = Gate::new(8000);
        assert_eq!(gate.enter(""), None, "nobody was invited");
        let secret = invited(&gate);
        assert_eq!(gate.enter("00"), None);
        let cookie = gate.enter(&secret).expect("a cookie");
        assert_eq!(gate.enter(&secret), None, "a secret is good once");
        let cookie = cookie.to_str().expect("text");
        assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
        let cookie = cookie.split(';').next().expect("a pair");
        let (get, post) = (Method::GET, Method::POST);
        let host = ("host", "127.0.0.1:8000");
        let own = ("cookie", cookie);
        let origin = ("origin", "http://127.0.0.1:8000");
        for (method, pairs, refused) in [
            (&get, vec![host, own], None),
            (&get, vec![("host", "localhost:8000"), own], None),
            (&get, vec![host, ("cookie", "other=1"), own], None),
            (&get, vec![host, own, ("sec-fetch-site", "none")], None),
            (&post, vec![host, own, origin], None),
            (&get, vec![host], Some(401)),
            (&get, vec![host, ("cookie", "convoke-desk-8000=00")], Some(401)),
            (&get, vec![host, ("cookie", cookie.trim_start_matches("convoke-desk-8000="))], Some(401)),
            (&get, vec![own], Some(421)),
            (&get, vec![("host", "evil.example:8000"), own], Some(421)),
            (&get, vec![("host", "127.0.0.1"), own], Some(421)),
            (&get, vec![("host", "127.0.0.1:8001"), own], Some(421)),
            (&get, vec![host, host, own], Some(421)),
            (&get, vec![host, own, ("sec-fetch-site", "cross-site")], Some(403)),
            (&get, vec![host, own, ("sec-fetch-site", "same-site")], Some(403)),
            (&post, vec![host, own], Some(403)),
            (&post, vec![host, own, ("origin", "null")], Some(403)),
            (&post, vec![host, own, ("origin", "http://evil.example")], Some(403)),
            (&post, vec![host, own, ("origin", "http://127.0.0.1:8001")], Some(403)),
            (&post, vec![host, own, ("origin", "https://127.0.0.1:8000")], Some(403)),
            (&post, vec![host, own, origin, ("origin", "http://evil.example")], Some(403)),
        ] {
            let mut map = HeaderMap::new();
            for (name, value) in &pairs {
                map.append(HeaderName::from_static(name), HeaderValue::from_str(value).expect("a value"));
            }
            let got = gate.refuse(method, "/recipients", &map).map(|status| status.as_u16());
            assert_eq!(got, refused, "{method} {pairs:?}");
        }
        let entry =
            |site: &'static str| gate.refuse(&get, ENTRY, &headers(&[host, ("sec-fetch-site", site)]));
        assert_eq!(entry("none"), None, "the entry has no cookie yet");
        assert_eq!(entry("same-site"), None, "another desk may lead there");
        assert_eq!(entry("cross-site"), None, "as some browsers call it");
    }
}
