//! What is asked of a store again where it failed for the moment, and what its refusals mean.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use object_store::Error;
use object_store::client::{HttpError, HttpErrorKind};

use super::refusal::RefusalReason;

/// How often something is asked, the first time included.
const TIMES: u32 = 8;
/// The pause before it is asked the second time; each is twice as long as the one before.
const PAUSE: Duration = Duration::from_millis(100);
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(5);

/// What was asked again, and why.
#[derive(Debug, Default)]
pub(super) struct Retries(Mutex<BTreeMap<&'static str, usize>>);

impl Retries {
    /// Asks until it is answered, refused for good, or was asked often enough.
    pub(super) async fn ask<T, F: Future<Output = Result<T, Error>>>(
        &self,
        mut attempt: impl FnMut(u32) -> F,
    ) -> Result<T, Error> {
        let mut pause = PAUSE;
        for time in 1.. {
            match attempt(time).await {
                Err(error) if time < TIMES => match momentary(&error) {
                    Some(cause) => self.note(cause),
                    None => return Err(error),
                },
                answered => return answered,
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST);
        }
        unreachable_end()
    }

    fn note(&self, cause: &'static str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(cause).or_default() += 1;
    }

    /// How often what was asked again, since this was asked last.
    pub(super) fn take(&self) -> BTreeMap<&'static str, usize> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn unreachable_end<T>() -> Result<T, Error> {
    Err(Error::Generic { store: "store", source: "it was asked too often".into() })
}

/// Why something failed for the moment; `None` where asking again would change nothing.
fn momentary(error: &Error) -> Option<&'static str> {
    match Found::of(error) {
        Found::Status(429 | 503, _) => Some("it was too busy"),
        Found::Status(500..=599, _) => Some("it failed"),
        Found::Status(408, _) => Some("it waited too long"),
        Found::Status(_, Some(code))
            if ["RequestTimeout", "SlowDown", "InternalError"].contains(&code.as_str()) =>
        {
            Some("it was too busy")
        }
        Found::Cut => Some("the connection was cut"),
        Found::Status(..) | Found::Other => None,
    }
}

/// What an error tells.
enum Found {
    /// An answer with its status, and the code in its text.
    Status(u16, Option<String>),
    Cut,
    Other,
}

