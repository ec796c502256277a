//! Codes of templates.

use super::Code;

/// `country-unnamed`
pub const COUNTRY_UNNAMED: &Code = &Code::error("country-unnamed");

/// `email-subject`
pub const EMAIL_SUBJECT: &Code = &Code::error("email-subject");

/// `mailing-untranslated`
pub const MAILING_UNTRANSLATED: &Code = &Code::error("mailing-untranslated");

/// `merge-field-empty`
pub const MERGE_FIELD_EMPTY: &Code = &Code::error("merge-field-empty");

/// `merge-field-group`
pub const MERGE_FIELD_GROUP: &Code = &Code::error("merge-field-group");

/// `merge-field-list`
pub const MERGE_FIELD_LIST: &Code = &Code::error("merge-field-list");

/// `merge-field-unknown`
pub const MERGE_FIELD_UNKNOWN: &Code = &Code::error("merge-field-unknown");

/// `template-backslash`
pub const TEMPLATE_BACKSLASH: &Code = &Code::error("template-backslash");

/// `template-feature`
pub const TEMPLATE_FEATURE: &Code = &Code::error("template-feature");

/// `template-helper`
pub const TEMPLATE_HELPER: &Code = &Code::error("template-helper");

/// `template-missing`
pub const TEMPLATE_MISSING: &Code = &Code::error("template-missing");

/// `template-partial`
pub const TEMPLATE_PARTIAL: &Code = &Code::error("template-partial");

/// `template-place`
pub const TEMPLATE_PLACE: &Code = &Code::error("template-place");

/// `template-render`
pub const TEMPLATE_RENDER: &Code = &Code::error("template-render");

/// `template-syntax`
pub const TEMPLATE_SYNTAX: &Code = &Code::error("template-syntax");

/// `template-too-large`
pub const TEMPLATE_TOO_LARGE: &Code = &Code::error("template-too-large");

/// `template-unescaped`
pub const TEMPLATE_UNESCAPED: &Code = &Code::error("template-unescaped");

/// `template-unreadable`
pub const TEMPLATE_UNREADABLE: &Code = &Code::error("template-unreadable");

/// `templates-unreadable`
pub const TEMPLATES_UNREADABLE: &Code = &Code::error("templates-unreadable");

/// All codes of this file.
pub(super) const ALL: &[&Code] = &[
    COUNTRY_UNNAMED,
    EMAIL_SUBJECT,
    MAILING_UNTRANSLATED,
    MERGE_FIELD_EMPTY,
    MERGE_FIELD_GROUP,
    MERGE_FIELD_LIST,
    MERGE_FIELD_UNKNOWN,
    TEMPLATE_BACKSLASH,
    TEMPLATE_FEATURE,
    TEMPLATE_HELPER,
    TEMPLATE_MISSING,
    TEMPLATE_PARTIAL,
    TEMPLATE_PLACE,
    TEMPLATE_RENDER,
    TEMPLATE_SYNTAX,
    TEMPLATE_TOO_LARGE,
    TEMPLATE_UNESCAPED,
    TEMPLATE_UNREADABLE,
    TEMPLATES_UNREADABLE,
];
