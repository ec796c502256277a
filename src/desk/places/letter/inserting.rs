//! The merge fields of a document, beside their values, to be inserted at the cursor.

use maud::{Markup, html};

use super::chosen::Chosen;
use super::fields;
use crate::desk::table::Column::Text;
use crate::desk::table::head;
use crate::desk::words::LetterWords;
use crate::diagnostic::visible;

/// How many groups of merge fields are open at first.
const OPEN: usize = 3;

/// The merge fields, to be inserted at the cursor.
pub(super) fn merge_fields(told: &LetterWords, chosen: &Chosen) -> Markup {
    let ready = chosen.ready.as_deref();
    let document =
        ready.and_then(|ready| ready.document(&chosen.document).or_else(|| ready.documents().first()));
    let fields = ready.zip(document).and_then(|(ready, document)| ready.fields(document));
    let groups = fields.as_ref().map(fields::grouped).unwrap_or_default();
    html! {
        section.fields id="fields" aria-labelledby=[(!groups.is_empty()).then_some("fields-title")] {
            @if !groups.is_empty() {
                h2 id="fields-title" { (told.fields) }
                p.quiet { (told.fields_hint) }
                @for (number, (name, fields)) in groups.iter().enumerate() {
                    details open[number < OPEN] {
                        summary { code { (name) } " " span.quiet { (fields.len()) } }
                        div.sheet tabindex="0" role="region" aria-label=(name) {
                            table {
                                (head(&[Text(&told.field), Text(&told.value)]))
                                tbody {
                                    @for field in fields {
                                        tr {
                                            th scope="row" {
                                                button.insert type="button" data-insert=(field.insert) { code { (field.path) } }
                                            }
                                            td {
                                                @if field.value.is_empty() { span.quiet { (told.no_value) } }
                                                @else { bdi { (visible(&field.value)) } }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
