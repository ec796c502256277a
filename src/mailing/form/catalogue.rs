//! The questions and sections that are known: what each is where the mailing says nothing else.

use super::choices::ChoiceList;
use super::kind::{Occurrence, QuestionKind, Required};
use QuestionKind::{Area, Check, Date, Days, Email, Multiline, Radio, Signature, Text, Time};

/// A known question.
pub(super) struct KnownQuestion {
    /// Its id, which is the name of its field and of its column.
    pub(super) id: &'static str,
    /// Its label in the locale pack.
    pub(super) label: &'static str,
    pub(super) kind: QuestionKind,
    /// Width, in columns of 24.
    pub(super) width: u32,
    /// Most characters; that of its kind where none.
    pub(super) limit: Option<u32>,
    pub(super) required: Required,
    pub(super) personal: bool,
    pub(super) choices: Option<ChoiceList>,
    /// What explains it, in the locale pack.
    pub(super) tip: Option<&'static str>,
}

/// A known section.
pub(super) struct KnownSection {
    pub(super) id: &'static str,
    /// Its heading in the locale pack.
    pub(super) label: &'static str,
    /// A remark beside the heading, in the locale pack.
    pub(super) hint: Option<&'static str>,
    pub(super) asked: Occurrence,
    pub(super) questions: &'static [&'static str],
}

impl KnownSection {
    /// Whether the template draws it: it holds more than questions.
    pub(super) fn is_drawn(&self) -> bool {
        DRAWN.contains(&self.id)
    }
}

/// The sections that hold more than questions.
const DRAWN: [&str; 3] = ["meeting", "delegation_list", "data_protection"];

pub(super) fn question(id: &str) -> Option<&'static KnownQuestion> {
    QUESTIONS.iter().find(|known| known.id == id)
}

pub(super) fn section(id: &str) -> Option<&'static KnownSection> {
    SECTIONS.iter().find(|known| known.id == id)
}

const fn ask(id: &'static str, label: &'static str, kind: QuestionKind, width: u32) -> KnownQuestion {
    let (required, personal) = (Required::Never, false);
    let (limit, choices, tip) = (None, None, None);
    KnownQuestion { id, label, kind, width, limit, required, personal, choices, tip }
}

const fn of(list: ChoiceList, question: KnownQuestion) -> KnownQuestion {
    KnownQuestion { choices: Some(list), ..question }
}

const fn at_most(limit: u32, question: KnownQuestion) -> KnownQuestion {
    KnownQuestion { limit: Some(limit), ..question }
}

const fn required(question: KnownQuestion) -> KnownQuestion {
    KnownQuestion { required: Required::Always, ..question }
}

const fn personal(question: KnownQuestion) -> KnownQuestion {
    KnownQuestion { personal: true, ..question }
}

const fn explained(tip: &'static str, question: KnownQuestion) -> KnownQuestion {
    KnownQuestion { tip: Some(tip), ..question }
}

