//! Codes of templates.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// A locale pack has no name for the State of a recipient.
    ///
    /// ```text
    /// error[country-unnamed]: no State has the code GMX
    ///   --> recipients/ministries.yaml:17:10
    ///   for recipient GMB, iso
    ///   hint: write GMB for Gambia
    /// ```
    ///
    /// Correct the ISO code of the recipient. Where a language's `countries.yaml` lacks a State, the message says so: add it there.
    COUNTRY_UNNAMED = error("country-unnamed");

    /// The rendered e-mail template does not begin with a subject line, an empty line and a text.
    ///
    /// ```text
    /// error[email-subject]: the e-mail does not begin with a subject line
    ///   --> templates/en/email.txt.hbs
    ///   hint: write the subject on the first line, then an empty line, then the text
    /// ```
    ///
    /// Write the subject on the first line of the template, then an empty line, then the text.
    EMAIL_SUBJECT = error("email-subject");

    /// A text of `mailing.yaml` that a document prints is not given in the language of that document.
    ///
    /// ```text
    /// error[mailing-untranslated]: `event.name` has no text in `ru`
    ///   --> mailing.yaml:13:3
    ///   for event.name
    ///   hint: add `ru:` to it
    /// ```
    ///
    /// Add the text in that language to `mailing.yaml`.
    MAILING_UNTRANSLATED = error("mailing-untranslated");

    /// A template writes a merge field that has no value for this recipient.
    ///
    /// ```text
    /// error[merge-field-empty]: `recipient.name` has no value here
    ///   --> templates/en/letter.typ.hbs:12:3
    ///   for recipient GMB, recipient.name
    ///   hint: put `{{#if …}}` around what may be absent, or give a value with `{{default … "…"}}`
    /// ```
    ///
    /// Put `{{#if …}}` around the text that needs the value, give a substitute with `default`, or fill
    /// in the value.
    MERGE_FIELD_EMPTY = error("merge-field-empty");

    /// A template writes a merge field that has fields below it and no text of its own.
    ///
    /// ```text
    /// error[merge-field-group]: `event` is a group of fields
    ///   --> templates/en/letter.typ.hbs:43:36
    ///   hint: write one of its fields: `event.name`, `event.place`, `event.short_name`
    /// ```
    ///
    /// Write the field of the group that is meant.
    MERGE_FIELD_GROUP = error("merge-field-group");

    /// A template writes a merge field that is a list.
    ///
    /// ```text
    /// error[merge-field-list]: `addressee.lines` is a list
    ///   --> templates/en/letter.typ.hbs:11:3
    ///   hint: write `{{join addressee.lines ", "}}`, or `{{#each addressee.lines}}…{{/each}}`
    /// ```
    ///
    /// Join the list with `join`, or write its items in a block with `each`.
    MERGE_FIELD_LIST = error("merge-field-list");

    /// A template names a merge field that does not exist. Branches that are not taken are checked too.
    ///
    /// ```text
    /// error[merge-field-unknown]: there is no merge field `event.mnth_name`
    ///   --> templates/en/letter.typ.hbs:43:36
    ///   for event.mnth_name
    ///   hint: did you mean `event.month_name`?
    /// ```
    ///
    /// Correct the name. `docs/templates.md` lists all merge fields.
    MERGE_FIELD_UNKNOWN = error("merge-field-unknown");

    /// Merging a template takes more steps, or writes more text, than any document needs: blocks that repeat are nested in
    /// each other, or include partials that include others.
    ///
    /// ```text
    /// error[merge-too-long]: merging the template takes more than 200000 steps
    ///   --> templates/en/letter.typ.hbs:21:1
    ///   hint: nest `{{#times}}`, `{{#each}}` and partials less deep, or repeat less often
    /// ```
    ///
    /// Look at the place named and at the blocks around it, and repeat less.
    MERGE_TOO_LONG = error("merge-too-long");

    /// A letter of a genre in the third person, such as a note verbale, has a word of the first or second person.
    ///
    /// ```text
    /// error[person-word]: “your” is of the first or second person, and `note-verbale` is in the third
    ///   --> templates/en/note.typ.hbs:12:9
    ///   hint: name sender and addressee instead, or write without either
    ///   hint: where it means something else, add what holds it to `persons.except` in templates/en/locale.yaml
    /// ```
    ///
    /// A note verbale speaks of its sender and its addressee as of others. The words are those under `persons` in the `locale.yaml`
    /// of the language.
    PERSON_WORD = error("person-word");

    /// A template's prose is printed in another way than it stands, because Typst reads a mark in it: an asterisk before a
    /// space begins bold type, and a number at the beginning of a line a list.
    ///
    /// ```text
    /// warning[prose-changed]: `2004.` becomes the number of a list: Typst reads it at the beginning of the line
    ///   --> templates/en/letter.typ.hbs:29:1
    ///   hint: write `2004\.`, or join the line with the one before it
    /// ```
    ///
    /// Write what the hint says, which prints the text as it stands.
    PROSE_CHANGED = warning("prose-changed");

    /// A part of a template's prose is not printed, because Typst reads it as something else than text: `//` begins a
    /// comment, `$` a formula, `#` code, `@` and `<` a reference, and a backslash before a letter is dropped.
    ///
    /// ```text
    /// error[prose-lost]: `// Room B on the second floor` is not printed: Typst reads a comment
    ///   --> templates/en/letter.typ.hbs:29:8
    ///   hint: write `\/\/` to print it; a remark for yourself is `{{!-- … --}}`
    /// ```
    ///
    /// Write what the hint says, which prints the text as it stands.
    PROSE_LOST = error("prose-lost");

    /// A template's prose has what people leave to be replaced later: `TODO`, `TBC`, `XXXX`, `???`, `Lorem ipsum`. It would be printed.
    ///
    /// ```text
    /// warning[prose-unfinished]: `TBC` seems to be left for somebody to replace
    ///   --> templates/en/letter.typ.hbs:31:24
    ///   hint: write what is meant; where it is meant so, write it as `#"…"`
    /// ```
    ///
    /// Write what is meant.
    PROSE_UNFINISHED = warning("prose-unfinished");

    /// A backslash precedes a tag. Handlebars would print the tag instead of its value, or Typst would
    /// read the value's first character as an escape.
    ///
    /// ```text
    /// error[template-backslash]: a backslash before `{{` keeps the value from being written
    ///   --> templates/en/letter.typ.hbs:18:4
    ///   hint: put a space or a line break after the backslash
    /// ```
    ///
    /// Put a space or a line break between the backslash and the tag.
    TEMPLATE_BACKSLASH = error("template-backslash");

    /// A template includes itself, directly or through partials.
    ///
    /// ```text
    /// error[template-circle]: the template includes itself, directly or through a partial
    ///   --> templates/letterhead.typ.hbs
    ///   hint: take one `{{> …}}` out of the circle
    /// ```
    ///
    /// Remove one of the `{{> …}}` that form the circle.
    TEMPLATE_CIRCLE = error("template-circle");

    /// A template uses a feature of Handlebars that convoke does not support because it cannot be
    /// checked beforehand.
    ///
    /// ```text
    /// error[template-feature]: decorators and inline partials are not supported
    ///   --> templates/en/letter.typ.hbs:3:1
    ///   hint: put the text in a file of its own and include it with `{{> file}}`
    /// ```
    ///
    /// Rewrite the place as the hint says.
    TEMPLATE_FEATURE = error("template-feature");

    /// Parsing, checking or merging a template took longer or more memory than `limits` of the mailing allows, or ended the process
    /// that did it.
    ///
    /// ```text
    /// error[template-given-up]: the template was given up: it took more than 1024 MiB of memory
    ///   --> templates/en/letter.typ.hbs
    ///   hint: shorten the template, or look for what nests or repeats in it; or raise `limits` in mailing.yaml
    /// ```
    ///
    /// Shorten the template where it nests or repeats. A template of usual length takes a few milliseconds. Where a recipient is named,
    /// only that recipient's data led to it.
    TEMPLATE_GIVEN_UP = error("template-given-up");

    /// A template calls a helper that does not exist.
    ///
    /// ```text
    /// error[template-helper]: there is no helper `upper`
    ///   --> templates/en/letter.typ.hbs:43:36
    ///   hint: known here: if, unless, each, with, times, join, default, plus, lookup, len, ltr, eq, ne, gt, gte, lt, lte, and, or, not
    /// ```
    ///
    /// Use one of the helpers the hint lists; `docs/templates.md` describes them.
    TEMPLATE_HELPER = error("template-helper");

    /// A template calls a helper with the wrong number or kind of values, or without the block it
    /// needs.
    ///
    /// ```text
    /// error[template-helper-use]: `join` does not take 3 values
    ///   --> templates/en/letter.typ.hbs:11:3
    ///   hint: write it as in `{{join addressee.lines ", "}}`
    /// ```
    ///
    /// Write the call as the hint shows.
    TEMPLATE_HELPER_USE = error("template-helper-use");

    /// A document of the mailing has no usable template in a language: the file does not exist, or has
    /// an error reported beside this one.
    ///
    /// ```text
    /// error[template-missing]: there is no usable template `fomr.typ.hbs` in `en`
    ///   --> templates/en/fomr.typ.hbs
    ///   hint: add the file, or correct `template` in the mailing's `documents`
    /// ```
    ///
    /// Correct the other error of the file, add the file, or correct `template` of the document in
    /// `mailing.yaml`.
    TEMPLATE_MISSING = error("template-missing");

    /// A template includes a partial that does not exist.
    ///
    /// ```text
    /// error[template-partial]: there is no partial `signature`
    ///   --> templates/en/letter.typ.hbs:43:5
    ///   hint: known here: choices, form, letter, letterhead, registration
    /// ```
    ///
    /// Correct the name, or add the partial to the template folder.
    TEMPLATE_PARTIAL = error("template-partial");

    /// A merge field is at a place where Typst or HTML reads something other than text, so that its
    /// value could act as code.
    ///
    /// ```text
    /// error[template-place]: the value stands where Typst reads code, not text
    ///   --> templates/en/letter.typ.hbs:21:12
    ///   hint: put it between quotes, or into `[…]`
    /// ```
    ///
    /// Put the merge field into a text: between quotation marks or brackets in Typst, between tags or
    /// in a quoted attribute in HTML.
    TEMPLATE_PLACE = error("template-place");

    /// Handlebars fails at an expression of a template while it fills in a recipient's values.
    ///
    /// ```text
    /// error[template-render]: the template cannot be rendered (`join` takes a list)
    ///   --> templates/en/letter.typ.hbs:43:36
    ///   for recipient GMB
    ///   hint: correct the expression in the template
    /// ```
    ///
    /// Correct the expression at the place named.
    TEMPLATE_RENDER = error("template-render");

    /// Handlebars cannot parse a template, or its blocks are nested too deeply.
    ///
    /// ```text
    /// error[template-syntax]: handlebars cannot read on from here
    ///   --> templates/en/letter.typ.hbs:44:1
    ///   hint: look for a `{{` without `}}`, a block without its end, or an end without its block
    /// ```
    ///
    /// Look at the place named and above it for an open tag or block, and close it.
    TEMPLATE_SYNTAX = error("template-syntax");

    /// A template and the partials it includes, one inside the other, have more elements than are
    /// checked.
    ///
    /// ```text
    /// error[template-too-large]: the template grows too large
    ///   --> templates/en/letter.typ.hbs:7:1
    ///   hint: include fewer partials
    /// ```
    ///
    /// Include fewer partials, or divide the document.
    TEMPLATE_TOO_LARGE = error("template-too-large");

    /// A template uses `{{{…}}}` or `{{&…}}`, which would write a value as markup instead of text.
    ///
    /// ```text
    /// error[template-unescaped]: `{{{…}}}` and `{{&…}}` would write a value as markup and are refused
    ///   --> templates/en/letter.typ.hbs:43:34
    ///   hint: write `{{event.month_name}}`
    /// ```
    ///
    /// Write the merge field with two braces on each side.
    TEMPLATE_UNESCAPED = error("template-unescaped");

    /// A template cannot be read, or is not text in UTF-8.
    ///
    /// ```text
    /// error[template-unreadable]: the template is not UTF-8 text
    ///   --> templates/fr/letter.typ.hbs
    ///   hint: save it again with the encoding UTF-8
    /// ```
    ///
    /// Save the file as UTF-8 and make it readable.
    TEMPLATE_UNREADABLE = error("template-unreadable");

    /// The folder of the templates cannot be read.
    ///
    /// ```text
    /// error[templates-unreadable]: the template folder cannot be read (it does not exist)
    ///   --> tempaltes
    ///   for templates
    ///   hint: name the folder with the templates under `templates:` of the mailing
    /// ```
    ///
    /// Correct `templates:` in `mailing.yaml`, or make the folder readable.
    TEMPLATES_UNREADABLE = error("templates-unreadable");
}
