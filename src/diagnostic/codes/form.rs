//! Codes of forms and their values.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// The values for `convoke form fill` cannot be read, or are not a JSON object of field names and
    /// values.
    ///
    /// ```text
    /// error[form-data]: this is not well-formed JSON (expected `,` or `}` at line 4 column 3)
    ///   --> values.json:4:3
    ///   hint: check quotes, commas and brackets near this place
    /// ```
    ///
    /// Give a JSON object such as `{ "name.of.field": "value" }`. `convoke form fields` lists the
    /// names.
    FORM_DATA = error("form-data");

    /// The values for a form change a field that is read-only.
    ///
    /// ```text
    /// error[form-field-read-only]: this field is not to be changed
    ///   --> values.json
    ///   for recipient.country
    ///   hint: leave it out of the values
    /// ```
    ///
    /// Remove the field from the values.
    FORM_FIELD_READ_ONLY = error("form-field-read-only");

    /// The values for a form name a field that the form does not have.
    ///
    /// ```text
    /// error[form-field-unknown]: the form has no such field
    ///   --> values.json
    ///   for participant.1.famly_name
    ///   hint: did you mean `participant.1.family_name`?
    /// ```
    ///
    /// Correct the name. `convoke form fields` lists the fields of a form.
    FORM_FIELD_UNKNOWN = error("form-field-unknown");

    /// The fields of a template cannot be made into form fields: a name is malformed, or two fields
    /// contradict each other.
    ///
    /// ```text
    /// error[form-fields]: the form cannot be made fillable (the field participant.1.title is of two kinds)
    ///   for recipient FRA
    ///   hint: look at the names and kinds of the fields in the template; docs/templates.md lists the kinds
    /// ```
    ///
    /// Correct name and kind of the field in the template. A name may be used again only with the same
    /// kind, and not as the beginning of another name.
    FORM_FIELDS = error("form-fields");

    /// `convoke form fill` would write the filled form over the form it reads.
    ///
    /// ```text
    /// error[form-overwrite]: the filled form would take the place of the form itself
    ///   --> 014_FRA_form_fr.pdf
    ///   hint: give another file with --output
    /// ```
    ///
    /// Name another file with `--output`.
    FORM_OVERWRITE = error("form-overwrite");

    /// A form cannot be filled in, because it is damaged or not a form of convoke.
    ///
    /// ```text
    /// error[form-unfillable]: the form cannot be filled in (it is damaged or encrypted)
    ///   hint: take the form that was sent out
    /// ```
    ///
    /// Fill in the form that was sent out, not a copy saved by another program.
    FORM_UNFILLABLE = error("form-unfillable");

    /// A file given to `convoke form` cannot be read, or is not a PDF form.
    ///
    /// ```text
    /// error[form-unreadable]: the form cannot be read (its structure is damaged)
    ///   --> returns/014_FRA_form_fr.pdf
    ///   hint: give the path of a PDF form
    /// ```
    ///
    /// Give the path of a form that convoke made, or of another PDF with form fields.
    FORM_UNREADABLE = error("form-unreadable");

    /// A value does not fit its form field, for example a text that is too long or not a date.
    ///
    /// ```text
    /// error[form-value]: none of the options
    ///   --> values.json
    ///   for participant.1.title
    ///   hint: choose one of: mr, ms, dr
    /// ```
    ///
    /// Write the value as the hint says. `convoke form fields` shows kinds and options.
    FORM_VALUE = error("form-value");
}
