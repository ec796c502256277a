//! What the layout says of a field, in the target of the link that marks it.

use hayro_syntax::object::{Dict, String as PdfString};
use serde::Deserialize;

use super::kind::FieldKind;

/// Begins the target of a link that marks a field; what follows is JSON.
const MARK: &str = "field:";

/// What the layout says of a field, or of one box of a radio group.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Marked {
    /// Its full name, such as `participant.1.family_name`.
    pub(super) name: String,
    pub(super) kind: FieldKind,
    /// What people read.
    pub(super) label: String,
    /// What a viewer tells of it and a screen reader says; the label where there is nothing to add.
    #[serde(default)]
    pub(super) tip: Option<String>,
    /// The most characters it takes.
    #[serde(default)]
    pub(super) limit: Option<i32>,
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) read_only: bool,
    /// Whether it takes personal data.
    #[serde(default)]
    pub(super) personal: bool,
    /// The prefilled text; of a choice its key; of a box `true` where it is ticked.
    #[serde(default)]
    pub(super) value: String,
    /// Of a box of a radio group: its key and what people read.
    #[serde(default)]
    pub(super) option: Option<(String, String)>,
    /// Of a drop-down list: keys and what people read.
    #[serde(default)]
    pub(super) options: Vec<(String, String)>,
}

impl Marked {
    /// What a viewer tells of it.
    pub(super) fn tip(&self) -> &str {
        self.tip.as_deref().unwrap_or(&self.label)
    }

    /// What a screen reader says at its place in the page.
    pub(super) fn said(&self) -> String {
        match &self.option {
            Some((_, option)) => format!("{}: {option}", self.tip()),
            None => self.tip().to_owned(),
        }
    }

    /// Whether a box is ticked.
    pub(super) fn is_ticked(&self) -> bool {
        self.value == "true"
    }
}

/// A rectangle on a page, in points from its lower left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) left: f32,
    pub(super) bottom: f32,
    pub(super) right: f32,
    pub(super) top: f32,
}

impl Rect {
    /// A place no page shows, and small: some viewers draw what is beside a page, and hang at a rectangle without extent.
    pub(super) const OUTSIDE: Self = Self { left: -10.0, bottom: -10.0, right: -9.0, top: -9.0 };

    pub(super) fn width(self) -> f32 {
        self.right - self.left
    }

    pub(super) fn height(self) -> f32 {
        self.top - self.bottom
    }

    pub(super) fn to_pdf(self) -> pdf_writer::Rect {
        pdf_writer::Rect::new(self.left, self.bottom, self.right, self.top)
    }
}

/// A marked link of a page, to become a widget.
#[derive(Debug, Clone)]
pub(super) struct Widget<'a> {
    pub(super) id: i32,
    pub(super) page: Dict<'a>,
    pub(super) rect: Rect,
    /// Its key in the structure's parent tree.
    pub(super) parent_key: i32,
    pub(super) marked: Marked,
}

impl Widget<'_> {
    pub(super) fn page_id(&self) -> Option<i32> {
        self.page.obj_id().map(|id| id.obj_number)
    }
}

/// Whether a PDF may have marked fields: a quick look before it is parsed. A string is in brackets, or in
/// hexadecimal where it has much that is not ASCII.
pub(super) fn has_marks(pdf: &[u8]) -> bool {
    let marks: [&[u8]; 3] = [b"(field:", b"<6669656C643A", b"<6669656c643a"];
    marks.iter().any(|mark| memchr::memmem::find(pdf, mark).is_some())
}

/// The JSON of a link that marks a field.
pub(super) fn target(annotation: &Dict<'_>) -> Option<String> {
    let action = annotation.get::<Dict<'_>>("A")?;
    let uri = action.get::<PdfString<'_>>("URI")?;
    String::from_utf8(uri.as_bytes().to_vec()).ok()?.strip_prefix(MARK).map(str::to_owned)
}
