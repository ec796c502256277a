//! What makes a letter look wrong, and yet keeps none from being made.

use super::{hold, mistakes};
use crate::folder::Folder;

const MAILING: &str = "mailing.yaml";
const LIST: &str = "recipients/ministries.yaml";
const LETTER: &str = "templates/fr/letter.typ.hbs";

mistakes! {
    // A name, the file, the text that is replaced, and by what.
    check:
    a_fax_number_without_a_country_code(LIST, "    channels: [pouch, e-mail]", "    fax: 01 43 17 52 03\n    channels: [fax, e-mail]");
    a_number_that_yaml_takes_for_a_remark(MAILING, "    en: Preparatory Meeting\n", "    en: Preparatory Meeting #2\n");
    a_city_below_its_name_in_another_language(LIST, "address: [Nairobi, KENYA]", "address: [PO Box 30551, 00100 Nairobbi, KENYA]");
    a_name_with_a_title(LIST, "addressee: { office: foreign-minister }", "addressee: { office: foreign-minister, name: S.E. M. Jean-Noël BARROT }");
    an_address_in_another_state(LIST, "address: [Nairobi, KENYA]", "address: [PO Box 1, Kampala, UGANDA]");
    a_pouch_without_a_city(LIST, "    city: Paris\n", "");
    a_recipient_that_is_there_twice(LIST, "  - id: KEN\n", "  - { id: KEN-2, kind: state, iso: KEN, addressee: { office: foreign-minister }, ministry: Ministry, city: Nairobi, address: [Nairobi, KENYA], emails: [protocol@foreign-ministry.gmb.example], channels: [post], languages: [en] }\n  - id: KEN\n");
    an_event_with_one_name_for_all_languages(MAILING, "  name:\n    en: World Summit on the Information Society\n    fr: Sommet mondial sur la société de l’information\n    es: Cumbre Mundial sobre la Sociedad de la Información\n    ru: Всемирная встреча на высшем уровне по вопросам информационного общества\n    zh: 信息社会世界首脑会议\n    ar: القمة العالمية لمجتمع المعلومات\n", "  name: World Summit on the Information Society\n");
    a_language_without_templates(LIST, "languages: [fr, en]", "languages: [pt, de]");
    asterisks_around_spaces(LETTER, "encourager vivement", "encourager * très * vivement");
}

fn check(mistake: &str, file: &str, from: &str, to: &str) {
    let folder = Folder::started();
    folder.edit(file, from, to);
    let ran = folder.run(&["check"]).ends_with(3);
    assert!(ran.err.contains("warning["), "{mistake} was not noticed\n{}", ran.err);
    hold("warnings", mistake, &ran);
}
