//! `mailing.yaml` of a mailing of one's own: a comment at each key, the answers as data, and nothing where there is no answer.

use std::fmt::Write as _;

use super::answers::Answers;
use super::document_line::{entry, fields};
use super::genre_folder::GenreFolder;
use super::published;
use super::scalar::scalar;
use super::topic::Topic;
use crate::input::quoted;
use crate::locale::{is_latin, script_of};
use crate::mailing::{self, Document, LETTER};

/// The template of the registration form.
const FORM: &str = "form.typ.hbs";

/// What stands before the name of the organisation that an emblem is of, in each language.
const EMBLEM: [(&str, &str); 6] = [
    ("en", "Emblem: "),
    ("fr", "Emblème: "),
    ("es", "Emblema: "),
    ("ru", "Эмблема: "),
    ("zh", "徽标："),
    ("ar", "شعار: "),
];

/// What stands before the name of whom a signature is of, in each language.
const SIGNATURE: [(&str, &str); 6] = [
    ("en", "Signature: "),
    ("fr", "Signature: "),
    ("es", "Firma: "),
    ("ru", "Подпись: "),
    ("zh", "签名："),
    ("ar", "التوقيع: "),
];

/// The text of the file.
pub(super) fn write(answers: &Answers, genre: &GenreFolder) -> String {
    let mut file = File { text: String::new(), answers, genre };
    file.head();
    file.event();
    file.sender();
    file.rest();
    file.text
}

/// The file as far as it is written.
struct File<'a> {
    text: String,
    answers: &'a Answers,
    genre: &'a GenreFolder,
}

