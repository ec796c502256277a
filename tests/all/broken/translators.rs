//! Mistakes of translators, each in one language: what `locale status` says of it.

use std::fs;

use super::{hold, mistakes};
use crate::folder::Folder;

mistakes! {
    // A name, the file, the text that is replaced (none: the file is removed), and by what.
    check:
    a_merge_field_lost("fr/letter.typ.hbs", "{{event.in_place}} {{event.dates}}", "{{event.dates}}");
    a_merge_field_for_another(
        "ru/letter.typ.hbs",
        "{{mailing.registration_deadline}}",
        "{{mailing.contributions_deadline}}",
    );
    a_misspelt_merge_field("es/letter.typ.hbs", "({{event.short_name}})", "({{event.shortname}})");
    a_merge_field_that_the_source_lacks("zh/letter.typ.hbs", "{{event.place}}举行", "{{recipient.city}}举行");
    a_merge_field_of_a_heading_lost("es/form.typ.hbs", "{{event.name}}, {{event.phase}}", "{{event.phase}}");
    a_value_typed_in("fr/email.txt.hbs", "{{contributions.e_mail}}", "wsis@itu.example");
    a_paragraph_lost("zh/letter.typ.hbs", "然而，日内瓦阶段的成功仅仅是一个开端。我们现在必须把在日内瓦通过的愿景和计划转化为具体行动。\n\n", "");
    a_paragraph_split("ar/letter.typ.hbs", "وعلينا الآن أن نترجم", "\n\nوعلينا الآن أن نترجم");
    a_branch_lost("ar/letter.typ.hbs", "{{else}}منظمتكم", "");
    a_block_lost(
        "ru/letter.typ.hbs",
        "  {{#if recipient.replaces}}\"Настоящее письмо заменяет письмо №\u{a0}{{recipient.replaces}}.\",{{/if}}\n",
        "",
    );
    a_partial_lost("fr/letter.typ.hbs", "{{> letterhead}}\n\n", "");
    a_form_without_its_fields("ru/form.typ.hbs", "{{> registration}}", "");
    another_number("fr/letter.typ.hbs", "les 175~États", "les 157~États");
    another_year("ar/letter.typ.hbs", "ديسمبر 2003", "ديسمبر 2004");
    another_month("zh/letter.typ.hbs", "12月", "11月");
    a_number_too_many("es/letter.typ.hbs", "175~Estados", "175~Estados (de 191)");
    a_label_lost("es/locale.yaml", "  hotel: \"Hotel\"\n", "");
    a_misspelt_key("ru/locale.yaml", "passport_number:", "pasport_number:");
    a_label_that_the_source_lacks("fr/locale.yaml", "  hotel:", "  motel: \"Motel\"\n  hotel:");
    a_number_in_a_label("es/locale.yaml", "35\\u00A0×\\u00A045", "35\\u00A0×\\u00A054");
    a_placeholder_of_a_date_lost(
        "zh/locale.yaml",
        "date: \"{year}年{month}{day}日\"",
        "date: \"{year}年{month}日\"",
    );
    a_placeholder_of_the_close_lost("fr/locale.yaml", "Veuillez agréer, {vocative}, ", "Veuillez agréer ");
    a_form_of_address_lost("es/locale.yaml", "salutation: \"Señora Ministra:\", ", "");
    a_file_lost("ar/email.txt.hbs", "", "");
    a_state_under_a_wrong_code("zh/countries.yaml", "  KEN:", "  KEX:");
    a_quotation_mark_lost("ru/locale.yaml", "hotel: \"Гостиница\"", "hotel: \"Гостиница");
}

fn check(mistake: &str, file: &str, from: &str, to: &str) {
    let folder = Folder::started();
    let path = format!("templates/{file}");
    match from {
        "" => fs::remove_file(folder.path(&path)).expect("the file"),
        _ => drop(folder.edit(&path, from, to)),
    }
    let mut ran = folder.run(&["locale", "status"]);
    assert!(ran.err.contains(&path), "{mistake} was not noticed\n{}\n{}", ran.out, ran.err);
    let (tag, _) = file.split_once('/').expect("a language");
    // All other languages are as they should be.
    for other in ["ar", "en", "es", "fr", "ru", "zh"].into_iter().filter(|other| *other != tag) {
        let complete = |line: &str| line.starts_with(other) && line.ends_with("complete");
        assert!(ran.out.lines().any(complete), "{other}\n{}\n{}", ran.out, ran.err);
    }
    let line = ran.out.lines().find(|line| line.starts_with(tag)).unwrap_or_default();
    ran.err = format!("{}\n\n{line}", ran.err.trim());
    hold("translators", mistake, &ran);
}