/// All questions, those that are asked only where a mailing lists them too.
pub(super) const QUESTIONS: &[KnownQuestion] = &[
    explained("entity_tip", at_most(80, ask("entity.name", "entity", Text, 12))),
    at_most(160, ask("entity.ministry", "ministry", Text, 12)),
    of(ChoiceList::Categories, ask("entity.category", "category", Radio, 24)),
    explained("credentials_tip", of(ChoiceList::Credentials, ask("credentials", "credentials", Radio, 24))),
    explained("focal_point_tip", ask("focal_point.name", "focal_point_name", Text, 9)),
    explained("focal_point", at_most(30, ask("focal_point.tel", "telephone", Text, 6))),
    explained("focal_point", ask("focal_point.e_mail", "e_mail_address", Email, 9)),
    ask("certified.name", "authorised_name", Text, 7),
    ask("certified.signature", "signature", Signature, 6),
    ask("certified.date", "signature_date", Date, 5),
    ask("certified.stamp", "official_stamp", Area, 6),
    of(ChoiceList::Titles, ask("title", "title", Radio, 5)),
    required(at_most(60, ask("family_name", "family_name", Text, 10))),
    required(at_most(60, ask("first_name", "first_name", Text, 9))),
    explained("badge_tip", ask("badge", "badge", Text, 12)),
    required(ask("function", "function", Text, 12)),
    KnownQuestion {
        required: Required::States,
        choices: Some(ChoiceList::Roles),
        ..ask("role", "role", Radio, 24)
    },
    at_most(240, ask("address", "address", Multiline, 24)),
    ask("photo", "photo", Area, 24),
    explained("nationality_tip", personal(at_most(60, ask("nationality", "nationality", Text, 6)))),
    at_most(80, ask("country", "country", Text, 6)),
    at_most(30, ask("tel", "telephone", Text, 4)),
    at_most(30, ask("mobile", "mobile", Text, 4)),
    at_most(30, ask("fax", "fax_number", Text, 4)),
    required(ask("e_mail", "e_mail_address", Email, 9)),
    of(ChoiceList::Languages, ask("language", "language", Radio, 15)),
    of(ChoiceList::Languages, ask("interpretation", "interpretation", Radio, 24)),
    ask("arrival", "arrival", Date, 6),
    explained("of_arrival", ask("arrival_time", "time", Time, 2)),
    explained("of_arrival", at_most(20, ask("arrival_flight", "flight", Text, 4))),
    ask("departure", "departure", Date, 6),
    explained("of_departure", ask("departure_time", "time", Time, 2)),
    explained("of_departure", at_most(20, ask("departure_flight", "flight", Text, 4))),
    ask("day", "days_attended", Days, 24),
    explained("accompanying_tip", at_most(200, ask("accompanying", "accompanying", Text, 24))),
    ask("visa.needed", "visa_support", Check, 9),
    personal(of(ChoiceList::Passports, ask("visa.passport_type", "passport_type", Radio, 15))),
    personal(ask("visa.passport_name", "passport_name", Text, 12)),
    personal(at_most(20, ask("visa.passport_number", "passport_number", Text, 6))),
    personal(at_most(80, ask("visa.issuing_country", "issuing_country", Text, 6))),
    personal(ask("visa.birth_date", "date_of_birth", Date, 6)),
    personal(at_most(80, ask("visa.birth_place", "place_of_birth", Text, 6))),
    personal(ask("visa.issue_date", "issue_date", Date, 6)),
    personal(ask("visa.expiry_date", "expiry_date", Date, 6)),
    at_most(80, ask("hotel", "hotel", Text, 8)),
    explained("accessibility_tip", at_most(200, ask("accessibility", "accessibility", Multiline, 16))),
    ask("emergency_contact", "emergency_contact", Text, 24),
];

/// All sections, in the order of a form where the mailing says nothing else.
pub(super) const SECTIONS: &[KnownSection] = &[
    KnownSection { id: "meeting", label: "meeting", hint: None, asked: Occurrence::Once, questions: &[] },
    KnownSection {
        id: "entity",
        label: "entity_section",
        hint: None,
        asked: Occurrence::Once,
        questions: &["entity.name", "entity.ministry", "entity.category", "credentials"],
    },
    KnownSection {
        id: "focal_point",
        label: "focal_point",
        hint: None,
        asked: Occurrence::Once,
        questions: &["focal_point.name", "focal_point.tel", "focal_point.e_mail"],
    },
    KnownSection {
        id: "delegation_list",
        label: "delegation_list",
        hint: None,
        asked: Occurrence::Once,
        questions: &["title", "family_name", "first_name", "function", "role"],
    },
    KnownSection {
        id: "certification",
        label: "certification",
        hint: Some("certification_notice"),
        asked: Occurrence::Once,
        questions: &["certified.name", "certified.signature", "certified.date", "certified.stamp"],
    },
    KnownSection {
        id: "participant",
        label: "personal_details",
        hint: Some("required_note"),
        asked: Occurrence::Each,
        questions: &[
            "title",
            "family_name",
            "first_name",
            "badge",
            "function",
            "role",
            "address",
            "photo",
            "nationality",
            "country",
            "tel",
            "mobile",
            "fax",
            "e_mail",
            "language",
        ],
    },
    KnownSection {
        id: "attendance",
        label: "attendance",
        hint: None,
        asked: Occurrence::Each,
        questions: &[
            "arrival",
            "arrival_time",
            "arrival_flight",
            "departure",
            "departure_time",
            "departure_flight",
            "day",
            "interpretation",
            "accompanying",
        ],
    },
    KnownSection {
        id: "visa",
        label: "visa",
        hint: Some("personal_data_notice"),
        asked: Occurrence::Each,
        questions: &[
            "visa.needed",
            "visa.passport_type",
            "visa.passport_name",
            "visa.passport_number",
            "visa.issuing_country",
            "visa.birth_date",
            "visa.birth_place",
            "visa.issue_date",
            "visa.expiry_date",
        ],
    },
    KnownSection {
        id: "other",
        label: "other",
        hint: None,
        asked: Occurrence::Each,
        questions: &["hotel", "accessibility"],
    },
    KnownSection {
        id: "data_protection",
        label: "data_protection",
        hint: None,
        asked: Occurrence::Each,
        questions: &[],
    },
];