impl File<'_> {
    fn head(&mut self) {
        self.line(0, "# yaml-language-server: $schema=docs/schemas/mailing.json");
        self.line(0, "# What all letters of this mailing share. A key without a value is still to be filled in: `convoke check` names them.");
        self.line(0, "format: 1");
        self.value(
            0,
            "Reference of the mailing, such as DM-1132: letters bear it with their number.",
            "reference",
            Topic::Reference,
        );
        if self.genre.name() != LETTER {
            let (name, folder) = (self.genre.name().to_owned(), mailing::GENRES);
            self.comment(
                0,
                &format!("Genre of the letters, whose rules are in templates/{folder}/{name}.yaml."),
            );
            self.line(0, format_args!("genre: {name}"));
        }
        self.value(
            0,
            "Date of issue, which dates every document, such as 2026-11-28.",
            "issued_at",
            Topic::IssuedAt,
        );
        self.texts(0, "Place of issue, as it stands beside the date, such as Geneva.", "place", Topic::Place);
        self.comment(0, "Language for recipients none of whose languages has letters here.");
        let default = self.answers.default_language().to_owned();
        self.line(0, format_args!("default_language: {default}"));
        self.comment(0, "Paper: a4 or us-letter.");
        let paper = self.answers.get(Topic::Paper).unwrap_or("a4").to_owned();
        self.line(0, format_args!("paper: {paper}"));
    }

    fn event(&mut self) {
        self.line(0, "\nevent:");
        self.texts(
            1,
            "Name of the event, such as Thirty-first Session of the Fisheries Commission.",
            "name",
            Topic::Event,
        );
        self.texts(
            1,
            "Name of the meeting that the recipients are invited to, such as Regular Session.",
            "meeting",
            Topic::Meeting,
        );
        self.texts(1, "Place of the meeting, such as Hammamet, Tunisia.", "place", Topic::EventPlace);
        self.value(1, "First day, such as 2027-03-09.", "start", Topic::Start);
        self.value(1, "Last day; the first one again if there is only one.", "end", Topic::End);
        if let Some(day) = self.answers.get(Topic::Deadline).map(str::to_owned) {
            self.line(0, "\ndeadlines:");
            self.comment(1, "Last day for registration forms.");
            self.line(1, format_args!("registration: {day}"));
        }
    }

    fn sender(&mut self) {
        self.line(0, "\nsender:");
        self.texts(1, "The organisation that writes.", "organisation", Topic::Organisation);
        self.texts(1, "The office that answers questions, such as Secretariat.", "office", Topic::Office);
        self.value(1, "Its e-mail address.", "e_mail", Topic::EMail);
        self.line(1, "signatory:");
        self.texts(2, "Who signs, as printed under the signature.", "name", Topic::Signatory);
        self.titles();
        self.note();
    }

    /// How notes name their sender, with the gender of the languages that were answered for.
    fn note(&mut self) {
        let genders: Vec<String> = self
            .languages()
            .iter()
            .filter_map(|tag| Some(format!("{tag}: {}", self.answers.text(Topic::WriterGender, tag)?)))
            .collect();
        if !self.genre.names_sender() {
            return;
        }
        self.line(1, "note:");
        self.texts(
            2,
            "The sender in full as the subject of a sentence, such as The Secretariat of the Fisheries Commission.",
            "name",
            Topic::WritesAs,
        );
        if !genders.is_empty() {
            self.comment(2, "Its grammatical gender, where formulae differ by it; neuter where left out.");
            self.line(2, format_args!("gender: {{ {} }}", genders.join(", ")));
        }
        self.comment(2, "Whether it is a person, such as The Secretary-General, who writes to the Minister and not to the Ministry.");
        self.line(2, "person: false");
    }

    /// Titles are lists, and each language has its own.
    fn titles(&mut self) {
        self.comment(2, "Titles, a line each, by language, such as [Executive Secretary].");
        self.line(2, "titles:");
        for language in self.languages() {
            let title =
                self.answers.text(Topic::Title, &language).map(|title| format!(" [{}]", quoted(title)));
            self.line(3, format_args!("{language}:{}", title.unwrap_or_default()));
        }
    }

    fn rest(&mut self) {
        self.comment(
            0,
            "\n# The documents each recipient gets, in order, with their names in the annex line.",
        );
        self.line(0, "documents:");
        let documents = &self.genre.rules().documents;
        for document in documents {
            self.document(document);
        }
        let fields: Vec<String> = fields(documents).into_iter().map(quoted).collect();
        if !fields.is_empty() {
            self.comment(0, "\n# Further fields of the recipients, by which they get documents or not.");
            self.line(0, format_args!("extra_fields: [{}]", fields.join(", ")));
        }
        self.comment(0, "\n# Files with the recipients, beside this one: YAML, CSV, XLSX or ODS.");
        let list = match published::is_begun(self.answers, self.genre) {
            true => published::LIST.to_owned(),
            false => self.answers.get(Topic::List).map(quoted).unwrap_or_default(),
        };
        self.line(0, format_args!("recipients: [{list}]"));
        if self.genre.rules().documents.iter().any(|document| document.template == FORM) {
            self.form();
        }
        self.pictures();
        self.text.push_str(MORE);
    }

    fn document(&mut self, document: &Document) {
        let languages = self.languages();
        let chosen = EMBLEM.iter().filter(|(language, _)| languages.iter().any(|chosen| chosen == language));
        let named = chosen.filter_map(|(language, _)| {
            Some(format!("{language}: {}", quoted(document.name.get(language)?)))
        });
        let names = named.collect::<Vec<_>>().join(", ");
        self.line(1, format!("- {}", entry(document, &format!("{{ {names} }}"))));
    }

    /// The languages to choose from are those that there are letters in.
    fn form(&mut self) {
        self.comment(0, "\n# What the registration form asks, where that differs from what all forms ask.");
        self.line(0, "form:");
        self.comment(1, "Languages of correspondence and interpretation to choose from.");
        let languages = self.languages().join(", ");
        self.line(1, format_args!("languages: [{languages}]"));
    }

    /// The pictures, which are called after the organisation and the signatory for those who cannot see them.
    fn pictures(&mut self) {
        let pictures = [
            (Topic::Emblem, "emblem", EMBLEM, Topic::Organisation),
            (Topic::Signature, "signature", SIGNATURE, Topic::Signatory),
        ];
        let what = match pictures.map(|(topic, ..)| self.answers.get(topic).is_some()) {
            [false, false] => return,
            [true, false] => "Emblem of the letterhead",
            [false, true] => "Facsimile signature",
            [true, true] => "Emblem of the letterhead and facsimile signature",
        };
        self.comment(0, &format!("\n# {what}, with a text for readers who cannot see it."));
        self.line(0, "assets:");
        for (topic, key, words, named) in pictures {
            self.picture(topic, key, &words, named);
        }
    }

    fn picture(&mut self, topic: Topic, key: &str, words: &[(&str, &str)], named: Topic) {
        let Some(file) = self.answers.get(topic).map(quoted) else { return };
        self.line(1, format_args!("{key}:"));
        self.line(2, format_args!("file: {file}"));
        self.line(2, "alt:");
        for language in self.languages() {
            let before = words.iter().find(|(of, _)| *of == language).map_or("", |(_, words)| words);
            let name = self.answers.text(named, &language);
            let alt = name.map(|name| format!(" {}", quoted(&format!("{before}{name}"))));
            self.line(3, format_args!("{language}:{}", alt.unwrap_or_default()));
        }
    }

    fn languages(&self) -> Vec<String> {
        self.answers.languages().into_iter().map(str::to_owned).collect()
    }

    fn line(&mut self, depth: usize, line: impl std::fmt::Display) {
        let _ = writeln!(self.text, "{:1$}{line}", "", 2 * depth);
    }

    fn comment(&mut self, depth: usize, comment: &str) {
        let mark = if comment.starts_with('\n') { "" } else { "# " };
        self.line(depth, format_args!("{mark}{comment}"));
    }

    /// A key that is the same in all languages.
    fn value(&mut self, depth: usize, comment: &str, key: &str, topic: Topic) {
        self.comment(depth, comment);
        let value = self.answers.get(topic).map(scalar).unwrap_or_default();
        self.line(depth, format!("{key}: {value}").trim_end());
    }

    /// A key that has a text; with several languages, each has its own.
    fn texts(&mut self, depth: usize, comment: &str, key: &str, topic: Topic) {
        self.comment(depth, comment);
        let languages = self.languages();
        let text = |language: &String| self.text(topic, language).map(scalar).unwrap_or_default();
        let lines: Vec<String> = match languages.as_slice() {
            [only] => vec![format!("{key}: {}", text(only))],
            _ => {
                let of_languages =
                    languages.iter().map(|language| format!("  {language}: {}", text(language)));
                std::iter::once(format!("{key}:")).chain(of_languages).collect()
            }
        };
        for line in lines {
            self.line(depth, line.trim_end());
        }
    }

    /// The answer in a language. The name of a person is the same in all languages of its letters.
    fn text(&self, topic: Topic, language: &str) -> Option<&str> {
        let is_latin_too = |name: &&str| {
            let script = script_of(language);
            topic == Topic::Signatory && is_latin(name) && script == Some("Latn")
        };
        let own = self.answers.text(topic, language);
        own.or_else(|| self.answers.text(topic, self.answers.default_language()).filter(is_latin_too))
    }
}

/// What may be added, as comments.
const MORE: &str = "
# Where they are needed, and then without the number sign:
# website: www.commission.example
# deadlines: { registration: 2027-02-15 }
# return_address: { lines: [Secretariat, 1 Harbour Street, Hammamet], e_mail: registration@commission.example }
# participants_per_form: 2
# Below `form:` above, to leave questions out, to ask others, and to say how long answers are kept:
#   leave_out: [fax, visa]
#   questions: [{ id: excursion, label: Excursion on the last day, kind: check }]
#   data_kept_until: 2027-12-31
";
