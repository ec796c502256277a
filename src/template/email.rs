//! The e-mail that brings a recipient its documents: a subject, a plain text, and the same text as HTML; not sent here.

use crate::diagnostic::{Diagnostic, Location, codes};

/// The file name of its template in a language's folder.
pub const EMAIL: &str = "email.txt.hbs";

/// The file name of the template that frames the text as HTML: one for all languages in the templates folder, or a
/// language's own in its folder.
pub const EMAIL_HTML: &str = "email.html.hbs";

/// Subject and text of an e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    /// The subject, one line.
    pub subject: String,
    /// The text; its paragraphs are lines, with empty lines between them.
    pub text: String,
    /// The same text as HTML, where there is an [`EMAIL_HTML`] template.
    pub html: Option<String>,
}

impl Email {
    /// Takes a rendered template apart: the first line is the subject, the text follows after an empty line.
    ///
    /// # Errors
    ///
    /// There is no subject, no empty line after it, or no text; `file` is the template's, for the message.
    pub fn parse(rendered: &str, file: &str) -> Result<Self, Diagnostic> {
        let (subject, rest) = rendered.trim_start().split_once('\n').unwrap_or_default();
        let (empty, text) = rest.split_once('\n').unwrap_or_default();
        if subject.trim().is_empty() || !empty.trim().is_empty() || text.trim().is_empty() {
            return Err(Diagnostic::new(
                codes::EMAIL_SUBJECT,
                "the e-mail does not begin with a subject line",
            )
            .with_location(Location::file(file))
            .with_hint("write the subject on the first line, then an empty line, then the text"));
        }
        Ok(Self { subject: subject.trim().to_owned(), text: format!("{}\n", text.trim()), html: None })
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\n\n{}", self.subject, self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_the_subject() {
        let email = Email::parse("\nInvitation \n\nSir,\n\nText\n\n\n", "f").expect("an e-mail");
        assert_eq!((email.subject.as_str(), email.text.as_str()), ("Invitation", "Sir,\n\nText\n"));
        assert_eq!(Email::parse(&email.to_string(), "f").expect("the same"), email);
    }

    #[test]
    fn a_text_without_subject_is_none() {
        for text in ["", "Subject", "Subject\nText\n", "Subject\n\n", "Subject\n\n\n"] {
            assert_eq!(Email::parse(text, "f").expect_err("no e-mail").code, "email-subject", "{text:?}");
        }
    }
}
