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

    /// `register.key` cannot be read, or is not as convoke wrote it. The build stops: forms made with another key would
    /// come back as forgeries. The message quotes nothing of the file.
    ///
    /// ```text
    /// error[form-key-damaged]: the key of the forms cannot be read (line 5 has no whole key)
    ///   --> register.key
    ///   hint: restore the file from a backup
    ///   hint: if no form has gone out, or the key is lost, make a new one with `convoke build --new-key`
    /// ```
    ///
    /// Restore the file from a backup. Only where there is none, make a new key with `convoke build --new-key`.
    FORM_KEY_DAMAGED = error("form-key-damaged");

    /// `register.yaml` knows the key of the mailing's forms, and `register.key` is missing. A new key is not made unasked,
    /// because forms that have gone out could no longer be told from forgeries.
    ///
    /// ```text
    /// error[form-key-lost]: the key of the forms is missing; the register knows it as 1f0a9c3d5e7b2846
    ///   --> register.key
    ///   hint: restore register.key from a backup, or from who built the mailing
    ///   hint: if the key is lost, `convoke build --new-key` makes another; forms made before cannot be verified then
    /// ```
    ///
    /// Restore the file. It is not in version control, so it has to be copied to a colleague who is to build the mailing.
    /// `convoke check` and `build` need it; `preview` does not.
    FORM_KEY_LOST = error("form-key-lost");

    /// Forms come back and the key they were made with is not at hand. They are read and cannot be verified.
    ///
    /// ```text
    /// warning[form-key-missing]: the key of the forms is not at hand, so nobody can tell whether they are genuine
    ///   --> register.key
    ///   hint: name the mailing's register.key with --key
    /// ```
    ///
    /// Run the command in the folder of the mailing, or name its `register.key` with `--key`.
    FORM_KEY_MISSING = warning("form-key-missing");

    /// Others than its owner can read or change `register.key`. Whoever has the key can write forms that pass for the
    /// mailing's own.
    ///
    /// ```text
    /// warning[form-key-mode]: others can use the key of the forms (its mode is 644)
    ///   --> register.key
    ///   hint: chmod 600 register.key
    /// ```
    ///
    /// Take the permissions away from others. If somebody may have copied the key, make a new one with
    /// `convoke build --new-key` before forms go out.
    FORM_KEY_MODE = warning("form-key-mode");

    /// `register.key` has another key than `register.yaml` knows, or than the forms of an archive were made with.
    ///
    /// ```text
    /// error[form-key-other]: the key is 90ab12cd34ef5678, the register knows 1f0a9c3d5e7b2846
    ///   --> register.key
    ///   hint: restore the register.key that belongs to the register
    ///   hint: if the key is lost, `convoke build --new-key` makes another; forms made before cannot be verified then
    /// ```
    ///
    /// Restore the file that belongs to the register. The texts named are fingerprints, which give nothing of a key away.
    FORM_KEY_OTHER = error("form-key-other");

    /// The system gives no random numbers, of which a key is made.
    ///
    /// ```text
    /// error[form-key-random]: the system has no random numbers for the key of the forms
    ///   hint: see that /dev/urandom can be read, or build on another computer
    /// ```
    ///
    /// Build on a system with a source of random numbers.
    FORM_KEY_RANDOM = error("form-key-random");

    /// `register.key` is the public key of a sample mailing, and the mailing is another one. Anybody could write its forms.
    ///
    /// ```text
    /// error[form-key-sample]: the key is the public one of the sample DM-1132, so anybody could write the forms
    ///   --> register.key
    ///   hint: make a key of the mailing's own with `convoke build --new-key`
    /// ```
    ///
    /// Delete `register.key`, or build once with `--new-key`.
    FORM_KEY_SAMPLE = error("form-key-sample");

    /// The registration form asks for something that the locale pack of a language has no words for. The build stops: a question
    /// without words cannot be answered.
    ///
    /// ```text
    /// error[form-label-missing]: the form asks for `badge`, which has no label in `pt`
    ///   --> templates/pt/locale.yaml
    ///   for labels.badge
    ///   hint: add `badge` to `labels`, or leave the question out of the form
    /// ```
    ///
    /// Add the label to `locale.yaml`, give the question a `label` under `form` of the mailing, or name it under `leave_out`.
    FORM_LABEL_MISSING = error("form-label-missing");

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

    /// A part of the form takes more pages than it should: a participant's questions, or those for the whole delegation. The form
    /// is right, but the page that is copied for further participants is not one page.
    ///
    /// ```text
    /// warning[form-page-spill]: the form takes 5 pages in place of 3
    ///   for template form.typ.hbs, language ru
    ///   hint: leave out questions or rows of the delegation list under `form` of the mailing, or shorten labels
    /// ```
    ///
    /// Look at the form with `convoke preview`. Fewer questions, fewer rows or shorter labels bring it back to its pages.
    FORM_PAGE_SPILL = warning("form-page-spill");

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
