//! What a mailing must hold beyond the right types.
//!
//! Each function answers for one part of the file; [`check`] asks them all.

use std::collections::BTreeSet;

use super::condition::Condition;
use super::databases;
use super::form;
use super::labels::LabelSheet;
use super::model::Mailing;
use super::outside::leads_outside;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, did_you_mean};
use crate::input::At;
use crate::locale::{find_language, find_state, is_language, names_states};

const PLACEHOLDERS: [&str; 4] = ["serial", "recipient", "document", "locale"];

/// Finds what is wrong with a mailing that was read from `file`.
pub(super) fn check(mailing: &Mailing, file: &str) -> Problems {
    let part = Part { mailing, file };
    let checks = [
        part.check_header(),
        part.check_dates(),
        super::contact::check(mailing, file),
        part.check_form(),
        part.check_dispatch(),
        part.check_documents(),
        part.check_conditions(),
        part.check_accepted(),
        part.check_follows(),
        part.check_paths(),
        part.check_file_name(),
        part.check_extra_fields(),
        part.check_limits(),
        databases::check(mailing, file),
    ];
    checks.into_iter().flatten().collect()
}

/// A mailing with the name of its file.
struct Part<'a> {
    mailing: &'a Mailing,
    file: &'a str,
}

fn wrong(field: &str, location: Location, message: impl Into<String>, hint: impl Into<String>) -> Diagnostic {
    Diagnostic::new(codes::MAILING_VALUE, message).with_location(location).with_field(field).with_hint(hint)
}

