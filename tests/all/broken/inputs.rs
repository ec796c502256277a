//! Mistakes in the mailing, the YAML list, templates, locale packs and the register.

use super::{mistakes, tell};
use crate::folder::Folder;

const MAILING: &str = "mailing.yaml";
const LIST: &str = "recipients/ministries.yaml";
const LETTER: &str = "templates/en/letter.typ.hbs";
const LOCALE: &str = "templates/en/locale.yaml";
const COUNTRIES: &str = "templates/en/countries.yaml";

mistakes! {
    // A name, the file, the text that is replaced, and by what.
    check:
    a_newer_format(MAILING, "format: 1", "format: 2");
    a_misspelt_key(MAILING, "reference: DM", "refrence: DM");
    an_unknown_choice(MAILING, "genre: letter", "genre: leter");
    a_moment_without_offset(MAILING, "09:00:00+02:00", "09:00:00");
    an_impossible_date(MAILING, "start: 2004-06-24", "start: 2004-06-31");
    a_date_that_may_be_two_days(MAILING, "start: 2004-06-24", "start: 3/4/2004");
    a_website_that_letters_write_and_the_mailing_lacks(MAILING, "website: www.itu.int/wsis\n", "");
    a_key_without_a_value(MAILING, "  e_mail: wsis.gov@ties.itu.int", "  e_mail:");
    a_list_of_no_files(MAILING, "[recipients/ministries.yaml]", "[]");
    an_event_that_ends_before_it_starts(MAILING, "end: 2004-06-26", "end: 2004-06-16");
    a_deadline_after_the_event(MAILING, "registration: 2004-06-10", "registration: 2014-06-10");
    a_deadline_before_the_issue(MAILING, "contributions: 2004-05-28", "contributions: 2004-04-28");
    an_invalid_address_of_the_sender(MAILING, "wsis.gov@ties.itu.int", "wsis.gov(at)itu.int");
    two_documents_of_one_name(MAILING, "id: form", "id: letter");
    a_missing_template(MAILING, "template: form.typ.hbs", "template: fomr.typ.hbs");
    a_missing_picture(MAILING, "emblem.svg", "emblam.svg");
    a_picture_outside_the_mailing(MAILING, "templates/assets/emblem.svg", "../../etc/passwd");
    a_missing_recipients_file(MAILING, "ministries.yaml", "ministeries.yaml");
    a_recipients_file_of_another_kind(MAILING, "ministries.yaml", "ministries.docx");
    an_unknown_placeholder(MAILING, "{recipient}_", "{recipent}_");
    no_participants(MAILING, "participants_per_form: 2", "participants_per_form: 0");
    an_unknown_standard(MAILING, "ua-1", "ua-9");
    an_open_bracket(MAILING, "event:", "event: [");
    a_repeated_key(MAILING, "website:", "paper: a4\nwebsite:");
    a_folder_that_leads_outside(MAILING, "folder: letters", "folder: ../letters");
    an_id_given_twice(LIST, "id: GMB", "id: FRA");
    an_unknown_kind(LIST, "kind: state", "kind: sate");
    a_state_without_iso_code(LIST, "    iso: GMB\n", "");
    an_iso_code_in_two_letters(LIST, "iso: GMB", "iso: GM");
    an_iso_code_of_no_state(LIST, "iso: GMB", "iso: GMX");
    an_invalid_address(LIST, "protocol@foreign-ministry.gmb.example", "protocol(at)gmb.example");
    an_unknown_channel(LIST, "channels: [e-mail]", "channels: [email]");
    no_languages(LIST, "languages: [fr, en]", "languages: []");
    an_unknown_office(LIST, "office: foreign-minister", "office: foreign-minster");
    an_empty_ministry(LIST, "ministry: Ministry of Foreign Affairs", "ministry: ''");
    a_letter_without_an_address(LIST, "    city: Nairobi\n    address: [Nairobi, KENYA]", "    address: []");
    a_letter_that_mixes_languages(LIST, "ministry: { en: Ministry of Foreign and Diaspora Affairs, fr:", "ministry: { fr:");
    a_misspelt_key_of_a_recipient(LIST, "address: [Paris", "adress: [Paris");
    an_undeclared_field(LIST, "    city: Paris", "    fields: { seat: '1' }\n    city: Paris");
    a_list_in_place_of_text(LIST, "id: KEN", "id: [KEN]");
    a_misspelt_merge_field(LETTER, "{{event.month_name}}", "{{event.mnth_name}}");
    an_unescaped_merge_field(LETTER, "{{event.month_name}}", "{{{event.month_name}}}");
    a_block_without_an_end(LETTER, "I look forward", "{{#if event.name}}I look forward");
    an_unknown_helper(LETTER, "{{event.month_name}}", "{{upper event.month_name}}");
    an_unknown_partial(LETTER, "I look forward", "{{> signature}}I look forward");
    a_comment_in_prose(LETTER, "I look forward", "Room A // Room B on the second floor.\n\nI look forward");
    a_dollar_in_prose(LETTER, "I look forward", "The fee is $250.\n\nI look forward");
    a_merge_without_end(LETTER, "I look forward", "{{#times 1000}}\n{{#times 1000}}\n{{#times 1000}}{{#times 1000}}{{/times}}{{/times}}{{/times}}{{/times}}I look forward");
    a_direction_that_is_not_of_the_script(LOCALE, "direction: ltr", "direction: rtl");
    a_missing_month(LOCALE, "[January, ", "[");
    an_unknown_placeholder_of_a_date(LOCALE, "\"{day} {month} {year}\"", "\"{day} {moth} {year}\"");
    a_locale_of_another_name(LOCALE, "locale: en", "locale: eng");
    a_missing_name_of_a_country(COUNTRIES, "short: France,", "");
    an_unknown_key_of_a_locale(LOCALE, "name: English", "nmae: English");
    a_register_of_another_mailing("register.yaml", "DM-1132", "DM-1133");
}

fn check(mistake: &str, file: &str, from: &str, to: &str) {
    let folder = Folder::started();
    if file == "register.yaml" {
        folder
            .write(file, "format: 1\nreference: \"DM-1132\"\nentries:\n  - { number: 1, recipient: FRA }\n");
    }
    folder.edit(file, from, to);
    tell("inputs", mistake, &folder.run(&["check"]));
}
