//! What `convoke init` asks: each topic with its question, an example, and the flag that answers it.

/// Something a mailing of one's own is asked about, in the order of the questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// The languages of the letters.
    Languages,
    /// The language for recipients none of whose languages is among them.
    DefaultLanguage,
    /// The organisation that writes.
    Organisation,
    /// The office that answers questions.
    Office,
    /// The e-mail address of the office.
    EMail,
    /// The office that writes, as notes verbales name it.
    WritesAs,
    /// The grammatical gender of that name.
    WriterGender,
    /// The name of the event.
    Event,
    /// The name of the meeting.
    Meeting,
    /// The place of the meeting.
    EventPlace,
    /// The first day.
    Start,
    /// The last day.
    End,
    /// The last day for registration forms.
    Deadline,
    /// The reference of the mailing.
    Reference,
    /// The place of issue.
    Place,
    /// The date of issue.
    IssuedAt,
    /// The name of who signs.
    Signatory,
    /// The title of who signs.
    Title,
    /// The list of recipients.
    List,
    /// The emblem of the letterhead.
    Emblem,
    /// The picture of the signature.
    Signature,
    /// The paper.
    Paper,
}

use Topic::{
    Deadline, DefaultLanguage, EMail, Emblem, End, Event, EventPlace, IssuedAt, Languages, List, Meeting,
    Office, Organisation, Paper, Place, Reference, Signatory, Signature, Start, Title, WriterGender,
    WritesAs,
};

impl Topic {
    /// Every topic, in the order of the questions.
    pub const ALL: [Self; 22] = [
        Languages,
        DefaultLanguage,
        Organisation,
        Office,
        EMail,
        WritesAs,
        WriterGender,
        Event,
        Meeting,
        EventPlace,
        Start,
        End,
        Deadline,
        Reference,
        Place,
        IssuedAt,
        Signatory,
        Title,
        List,
        Emblem,
        Signature,
        Paper,
    ];

    /// The name of its flag, without the two hyphens.
    #[must_use]
    pub fn flag(self) -> &'static str {
        match self {
            Languages => "languages",
            DefaultLanguage => "default-language",
            Organisation => "organisation",
            Office => "office",
            EMail => "e-mail",
            WritesAs => "writes-as",
            WriterGender => "writer-gender",
            Event => "event",
            Meeting => "meeting",
            EventPlace => "event-place",
            Start => "start",
            End => "end",
            Deadline => "deadline",
            Reference => "reference",
            Place => "place",
            IssuedAt => "issued-at",
            Signatory => "signatory",
            Title => "title",
            List => "list",
            Emblem => "emblem",
            Signature => "signature",
            Paper => "paper",
        }
    }

    /// The question.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Languages => "Languages of the letters",
            DefaultLanguage => "Language for recipients none of whose languages is among these",
            Organisation => "Organisation that writes",
            Office => "Office that answers questions",
            EMail => "E-mail address of the office",
            WritesAs => "Office that writes, in full as the subject of a sentence",
            WriterGender => "Grammatical gender of that name",
            Event => "Name of the event",
            Meeting => "Name of the meeting",
            EventPlace => "Place of the meeting",
            Start => "First day",
            End => "Last day",
            Deadline => "Last day for registration forms, if there is one",
            Reference => "Reference of the mailing",
            Place => "Place of issue",
            IssuedAt => "Date of issue",
            Signatory => "Name of who signs",
            Title => "Title of who signs",
            List => "List of recipients, a file in this folder",
            Emblem => "Emblem of the letterhead, a picture in this folder, if there is one",
            Signature => "Picture of the signature, in this folder, if there is one",
            Paper => "Paper",
        }
    }

    /// An example of an answer.
    #[must_use]
    pub fn example(self) -> &'static str {
        match self {
            Languages => "en, fr",
            DefaultLanguage => "en",
            Organisation => "Fisheries Commission",
            Office => "Secretariat",
            EMail => "secretariat@commission.example",
            WritesAs => "The Secretariat of the Fisheries Commission",
            WriterGender => "masculine, feminine or neuter",
            Event => "Thirty-first Session of the Fisheries Commission",
            Meeting => "Regular Session",
            EventPlace => "Hammamet, Tunisia",
            Start => "2027-03-09",
            End => "2027-03-13",
            Deadline => "2027-02-15",
            Reference => "DM-1132",
            Place => "Geneva",
            IssuedAt => "2026-11-28",
            Signatory => "Yoshio UTSUMI",
            Title => "Executive Secretary",
            List => "contacts.xlsx",
            Emblem => "emblem.svg",
            Signature => "signature.png",
            Paper => "a4 or us-letter",
        }
    }

    /// Whether it is asked only of letters that name their sender in a sentence, as notes verbales do.
    #[must_use]
    pub fn is_of_notes(self) -> bool {
        matches!(self, WritesAs | WriterGender)
    }

    /// Whether it is a text that each language has its own of.
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Organisation
                | Office
                | WritesAs
                | WriterGender
                | Event
                | Meeting
                | EventPlace
                | Place
                | Signatory
                | Title
        )
    }
}