impl Found {
    fn of(error: &Error) -> Self {
        let mut next: Option<&(dyn std::error::Error + 'static)> = Some(error);
        while let Some(error) = next {
            if let Some(http) = error.downcast_ref::<HttpError>() {
                return Self::of_http(http);
            }
            next = error.source();
        }
        Self::of_text(&error.to_string())
    }

    /// The crate keeps its type of answers to itself, and gives their status and text as words.
    fn of_text(text: &str) -> Self {
        let code = code_in(text);
        if let Some((_, rest)) = text.split_once("non-2xx status code: ") {
            let digits = rest.get(..3).and_then(|digits| digits.parse().ok());
            return digits.map_or(Self::Other, |status| Self::Status(status, code));
        }
        // Some say with status 200 that they failed.
        match code {
            Some(code) => Self::Status(500, Some(code)),
            None if text.contains("redirect without LOCATION") => Self::Status(301, None),
            None => Self::Other,
        }
    }

    fn of_http(error: &HttpError) -> Self {
        match error.kind() {
            HttpErrorKind::Connect
            | HttpErrorKind::Request
            | HttpErrorKind::Timeout
            | HttpErrorKind::Interrupted
            | HttpErrorKind::Decode => Self::Cut,
            _ => Self::Other,
        }
    }
}

/// The code in the text of an answer: `<Code>NoSuchBucket</Code>`.
fn code_in(body: &str) -> Option<String> {
    let (_, rest) = body.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    code.bytes().all(|byte| byte.is_ascii_alphanumeric()).then(|| code.to_owned())
}

/// What a refusal means.
pub(super) fn reason_of(error: &Error) -> RefusalReason {
    let found = Found::of(error);
    if let Found::Status(_, Some(code)) = &found {
        match code.as_str() {
            "NoSuchBucket" | "ContainerNotFound" => return RefusalReason::NoBucket,
            "RequestTimeTooSkewed" => return RefusalReason::Clock,
            "InvalidAccessKeyId"
            | "SignatureDoesNotMatch"
            | "AuthenticationFailed"
            | "ExpiredToken"
            | "InvalidToken" => {
                return RefusalReason::Unknown;
            }
            "AuthorizationHeaderMalformed" | "PermanentRedirect" | "IllegalLocationConstraintException" => {
                return RefusalReason::Region;
            }
            _ => {}
        }
    }
    match (error, found) {
        (Error::Precondition { .. }, _) => RefusalReason::Changed,
        (_, Found::Status(404, _)) | (Error::NotFound { .. }, _) => RefusalReason::Nothing,
        (_, Found::Status(401, _)) | (Error::Unauthenticated { .. }, _) => RefusalReason::Unknown,
        (_, Found::Status(403, _)) | (Error::PermissionDenied { .. }, _) => RefusalReason::Denied,
        (_, Found::Status(301 | 307, _)) => RefusalReason::Region,
        (_, Found::Status(412, _)) => RefusalReason::Changed,
        (_, Found::Status(429 | 500..=599, _)) => RefusalReason::Busy,
        (_, Found::Cut) => RefusalReason::Cut,
        (_, Found::Status(status, code)) => {
            let code = code.map(|code| format!(", {code}")).unwrap_or_default();
            RefusalReason::Other(format!("the store answered with status {status}{code}"))
        }
        // Its words name addresses and settings, and may have secrets in them.
        (_, Found::Other) => RefusalReason::Other(
            "the store cannot be asked: its settings are not complete, or its answer is not understood"
                .to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: &str, code: &str) -> Error {
        let text = format!(
            "Error performing GET http://x in 1ms - Server returned non-2xx status code: {status}: <Error><Code>{code}</Code></Error>"
        );
        Error::Generic { store: "S3", source: text.into() }
    }

    #[test]
    fn each_refusal_has_its_cause_and_only_those_of_the_moment_are_asked_again() {
        for (status, code, reason, is_momentary) in [
            ("404 Not Found", "NoSuchBucket", RefusalReason::NoBucket, false),
            ("404 Not Found", "NoSuchKey", RefusalReason::Nothing, false),
            ("403 Forbidden", "AccessDenied", RefusalReason::Denied, false),
            ("403 Forbidden", "RequestTimeTooSkewed", RefusalReason::Clock, false),
            ("403 Forbidden", "SignatureDoesNotMatch", RefusalReason::Unknown, false),
            ("400 Bad Request", "AuthorizationHeaderMalformed", RefusalReason::Region, false),
            ("301 Moved Permanently", "PermanentRedirect", RefusalReason::Region, false),
            ("412 Precondition Failed", "PreconditionFailed", RefusalReason::Changed, false),
            ("503 Slow Down", "SlowDown", RefusalReason::Busy, true),
            ("500 Internal Server Error", "InternalError", RefusalReason::Busy, true),
            ("429 Too Many Requests", "", RefusalReason::Busy, true),
        ] {
            let error = answered(status, code);
            assert_eq!(reason_of(&error), reason, "{status} {code}");
            assert_eq!(momentary(&error).is_some(), is_momentary, "{status} {code}");
        }
        let other = answered("418 Teapot", "Strange");
        assert_eq!(
            reason_of(&other),
            RefusalReason::Other("the store answered with status 418, Strange".to_owned())
        );
        let silent = Error::Generic { store: "S3", source: "key AKIA is not complete".into() };
        assert!(matches!(reason_of(&silent), RefusalReason::Other(words) if !words.contains("AKIA")));
    }
}
