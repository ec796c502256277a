//! The flags of `convoke init`, one for each question.

use crate::diagnostic::Problems;
use crate::starter::{Interview, Topic};

/// The flags that answer questions.
#[derive(Debug, clap::Args)]
#[group(id = "Flags", multiple = true)]
pub(super) struct Flags {
    /// Languages of the letters: en, fr, es, ru, zh, ar [default: en].
    #[arg(long, value_name = "TAGS")]
    languages: Option<String>,
    /// Language for recipients none of whose languages is among them [default: the first].
    #[arg(long, value_name = "TAG")]
    default_language: Option<String>,
    /// The organisation that writes.
    #[arg(long, value_name = "TEXT")]
    organisation: Vec<String>,
    /// The office that answers questions.
    #[arg(long, value_name = "TEXT")]
    office: Vec<String>,
    /// E-mail address of the office.
    #[arg(long, value_name = "ADDRESS")]
    e_mail: Option<String>,
    /// The office that writes, in full as the subject of a sentence: notes verbales name it so.
    #[arg(long, value_name = "TEXT")]
    writes_as: Vec<String>,
    /// Grammatical gender of that name, where a language's formulae differ by it: masculine, feminine or neuter.
    #[arg(long, value_name = "GENDER")]
    writer_gender: Vec<String>,
    /// Name of the event.
    #[arg(long, value_name = "TEXT")]
    event: Vec<String>,
    /// Name of the meeting.
    #[arg(long, value_name = "TEXT")]
    meeting: Vec<String>,
    /// Place of the meeting.
    #[arg(long, value_name = "TEXT")]
    event_place: Vec<String>,
    /// First day, such as 2027-03-09, or with the name of the month in the default language; or all days, such as 9-13 March 2027.
    #[arg(long, value_name = "DATE")]
    start: Option<String>,
    /// Last day.
    #[arg(long, value_name = "DATE")]
    end: Option<String>,
    /// Last day for registration forms.
    #[arg(long, value_name = "DATE")]
    deadline: Option<String>,
    /// Reference of the mailing, such as DM-1132.
    #[arg(long, value_name = "TEXT")]
    reference: Option<String>,
    /// Place of issue.
    #[arg(long, value_name = "TEXT")]
    place: Vec<String>,
    /// Date of issue.
    #[arg(long, value_name = "DATE")]
    issued_at: Option<String>,
    /// Name of who signs.
    #[arg(long, value_name = "TEXT")]
    signatory: Vec<String>,
    /// Title of who signs.
    #[arg(long, value_name = "TEXT")]
    title: Vec<String>,
    /// List of recipients, a file in the mailing's folder.
    #[arg(long, value_name = "FILE")]
    list: Option<String>,
    /// Emblem of the letterhead, a picture in the mailing's folder.
    #[arg(long, value_name = "FILE")]
    emblem: Option<String>,
    /// Picture of the signature, in the mailing's folder.
    #[arg(long, value_name = "FILE")]
    signature: Option<String>,
    /// Paper: a4 or us-letter [default: a4].
    #[arg(long, value_name = "PAPER")]
    paper: Option<String>,
}

impl Flags {
    /// Answers what the flags answer; all that cannot be taken is told at once.
    pub(super) fn give(&self, interview: &mut Interview) -> Result<(), Problems> {
        let mut problems = Problems::new();
        for topic in Topic::ALL {
            for written in self.of(topic) {
                problems.extend(interview.give(topic, written).err().map(|refusal| refusal.of_flag(topic)));
            }
        }
        if problems.has_errors() { Err(problems) } else { Ok(()) }
    }

    fn of(&self, topic: Topic) -> &[String] {
        match topic {
            Topic::Languages => self.languages.as_slice(),
            Topic::DefaultLanguage => self.default_language.as_slice(),
            Topic::Organisation => &self.organisation,
            Topic::Office => &self.office,
            Topic::EMail => self.e_mail.as_slice(),
            Topic::WritesAs => &self.writes_as,
            Topic::WriterGender => &self.writer_gender,
            Topic::Event => &self.event,
            Topic::Meeting => &self.meeting,
            Topic::EventPlace => &self.event_place,
            Topic::Start => self.start.as_slice(),
            Topic::End => self.end.as_slice(),
            Topic::Deadline => self.deadline.as_slice(),
            Topic::Reference => self.reference.as_slice(),
            Topic::Place => &self.place,
            Topic::IssuedAt => self.issued_at.as_slice(),
            Topic::Signatory => &self.signatory,
            Topic::Title => &self.title,
            Topic::List => self.list.as_slice(),
            Topic::Emblem => self.emblem.as_slice(),
            Topic::Signature => self.signature.as_slice(),
            Topic::Paper => self.paper.as_slice(),
        }
    }
}
