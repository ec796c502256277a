//! The words by which mail programs say what a message is, in many languages. They are data: `words.yaml`.

use std::sync::OnceLock;

use serde::Deserialize;

use super::text::fold_words_of_programs;

/// The words, folded.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// The local parts of addresses that mail programs write from.
    mailers: Vec<String>,
    /// How the subjects of notices of failure begin.
    failed_subjects: Vec<String>,
    /// How the subjects of notices of a delay begin.
    delayed_subjects: Vec<String>,
    /// What notices of failure say.
    failed: Vec<String>,
    /// What notices of a delay say.
    delayed: Vec<String>,
    /// The lines after which the message that came back stands.
    original: Vec<String>,
    /// How the subjects of automatic replies begin.
    automatic_subjects: Vec<String>,
}

/// The words of the file.
pub(super) fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words: Words = serde_yaml::from_str(include_str!("words.yaml")).unwrap_or_default();
        for list in words.lists_mut() {
            list.iter_mut().for_each(|word| *word = fold_words_of_programs(word));
        }
        words
    })
}

impl Words {
    fn lists_mut(&mut self) -> [&mut Vec<String>; 7] {
        let Self {
            mailers,
            failed_subjects,
            delayed_subjects,
            failed,
            delayed,
            original,
            automatic_subjects,
        } = self;
        [mailers, failed_subjects, delayed_subjects, failed, delayed, original, automatic_subjects]
    }

    /// Whether an address is one that mail programs write from.
    pub(super) fn is_mailer(&self, address: &str) -> bool {
        let local = address.split('@').next().unwrap_or_default();
        // Exchange writes from an address with a number of its own.
        self.mailers
            .iter()
            .any(|known| local == known || known.len() > 12 && local.starts_with(known.as_str()))
    }

    pub(super) fn begins_failed(&self, subject: &str) -> bool {
        begins(&self.failed_subjects, subject)
    }

    pub(super) fn begins_delayed(&self, subject: &str) -> bool {
        begins(&self.delayed_subjects, subject)
    }

    pub(super) fn begins_automatic(&self, subject: &str) -> bool {
        begins(&self.automatic_subjects, subject)
    }

    /// Whether a folded text says that delivery failed.
    pub(super) fn tells_failure(&self, text: &str) -> bool {
        self.failed.iter().any(|words| text.contains(words.as_str()))
    }

    /// Whether a folded text says that delivery is still being tried.
    pub(super) fn tells_delay(&self, text: &str) -> bool {
        self.delayed.iter().any(|words| text.contains(words.as_str()))
    }

    /// Whether the message that came back stands after a line.
    pub(super) fn begins_original(&self, line: &str) -> bool {
        let line = fold_words_of_programs(line);
        let line = line.trim_matches(|c: char| !c.is_alphanumeric());
        !line.is_empty() && self.original.iter().any(|words| line.starts_with(words.as_str()))
    }
}

/// Whether a subject begins with one of some words, and not only with the letters of them.
fn begins(list: &[String], subject: &str) -> bool {
    let subject = fold_words_of_programs(subject);
    list.iter().any(|words| {
        let rest = subject.strip_prefix(words.as_str());
        // What is written without spaces has no ends of words.
        rest.is_some_and(|rest| !words.is_ascii() || !rest.starts_with(|c: char| c.is_alphanumeric()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_read_and_in_no_list_twice() {
        let mut words: Words = serde_yaml::from_str(include_str!("words.yaml")).unwrap();
        for list in words.lists_mut() {
            let mut once: Vec<String> = list.iter().map(|word| fold_words_of_programs(word)).collect();
            assert!(once.len() > 2 && once.iter().all(|word| word.len() > 3), "{once:?}");
            once.sort();
            once.dedup();
            assert_eq!(once.len(), list.len(), "{list:?}");
        }
    }

    #[test]
    fn subjects_are_known_in_many_languages() {
        for subject in [
            "Automatic reply: Invitation",
            "Réponse automatique\u{a0}: Invitation",
            "Respuesta automática: Invitación",
            "Автоответ: Приглашение",
            "自动答复: 邀请",
            "رد تلقائي: دعوة",
            "Out of Office Re: Invitation",
        ] {
            assert!(words().begins_automatic(subject), "{subject}");
        }
        assert!(words().begins_failed("Undeliverable: Invitation"));
        assert!(
            !words().begins_automatic("Automatically yours") && !words().begins_failed("Re: Undeliverable")
        );
    }
}
