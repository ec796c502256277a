//! A language the program has never heard of: a copied folder and edited text, no code.

use std::fs;

use crate::folder::{Folder, pdf_text, plain};

const PT: &str = "templates/pt";

/// The mailing's texts: each Spanish one, and the Portuguese one that is added after it.
pub(crate) const MAILING: &[(&str, &str)] = &[
    (
        "1211 Geneva 20, سويسرا]",
        "1211 Geneva 20, سويسرا]\n    pt: [Secretariado Executivo da CMSI, União Internacional de Telecomunicações, Place des Nations, 1211 Genebra 20, SUÍÇA]",
    ),
    ("es: Ginebra,", "es: Ginebra, pt: Genebra,"),
    (
        "    es: Cumbre Mundial sobre la Sociedad de la Información\n",
        "    es: Cumbre Mundial sobre la Sociedad de la Información\n    pt: Cúpula Mundial sobre a Sociedade da Informação\n",
    ),
    ("es: CMSI,", "es: CMSI, pt: CMSI,"),
    ("    es: Reunión Preparatoria\n", "    es: Reunión Preparatoria\n    pt: Reunião Preparatória\n"),
    ("    es: fase de Túnez\n", "    es: fase de Túnez\n    pt: fase de Túnis\n"),
    ("    es: Hammamet (Túnez)\n", "    es: Hammamet (Túnez)\n    pt: Hammamet (Tunísia)\n"),
    (
        "    es: Unión Internacional de Telecomunicaciones\n",
        "    es: Unión Internacional de Telecomunicaciones\n    pt: União Internacional de Telecomunicações\n",
    ),
    (
        "    es: Secretaría Ejecutiva de la CMSI\n",
        "    es: Secretaría Ejecutiva de la CMSI\n    pt: Secretariado Executivo da CMSI\n",
    ),
    ("      es: Yoshio UTSUMI\n", "      es: Yoshio UTSUMI\n      pt: Yoshio UTSUMI\n"),
    (
        "      es:\n        - Secretario",
        "      pt: [Secretário-Geral da União Internacional de Telecomunicações (UIT)]\n      es:\n        - Secretario",
    ),
    ("es: Carta,", "es: Carta, pt: Carta,"),
    (
        "      es: Formulario de inscripción\n",
        "      es: Formulario de inscripción\n      pt: Formulário de inscrição\n",
    ),
    (
        "      es: Emblema que representa un globo terráqueo bajo una antena\n",
        "      es: Emblema que representa un globo terráqueo bajo una antena\n      pt: Emblema de um globo sob uma antena\n",
    ),
    (
        "      es: Firma de Yoshio Utsumi\n",
        "      es: Firma de Yoshio Utsumi\n      pt: Assinatura de Yoshio Utsumi\n",
    ),
];

/// What a translator changes in the copied locale pack.
const LOCALE: &[(&str, &str)] = &[
    ("locale: es", "locale: pt"),
    ("name: Español", "name: português"),
    ("contact: \"Contacto:\"", "contact: \"Contato:\""),
    ("subject: \"Asunto:\"", "subject: \"Assunto:\""),
    ("form_title: \"Formulario de inscripción\"", "form_title: \"Formulário de inscrição\""),
    ("family_name: \"Apellidos\"", "family_name: \"Sobrenome\""),
    (
        "[enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre]",
        "[janeiro, fevereiro, março, abril, maio, junho, julho, agosto, setembro, outubro, novembro, dezembro]\n  first_day: 1º",
    ),
    ("\"del {day1} al {day2} de {month1} de {year1}\"", "\"de {day1} a {day2} de {month1} de {year1}\""),
    ("Sírvase aceptar, {vocative}, las seguridades", "Queira aceitar, {vocative}, os protestos"),
    ("de mi consideración más distinguida", "da minha mais alta consideração"),
    (
        "salutation: \"Señor Ministro/Señora Ministra:\", vocative: Señor Ministro/Señora Ministra",
        "salutation: \"Senhor Ministro/Senhora Ministra,\", vocative: Senhor Ministro/Senhora Ministra",
    ),
    ("portfolio: de Relaciones Exteriores", "portfolio: das Relações Exteriores"),
    ("Excmo. Sr. Ministro/Excma. Sra. Ministra", "Exmo. Sr. Ministro/Exma. Sra. Ministra"),
];

const COUNTRIES: &str = "format: 1
locale: pt
countries:
  KEN: { short: Quênia, in_text: o Quênia, of: do Quênia, formal: a República do Quênia, formal_of: da República do Quênia }
  TUN: { short: Tunísia, in_text: a Tunísia, of: da Tunísia, formal: a República Tunisiana, formal_of: da República Tunisiana }
