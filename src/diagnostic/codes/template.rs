//! Codes of templates.

use crate::diagnostic::code::{Code, codes};

codes! {
    /// `country-unnamed`
    COUNTRY_UNNAMED = error("country-unnamed");

    /// `email-subject`
    EMAIL_SUBJECT = error("email-subject");

    /// `mailing-untranslated`
    MAILING_UNTRANSLATED = error("mailing-untranslated");

    /// `merge-field-empty`
    MERGE_FIELD_EMPTY = error("merge-field-empty");

    /// `merge-field-group`
    MERGE_FIELD_GROUP = error("merge-field-group");

    /// `merge-field-list`
    MERGE_FIELD_LIST = error("merge-field-list");

    /// `merge-field-unknown`
    MERGE_FIELD_UNKNOWN = error("merge-field-unknown");

    /// `template-backslash`
    TEMPLATE_BACKSLASH = error("template-backslash");

    /// `template-circle`
    TEMPLATE_CIRCLE = error("template-circle");

    /// `template-feature`
    TEMPLATE_FEATURE = error("template-feature");

    /// `template-helper-use`
    TEMPLATE_HELPER_USE = error("template-helper-use");

    /// `template-helper`
    TEMPLATE_HELPER = error("template-helper");

    /// `template-missing`
    TEMPLATE_MISSING = error("template-missing");

    /// `template-partial`
    TEMPLATE_PARTIAL = error("template-partial");

    /// `template-place`
    TEMPLATE_PLACE = error("template-place");

    /// `template-render`
    TEMPLATE_RENDER = error("template-render");

    /// `template-syntax`
    TEMPLATE_SYNTAX = error("template-syntax");

    /// `template-too-large`
    TEMPLATE_TOO_LARGE = error("template-too-large");

    /// `template-unescaped`
    TEMPLATE_UNESCAPED = error("template-unescaped");

    /// `template-unreadable`
    TEMPLATE_UNREADABLE = error("template-unreadable");

    /// `templates-unreadable`
    TEMPLATES_UNREADABLE = error("templates-unreadable");
}