impl Part<'_> {
    fn wrong<T>(
        &self,
        field: &str,
        value: &At<T>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Diagnostic {
        wrong(field, value.location(self.file), message, hint)
    }

    fn check_header(&self) -> Problems {
        let format = &self.mailing.format;
        let mut problems = Problems::new();
        if format.value != 1 {
            let message = format!("unknown format {}", format.value);
            problems.push(self.wrong("format", format, message, "write `format: 1`, or use a newer convoke"));
        }
        let named = [("default_language", Some(&self.mailing.default_language))];
        let named = named.into_iter().chain([("second_language", self.mailing.second_language.as_ref())]);
        for (field, language) in named.filter_map(|(field, language)| Some((field, language?))) {
            // The name of a language is one to people, and no folder of templates.
            let tag = find_language(language).filter(|tag| !tag.eq_ignore_ascii_case(language));
            if let Some(tag) = tag.filter(|_| !is_language(language) || language.len() > 3) {
                let message = format!("`{}` is not a language tag", language.value);
                problems.push(self.wrong(field, language, message, format!("write `{tag}`")));
            }
        }
        problems
    }

    fn check_dates(&self) -> Problems {
        let Mailing { event, deadlines, issued_at, .. } = self.mailing;
        let mut problems = Problems::new();
        if *event.end < *event.start {
            let message = format!("the event ends on {} before it starts", *event.end);
            problems.push(self.wrong("event.end", &event.end, message, "check both dates"));
        }
        let contributions = deadlines.contributions.iter().map(|date| ("deadlines.contributions", date));
        let registration = deadlines.registration.iter().map(|date| ("deadlines.registration", date));
        for (field, date) in contributions.chain(registration) {
            let message = if **date > *event.end {
                format!("the deadline {} is after the event", **date)
            } else if **date < issued_at.date() {
                format!("the deadline {} is before the date of issue", **date)
            } else {
                continue;
            };
            problems.push(self.wrong(field, date, message, "check the year"));
        }
        problems
    }

    fn check_form(&self) -> Problems {
        let count = &self.mailing.participants_per_form;
        let mut problems = form::check(&self.mailing.form, self.file);
        problems.extend((!(1..=50).contains(&count.value)).then(|| {
            let message = format!("{} participants do not fit a form", count.value);
            self.wrong("participants_per_form", count, message, "give a number from 1 to 50")
        }));
        problems
    }

    fn check_accepted(&self) -> Problems {
        self.mailing.accepted.iter().filter_map(|accepted| accepted.check(self.file)).collect()
    }

    /// Checks what the dispatch office prints and sends.
    fn check_dispatch(&self) -> Problems {
        let dispatch = &self.mailing.dispatch;
        let mut problems = Problems::new();
        if let Some(smtp) = &dispatch.e_mail.smtp {
            let at = |key: &str| self.mailing.location(&format!("dispatch.e_mail.smtp.{key}"), self.file);
            problems.extend(smtp.check(self.file, at));
        }
        if let Some(imap) = &dispatch.e_mail.imap {
            let at = |key: &str| self.mailing.location(&format!("dispatch.e_mail.imap.{key}"), self.file);
            problems.extend(imap.check(self.file, at));
        }
        if let Some(seal) = &self.mailing.seal {
            let ids: Vec<&str> = self.mailing.documents.iter().map(|document| document.id.as_str()).collect();
            problems.extend(seal.check(self.file, &self.mailing.location("seal", self.file), &ids));
        }
        if !(1..=9).contains(&dispatch.approvals.value) {
            let message = format!("{} persons cannot approve an archive", dispatch.approvals.value);
            problems.push(self.wrong(
                "dispatch.approvals",
                &dispatch.approvals,
                message,
                "give a number from 1 to 9",
            ));
        }
        if let Some(number) = dispatch.labels.as_ref().filter(|number| LabelSheet::of_trade(number).is_none())
        {
            let message = format!("no sheet of labels has the number `{}`", number.value);
            let hint = did_you_mean(number, LabelSheet::trade_numbers());
            problems.push(self.wrong("dispatch.labels", number, message, hint));
        }
        problems.extend(self.check_posting());
        if let Some(sheet) = &dispatch.label_sheet {
            problems.extend(self.locate(sheet.check(), "dispatch.label_sheet"));
        }
        if let Some(window) = &dispatch.window {
            problems.extend(self.locate(window.check(self.mailing.paper), "dispatch.window"));
        }
        let most = &dispatch.e_mail.max_megabytes;
        if most.value == 0 {
            let field = "dispatch.e_mail.max_megabytes";
            problems.push(self.wrong(field, most, "no message has 0 megabytes", "give at least 1"));
        }
        problems
    }

    /// Checks where the mailing is posted, and the languages read there.
    fn check_posting(&self) -> Problems {
        let dispatch = &self.mailing.dispatch;
        let state = dispatch.posted_from.iter().filter(|state| find_state(state).is_none()).map(|state| {
            let message = format!("`{}` is not one State", state.value);
            self.wrong("dispatch.posted_from", state, message, "write a code or a name, such as CHE")
        });
        let languages = dispatch.postal_languages.iter().filter(|language| !names_states(language));
        let languages = languages.map(|language| {
            let message = format!("there are no names of States in Latin letters in `{}`", language.value);
            let hint = "name the languages in which post reads countries, such as fr or en";
            self.wrong("dispatch.postal_languages", language, message, hint)
        });
        state.chain(languages).collect()
    }

    /// Gives problems of measurements their key and place in the mailing.
    fn locate(&self, problems: Problems, field: &str) -> Problems {
        let place = |problem: Diagnostic| {
            let key = problem.subject.field.as_ref().map_or(field.to_owned(), |key| format!("{field}.{key}"));
            let hint = problem.hints.into_iter().next().unwrap_or_default();
            wrong(&key, self.mailing.location(&key, self.file), problem.message, hint)
        };
        problems.into_iter().map(place).collect()
    }

    fn check_documents(&self) -> Problems {
        let Mailing { documents, courtesy_documents, reference, .. } = self.mailing;
        let mut problems = Problems::new();
        let mut ids = BTreeSet::new();
        for document in documents {
            for (field, name) in [("documents.id", &document.id), ("documents.folder", &document.folder)] {
                let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                if name.is_empty() || !name.chars().all(plain) {
                    let message = format!("`{}` cannot name a document", name.value);
                    let hint = "use lower-case letters, digits and hyphens";
                    problems.push(self.wrong(field, name, message, hint));
                }
            }
            if !ids.insert(document.id.value.as_str()) {
                let message = format!("two documents are called `{}`", document.id.value);
                problems.push(self.wrong("documents.id", &document.id, message, "give each its own id"));
            }
        }
        for id in courtesy_documents.iter().flatten().filter(|id| !ids.contains(id.value.as_str())) {
            let message = format!("no document is called `{}`", id.value);
            let hint = did_you_mean(id, ids.iter().copied());
            problems.push(self.wrong("courtesy_documents", id, message, hint));
        }
        if documents.is_empty() {
            let message = "the mailing has no documents";
            problems.push(self.wrong("documents", reference, message, "list at least one document"));
        }
        problems
    }

    /// What is sent again is a document besides the letter, and its serial an extra field.
    fn check_follows(&self) -> Problems {
        let Mailing { documents, extra_fields, reference, .. } = self.mailing;
        let Some(follows) = &self.mailing.follows else { return Problems::new() };
        let mut problems = Problems::new();
        if follows.reference.trim().is_empty() || follows.reference.value == reference.value {
            let message = "a mailing follows another, which has a reference of its own";
            let hint = "write the reference of the mailing that this one follows";
            problems.push(self.wrong("follows.reference", &follows.reference, message, hint));
        }
        if !extra_fields.contains(&follows.serial.value) {
            let message = format!("undeclared field `{}`", follows.serial.value);
            let hint = "declare it under `extra_fields`";
            problems.push(self.wrong("follows.serial", &follows.serial, message, hint));
        }
        let annexes: Vec<&str> =
            documents.iter().skip(1).map(|document| document.id.value.as_str()).collect();
        for id in follows.documents.iter().filter(|id| !annexes.contains(&id.value.as_str())) {
            let message = format!("no document besides the letter is called `{}`", id.value);
            let hint = did_you_mean(id, annexes.iter().copied());
            problems.push(self.wrong("follows.documents", id, message, hint));
        }
        problems
    }

    /// Conditions say something, of fields there are; the letter goes to all.
    fn check_conditions(&self) -> Problems {
        let mut problems = Problems::new();
        let mut told = |key: &str, message: String, hint: String| {
            problems.push(wrong(key, self.mailing.location(key, self.file), message, hint));
        };
        for (key, condition) in self.mailing.conditions() {
            // What is wrong in it is told already.
            let below = format!("{key}.");
            let mut inside = self.mailing.places.range(below.clone()..);
            let is_empty = !inside.next().is_some_and(|(key, _)| key.starts_with(&below));
            if *condition == Condition::default() && is_empty {
                let hint = "name recipients by `kind`, `id`, `group` or `fields`, or remove it";
                told(&key, "the condition says nothing".to_owned(), hint.to_owned());
            }
            let extra = &self.mailing.extra_fields;
            for name in condition.fields.keys().filter(|name| !extra.contains(name)) {
                let hint = match extra.is_empty() {
                    true => "declare it under `extra_fields`".to_owned(),
                    false => did_you_mean(name, extra.iter().map(String::as_str)),
                };
                told(&key, format!("undeclared field `{name}`"), hint);
            }
        }
        let letter = self.mailing.documents.first();
        if let Some(letter) = letter.filter(|letter| letter.when.is_some() || letter.unless.is_some()) {
            let name = if letter.when.is_some() { "when" } else { "unless" };
            let message = format!(
                "`{}` is the first document, and so the letter: every recipient gets it",
                letter.id.value
            );
            let hint = "give it `variants` instead, or take recipients out of the list";
            told(&format!("documents.{}.{name}", letter.id.value), message, hint.to_owned());
        }
        problems
    }

    fn check_paths(&self) -> Problems {
        let Mailing { assets, enclosures, templates, .. } = self.mailing;
        let field = |key| match key {
            "emblem" => "assets.emblem.file",
            _ => "assets.signature.file",
        };
        let pictures = assets.iter().map(|(key, asset)| (field(key), &asset.file));
        let enclosures = enclosures.iter().map(|enclosure| ("enclosures.file", &enclosure.file));
        let paths = pictures.chain(enclosures).chain([("templates", templates)]);
        paths
            .filter(|(_, path)| leads_outside(path))
            .map(|(field, path)| {
                let message = format!("`{}` leads outside the mailing's folder", path.value);
                let hint = "put the file into the mailing's folder and name it from there";
                self.wrong(field, path, message, hint)
            })
            .collect()
    }

    fn check_file_name(&self) -> Problems {
        let pattern = &self.mailing.file_name;
        let names = pattern.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0));
        names
            .filter(|name| !PLACEHOLDERS.contains(name))
            .map(|name| {
                let message = format!("unknown placeholder `{{{name}}}`");
                self.wrong("file_name", pattern, message, did_you_mean(name, PLACEHOLDERS))
            })
            .collect()
    }

    fn check_extra_fields(&self) -> Problems {
        let Mailing { extra_fields, reference, .. } = self.mailing;
        let mut problems = Problems::new();
        for name in extra_fields {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(plain) {
                let message = format!("`{name}` cannot name a merge field");
                let hint = "use lower-case letters, digits and underscores, beginning with a letter";
                problems.push(self.wrong("extra_fields", reference, message, hint));
            }
        }
        problems
    }

    fn check_limits(&self) -> Problems {
        let limits = &self.mailing.limits;
        let least = [("limits.seconds", &limits.seconds, 1), ("limits.mebibytes", &limits.mebibytes, 128)];
        least
            .into_iter()
            .filter(|(_, limit, least)| limit.value < *least)
            .map(|(field, limit, least)| {
                let message = format!("{} is too little for any document", limit.value);
                self.wrong(field, limit, message, format!("give at least {least}"))
            })
            .collect()
    }
}