";

/// The letter's prose, sentence by sentence.
const LETTER: &[(&str, &str)] = &[
    ("diciembre de 2003", "dezembro de 2003"),
    ("(PrepCom de organización)", "(PrepCom de organização)"),
    ("Tengo el honor de invitarle a participar en la", "Tenho a honra de convidar Vossa Excelência para a"),
    ("de la {{event.phase}} de la {{event.name}}", "da {{event.phase}} da {{event.name}}"),
    ("que se celebrará en {{event.place}}", "que se realizará em {{event.place}}"),
    (", atendiendo a la amable invitación del Gobierno", ", a amável convite do Governo"),
    (
        "Aprovecho esta oportunidad para alentar encarecidamente a",
        "Aproveito a oportunidade para incentivar vivamente",
    ),
    (
        "{{else if recipient.country}}su Gobierno{{else}}",
        "{{else if recipient.country}}o seu Governo{{else}}",
    ),
    (
        "Espero tener el gusto de saludarle en {{event.month_name}} con motivo de este importante acontecimiento.",
        "Espero ter o prazer de encontrá-lo em {{event.month_name}} nesta importante reunião.",
    ),
];

/// The mailing with a folder `pt` copied from the Spanish one, and a recipient who wants Portuguese.
fn copied() -> Folder {
    let folder = Folder::started();
    fs::create_dir(folder.path(PT)).expect("a new folder");
    for file in ["countries.yaml", "email.txt.hbs", "form.typ.hbs", "letter.typ.hbs", "locale.yaml"] {
        folder.write(&format!("{PT}/{file}"), &folder.read(&format!("templates/es/{file}")));
    }
    folder.edit(
        "recipients/ministries.yaml",
        "channels: [post]\n    languages: [en]",
        "channels: [post]\n    languages: [pt, en]",
    );
    folder
}

#[test]
fn a_copied_folder_says_what_is_still_to_be_done() {
    let folder = copied();
    folder
        .run(&["check"])
        .ends_with(1)
        .says("locale.yaml says it is for `es`")
        .says("countries.yaml says it is for `es`")
        .says("`event.name` has no text in `pt`")
        .says("`sender.signatory.titles` has no text in `pt`");
}

#[test]
fn a_portuguese_locale_is_a_copied_folder_with_edited_text() {
    let folder = copied();
    for (from, to) in MAILING {
        folder.edit("mailing.yaml", from, to);
    }
    folder.edit(
        "recipients/ministries.yaml",
        "ministry: { en: Ministry of Foreign and",
        "ministry: { pt: Ministério, en: Ministry of Foreign and",
    );
    for (from, to) in LOCALE {
        folder.edit(&format!("{PT}/locale.yaml"), from, to);
    }
    for (from, to) in LETTER {
        folder.edit(&format!("{PT}/letter.typ.hbs"), from, to);
    }
    folder.write(&format!("{PT}/countries.yaml"), COUNTRIES);
    folder.run(&["check"]).ends_with(3);
    folder.run(&["build"]).ends_with(3);
    folder.run(&["verify", "output/DM-1132/DM-1132.zip"]).ends_with(0);

    let Some(letter) = pdf_text(&folder.path("output/DM-1132/post/letters/003_KEN_letter_pt.pdf")) else {
        return;
    };
    for text in [
        "Genebra, 10 de maio de 2004",
        "Exmo. Sr. Ministro/Exma. Sra. Ministra das Relações Exteriores da República do Quênia",
        "Senhor Ministro/Senhora Ministra,",
        "convidar Vossa Excelência para a Reunião Preparatória da fase de Túnis da Cúpula Mundial",
        "que se realizará em Hammamet (Tunísia) de 24 a 26 de junho de 2004, a amável convite do Governo da Tunísia.",
        "incentivar vivamente o seu Governo",
        "encontrá-lo em junho",
        "Queira aceitar, Senhor Ministro/Senhora Ministra, os protestos da minha mais alta consideração.",
        "Secretário-Geral da União Internacional de Telecomunicações (UIT)",
        "Formulário de inscrição",
    ] {
        assert!(plain(&letter).contains(&plain(text)), "{text:?} is not in\n{letter}");
    }
    let form = folder.path("output/DM-1132/post/forms/003_KEN_form_pt.pdf");
    let form = pdf_text(&form).expect("pdftotext was there a moment ago");
    assert!(form.contains("Formulário de inscrição") && form.contains("Sobrenome"), "{form}");
}
