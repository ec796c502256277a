//! Genres of letters: each begins with `init --genre`, is ready at once, and says in six languages what its genre says.

use crate::folder::{Folder, Ran, entries, pdf_text};
use crate::init::{LANGUAGES, flags, init, with_list};

/// The recipients of the list, one for each of [`LANGUAGES`], in the order of their numbers.
const STATES: [&str; 6] = ["IRL", "FRA", "ESP", "RUS", "CHN", "EGY"];

/// A mailing of a genre in six languages, begun with all answers.
pub(crate) fn begun(genre: &str, more: &[&str]) -> Folder {
    let folder = with_list();
    let mut flags = flags(&LANGUAGES);
    flags.extend([format!("--genre={genre}")]);
    flags.extend(more.iter().map(|flag| (*flag).to_owned()));
    let ran = init(&folder, &flags).ends_with(0);
    assert!(!ran.out.contains("still empty"), "{}", ran.out);
    folder
}

/// Builds a mailing without a word of complaint.
fn built(folder: &Folder) -> Ran {
    let checked = folder.run(&["check"]).ends_with(0);
    assert_eq!(checked.err, "", "a new mailing is ready");
    let status = folder.run(&["locale", "status"]).ends_with(0);
    assert_eq!(status.out.matches("complete").count(), 6, "{}", status.out);
    let built = folder.run(&["build"]).ends_with(0);
    assert!(!built.err.contains("warning"), "{}", built.err);
    built
}

/// A text without the space in it.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The text of each language's letter, without space; `None` where it cannot be read here.
fn letters(kind: &str, folder: &Folder) -> Option<Vec<String>> {
    let letter = |at: usize| {
        let (iso, language) = (STATES[at], LANGUAGES[at]);
        let plural = if kind.ends_with('s') { kind.to_owned() } else { format!("{kind}s") };
        let path = format!("output/FC-2027-3/post/{plural}/{:03}_{iso}_{kind}_{language}.pdf", at + 1);
        Some(squeezed(&pdf_text(&folder.path(&path))?))
    };
    (0..LANGUAGES.len()).map(letter).collect()
}

#[test]
fn a_circular_has_numbered_paragraphs_one_number_and_no_name() {
    let folder = begun("circular", &[]);
    built(&folder);
    let Some(texts) = letters("circular", &folder) else { return };
    let formulae = [
        ("Dear Sir/Madam,", "Yours faithfully,"),
        ("Madame, Monsieur,", "l’assurance de ma haute considération."),
        ("Estimada Señora/Estimado Señor:", "Le saluda muy atentamente,"),
        ("Уважаемая госпожа, уважаемый господин,", "С уважением,"),
        ("尊敬的先生/女士：", "顺致敬意！"),
    ];
    // Arabic is read in another order.
    for (text, (opening, close)) in texts.iter().zip(formulae) {
        let (opening, close) = (text.find(&squeezed(opening)), text.find(&squeezed(close)));
        assert!(opening.is_some() && opening < close, "{text}");
    }
    for (text, language) in texts.iter().zip(LANGUAGES) {
        assert!(text.contains("FC/2027/3") && !text.contains("FC/2027/3/0"), "{language}: {text}");
        if language != "ar" {
            assert!((1..=5).all(|number| text.contains(&format!("{number}."))), "{language}: {text}");
        }
    }
    for name in ["Ireland", "IRELAND", "Irish"] {
        assert!(!texts[0].contains(name), "{}", texts[0]);
    }
}

#[test]
fn a_circular_without_a_list_is_published_once_in_each_language() {
    let folder = Folder::empty();
    let all = flags(&LANGUAGES);
    let list = all.iter().position(|flag| flag == "--list").expect("the flag of the list");
    let mut flags: Vec<String> = all
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != list && *at != list + 1)
        .map(|(_, flag)| flag.clone())
        .collect();
    flags.push("--genre=circular".to_owned());
    init(&folder, &flags).ends_with(0);
    // The form is a recipient's own, so a text that is published goes without.
    let mailing = folder.read("mailing.yaml");
    let kept: String =
        mailing.lines().filter(|line| !line.contains("id: form")).flat_map(|line| [line, "\n"]).collect();
    folder.write("mailing.yaml", &kept);
    let built = built(&folder);
    assert!(built.out.contains("6 documents for 6 of 6 recipients"), "{}", built.out);
    let folder_of = folder.path("output/FC-2027-3/by-hand/circulars");
    assert_eq!(entries(&folder_of).len(), 6);
    for (at, language) in LANGUAGES.into_iter().enumerate() {
        let path = folder_of.join(format!("{:03}_{language}_circular_{language}.pdf", at + 1));
        let Some(text) = pdf_text(&path) else { return };
        assert!(text.contains("FC/2027/3") && !text.contains("FC/2027/3/"), "{text}");
    }
}

#[test]
fn an_invitation_names_the_host_to_all_and_thanks_the_host() {
    let folder = begun("invitation", &[]);
    let host = "event:\n  host: FRA\n  legal_basis: { en: Article 25 of the Convention, fr: à l’article 25 de la Convention, es: el artículo 25 \
                del Convenio, ru: со статьей 25 Конвенции, zh: 《公约》第25条, ar: بالمادة 25 من الاتفاقية }\n";
    folder.edit("mailing.yaml", "event:\n", host);
    built(&folder);
    let Some(texts) = letters("letter", &folder) else { return };
    let said = [
        [
            "In accordance with Article 25 of the Convention, I have the honour to invite the Government of Ireland",
            "at the kind invitation of the Government of France",
            "Provisional agenda",
        ],
        [
            "Conformément à l’article 25 de la Convention, j’ai l’honneur d’inviter le Gouvernement de la France",
            "Je tiens à remercier votre Gouvernement",
            "Modèle de pouvoirs",
        ],
        [
            "De conformidad con el artículo 25 del Convenio, tengo el honor de invitar al Gobierno de España",
            "amable invitación del Gobierno de Francia",
            "Cupón de respuesta",
        ],
        [
            "В соответствии со статьей 25 Конвенции имею честь пригласить Правительство Российской Федерации",
            "По любезному приглашению Правительства Франции",
            "Талон ответа",
        ],
        ["根据《公约》第25条，我荣幸地邀请中国政府派代表团出席", "应法国政府盛情邀请", "全权证书样本"],
    ];
    for (text, said) in texts.iter().zip(said) {
        for said in said {
            assert!(unbroken(text).contains(&unbroken(said)), "{said} is not in {text}");
        }
    }
    assert!(!texts[1].contains("aimable"), "{}", texts[1]);
    let Some(model) = letters("credentials", &folder) else { return };
    assert!(model[0].contains("MinisterforForeignAffairsofIreland"), "{}", model[0]);
    assert!(model[1].contains("MinistredesaffairesétrangèresdelaRépubliquefrançaise"), "{}", model[1]);
    folder.edit("mailing.yaml", "host: FRA", "host: XYZ");
    folder.run(&["check"]).ends_with(1).says("`ru` has no name for the State XYZ");
}

#[test]
fn a_genre_that_is_not_there_is_told_with_those_that_are() {
    let folder = Folder::empty();
    folder
        .run(&["init", "--genre", "circlar"])
        .ends_with(1)
        .says("there is no genre `circlar`")
        .says("did you mean `circular`?");
    folder.run(&["init", "--genre", "./none"]).ends_with(1).says("error[genre]: cannot be read");
    let folder = begun("circular", &[]);
    folder.edit("mailing.yaml", "genre: circular", "genre: note-verbale");
    folder.run(&["check"]).ends_with(1).says("there is no genre `note-verbale` here");
}

#[test]
fn an_office_begins_with_a_genre_of_its_own() {
    let folder = with_list();
    std::fs::create_dir_all(folder.path("ours/en")).expect("folders");
    folder.write(
        "ours/genre.yaml",
        "format: 1\ngenre: ours\ndocuments:\n  - { id: letter, template: ours.typ.hbs, folder: letters, name: { en: Ours } }\n",
    );
    folder.write(
        "ours/en/ours.typ.hbs",
        "#set document(title: \"Ours\")\nOur own letter to {{recipient.country.short}}.",
    );
    let mut flags = flags(&["en"]);
    flags.push(format!("--genre={}", folder.path("ours").display()));
    init(&folder, &flags).ends_with(0);
    assert!(folder.read("mailing.yaml").contains("\ngenre: ours\n"));
    folder.run(&["preview", "IRL", "-o", "preview"]).ends_with(0);
    assert!(folder.path("templates/genres/ours.yaml").is_file());
}

#[test]
fn a_genre_says_who_gets_which_document_and_template() {
    let folder = with_list();
    std::fs::create_dir_all(folder.path("ours/en")).expect("folders");
    let rules = "format: 1\ngenre: ours\ndocuments:\n  - id: letter\n    template: ours.typ.hbs\n    folder: letters\n    name: { en: Ours }\n    \
                 variants:\n      - { when: { id: IRL }, template: other.typ.hbs }\n      - { when: { kind: organisation, fields: { seat: [\"a, b\", c] } }, \
                 template: other.typ.hbs }\n  - { id: annex, template: annex.typ.hbs, folder: annexes, name: { en: Annex }, when: { id: [IRL, FRA] }, \
                 unless: { group: far } }\n";
    folder.write("ours/genre.yaml", rules);
    for (file, text) in [("ours", "Ours"), ("other", "Other"), ("annex", "Annex")] {
        let text = format!("#set document(title: \"{text}\")\n{text} for {{{{recipient.country.short}}}}.");
        folder.write(&format!("ours/en/{file}.typ.hbs"), &text);
    }
    let mut flags = flags(&["en"]);
    flags.push(format!("--genre={}", folder.path("ours").display()));
    init(&folder, &flags).ends_with(0);
    let mailing = folder.read("mailing.yaml");
    let said = [
        "variants: [{ when: { id: [IRL] }, template: other.typ.hbs }, { when: { kind: organisation, fields: { seat: [\"a, b\", c] } }, \
         template: other.typ.hbs }] }",
        "when: { id: [IRL, FRA] }, unless: { group: [far] } }",
        "extra_fields: [\"seat\"]",
    ];
    for said in said {
        assert!(mailing.contains(said), "{said} is not in\n{mailing}");
    }
    let list = folder.read("contacts.yaml");
    let list = list.replace("id: ESP,", "id: ESP, group: far, fields: { seat: c },");
    folder.write("contacts.yaml", &list.replace("id: RUS,", "id: RUS, fields: { seat: \"a, b\" },"));
    for iso in ["IRL", "FRA", "ESP"] {
        folder.run(&["preview", iso, "-o", "preview"]).ends_with(0);
    }
    let pages: Vec<String> = entries(&folder.path("preview"))
        .iter()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("_annex_"))
        .collect();
    assert_eq!(pages.len(), 2, "{pages:?}");
    for (iso, text) in [("IRL", "Other for Ireland"), ("FRA", "Ours for France")] {
        let mut pages = entries(&folder.path("preview")).into_iter().map(|entry| entry.path());
        let is_its = |path: &std::path::PathBuf| path.to_string_lossy().contains(&format!("_{iso}_letter_"));
        let Some(page) = pdf_text(&pages.find(is_its).expect("the letter")) else { return };
        assert!(page.contains(text), "{page}");
    }
}

/// The flags that name the sender of notes.
pub(crate) const SENDER: [&str; 7] = [
    "--writes-as=en=The Secretariat of the Fisheries Commission",
    "--writes-as=fr=Le Secrétariat de la Commission des pêches",
    "--writes-as=es=La Secretaría de la Comisión de Pesca",
    "--writes-as=ru=Секретариат Комиссии по рыболовству",
    "--writes-as=zh=渔业委员会秘书处",
    "--writes-as=ar=أمانة لجنة مصايد الأسماك",
    "--writer-gender=ar=feminine",
];

#[test]
fn a_note_verbale_opens_and_closes_with_formal_names_in_the_third_person() {
    let folder = begun("note-verbale", &SENDER);
    built(&folder);
    let Some(texts) = letters("note", &folder) else { return };
    let formulae = [
        (
            "The Secretariat of the Fisheries Commission presents its compliments to the Ministry of Foreign Affairs of Ireland and has \
             the honour to",
            "avails itself of this opportunity to renew to the Ministry of Foreign Affairs of Ireland the assurances of its highest \
             consideration.",
        ),
        (
            "Le Secrétariat de la Commission des pêches présente ses compliments au Ministère des affaires étrangères de la République \
             française et a l’honneur d’",
            "saisit cette occasion pour renouveler au Ministère des affaires étrangères de la République française les assurances de sa \
             très haute considération.",
        ),
        (
            "La Secretaría de la Comisión de Pesca saluda atentamente al Ministerio de Relaciones Exteriores del Reino de España y tiene \
             el honor de",
            "aprovecha la oportunidad para reiterar al Ministerio de Relaciones Exteriores del Reino de España las seguridades de su \
             consideración más distinguida.",
        ),
        (
            "Секретариат Комиссии по рыболовству свидетельствует свое уважение Министерству иностранных дел Российской Федерации и \
             имеет честь",
            "чтобы возобновить Министерству иностранных дел Российской Федерации уверения в своем весьма высоком уважении.",
        ),
        ("渔业委员会秘书处向中华人民共和国外交部致意，并谨", "顺致最崇高的敬意。"),
    ];
    for (text, (opening, close)) in texts.iter().zip(formulae) {
        let (text, opening, close) = (unbroken(text), unbroken(opening), unbroken(close));
        let (opening, close) = (text.find(&opening), text.find(&close));
        assert!(opening.is_some() && opening < close, "{text}");
        assert!(!text.contains("JONSDOTTIR") && !text.contains("JÓNSDÓTTIR"), "nobody signs\n{text}");
    }
    let arabic = &texts[5];
    for word in ["تهدي", "تحياتها", "وتغتنم", "جمهورية"] {
        assert!(arabic.contains(word), "{word} is not in {arabic}");
    }
}

#[test]
fn a_note_goes_from_office_to_office_and_from_person_to_person() {
    let folder = begun("note-verbale", &SENDER);
    let list = folder.read("contacts.yaml");
    let offices = ["ministry", "embassy", "permanent-mission", "ministry", "embassy", "ambassador"];
    let mut parts = list.split("office: foreign-minister");
    let mut changed = parts.next().expect("a beginning").to_owned();
    for (part, office) in parts.zip(offices) {
        changed += &format!("office: {office}{part}");
    }
    folder.write("contacts.yaml", &changed);
    assert_eq!(folder.run(&["check"]).ends_with(0).err, "");
    let said = |iso: &str, said: &str| {
        folder.run(&["preview", iso, "-o", "preview"]).ends_with(0);
        let notes = entries(&folder.path("preview")).into_iter().map(|entry| entry.path());
        let mut notes = notes.filter(|path| path.to_string_lossy().contains(&format!("_{iso}_note_")));
        if let Some(text) = pdf_text(&notes.next().expect("the note")) {
            assert!(unbroken(&text).contains(&unbroken(said)), "{said} is not in {text}");
        }
    };
    said(
        "IRL",
        "presents its compliments to the Ministry of Foreign Affairs of Ireland and has the honour to",
    );
    said("FRA", "présente ses compliments à l’Ambassade de la République française et a l’honneur d’");
    said("RUS", "свое уважение Министерству иностранных дел Российской Федерации и имеет честь");
    said("CHN", "向中华人民共和国大使馆致意，并谨");
    // A person writes to the person who holds the office, as a man or as a woman.
    folder.edit("mailing.yaml", "    person: false\n", "    person: true\n");
    let checked = folder.run(&["check"]).ends_with(1).says("note-sender");
    let checked = checked.says("the formulae in `en` differ by the gender of the sender");
    assert!(!checked.err.contains("merge-field-empty"), "{}", checked.err);
    folder.edit("mailing.yaml", "{ ar: feminine }", "{ ar: feminine, en: feminine }");
    folder.edit(
        "mailing.yaml",
        "The Secretariat of the Fisheries Commission",
        "The Secretary-General of the Fisheries Commission",
    );
    folder.write("contacts.yaml", &list);
    folder.run(&["check"]).ends_with(0);
    said(
        "IRL",
        "presents her compliments to the Minister for Foreign Affairs of Ireland and has the honour to",
    );
    said("FRA", "présente ses compliments au Ministre des affaires étrangères de la République française");
    // An organisation is called as the list says.
    let words = "office: organisation, styles: { en: { sentence_name: the Commission, sentence_to: to the Commission } }";
    folder.write("contacts.yaml", &list.replacen("office: foreign-minister", words, 1));
    folder.run(&["check"]).ends_with(0);
    said("IRL", "presents her compliments to the Commission and has the honour to");
    folder.write("contacts.yaml", &list.replacen("office: foreign-minister", "office: organisation", 1));
    folder.run(&["check"]).ends_with(3).says("a note in `en` has no words for the office `organisation`");
}

/// A text without space and the hyphens that break words.
fn unbroken(text: &str) -> String {
    squeezed(text).replace(['-', '\u{ad}', '\u{2010}'], "")
}

#[test]
fn words_of_the_first_and_second_person_are_refused_where_they_stand() {
    let folder = begun("note-verbale", &SENDER);
    let wrong = [
        ("en", "It would be\nappreciated", "We should be\ngrateful", "We"),
        ("fr", "sa délégation", "votre délégation", "votre"),
        ("es", "Se agradecería", "Nuestra oficina agradecería", "Nuestra"),
        ("ru", "просьба сообщить", "прошу сообщить", "прошу"),
        ("zh", "政府派代表", "贵国政府派代表", "贵国"),
        ("ar", "ويرجى التكرم", "وأرجو التكرم", "وأرجو"),
    ];
    for (language, from, to, _) in wrong {
        folder.edit(&format!("templates/{language}/note.typ.hbs"), from, to);
    }
    let checked = folder.run(&["check"]).ends_with(1);
    for (language, _, _, word) in wrong {
        let text = folder.read(&format!("templates/{language}/note.typ.hbs"));
        let at = text.find(word).expect("the word");
        let line = text[..at].lines().count().max(1);
        let column = text[..at].rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let line = if text[..at].ends_with('\n') { line + 1 } else { line };
        let told = format!(
            "error[person-word]: “{word}” is of the first or second person, and `note-verbale` is in the third\n  --> \
             templates/{language}/note.typ.hbs:{line}:{column}\n"
        );
        assert!(checked.err.contains(&told), "{told} is not in\n{}", checked.err);
    }
    assert_eq!(checked.err.matches("[person-word]").count(), wrong.len(), "{}", checked.err);
}

#[test]
fn a_note_goes_to_states_and_names_its_sender_in_the_gender_that_a_language_asks_for() {
    let folder = begun("note-verbale", &SENDER);
    folder.edit("mailing.yaml", "    gender: { ar: feminine }\n", "");
    let list = folder.read("contacts.yaml").replace("kind: state, iso: IRL,", "kind: organisation,");
    folder.write(
        "contacts.yaml",
        &list.replacen("office: foreign-minister", "office: head-of-organisation", 2),
    );
    let checked = folder.run(&["check"]).ends_with(1);
    for told in [
        "error[note-sender]: the formulae in `ar` differ by the gender of the sender",
        "error[genre-addressee]: `note-verbale` goes to States alone",
        "error[note-office]: a note in `fr` has no words for the office `head-of-organisation` within a sentence",
    ] {
        assert!(checked.err.contains(told), "{told} is not in\n{}", checked.err);
    }
    // Neither the sender nor the addressee is told a second time, as a field of the note that is empty.
    assert!(!checked.err.contains("merge-field-empty"), "{}", checked.err);
    let note = folder.read("mailing.yaml");
    let (before, rest) = note.split_once("  note:\n").expect("the sender of notes");
    let rest: String =
        rest.lines().skip_while(|line| line.starts_with("    ")).flat_map(|line| [line, "\n"]).collect();
    folder.write("mailing.yaml", &format!("{before}{rest}"));
    let checked = folder.run(&["check"]).ends_with(1);
    assert_eq!(checked.err.matches("error[note-sender]: the genre").count(), 1, "{}", checked.err);
    assert!(!checked.err.contains("mailing-field-absent"), "{}", checked.err);
    assert!(!checked.err.contains("merge-field-empty"), "{}", checked.err);
    folder
        .run(&["init", "letters", "--writes-as", "The Secretariat"])
        .ends_with(1)
        .says("do not name their sender");
}

#[test]
fn the_second_page_says_whose_letter_it_is() {
    let folder = begun("note-verbale", &SENDER);
    let template = "templates/en/note.typ.hbs";
    let long = "The work of the Commission is described at length. ".repeat(40);
    folder.edit(template, "{{note.renewal}}", &format!("{long}\n\n{long}\n\n{long}\n\n{{{{note.renewal}}}}"));
    folder.run(&["preview", "IRL", "-o", "preview"]).ends_with(0);
    let notes = entries(&folder.path("preview"));
    let note =
        notes.iter().map(std::fs::DirEntry::path).find(|path| path.to_string_lossy().contains("_note_en"));
    let Some(text) = pdf_text(&note.expect("the note")) else { return };
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    assert_eq!(pages.len(), 2, "{text}");
    assert!(squeezed(pages[1]).starts_with("IrelandFC/2027/3/001"), "{}", pages[1]);
    assert!(!squeezed(pages[0]).contains("IrelandFC/2027/3/001"), "{}", pages[0]);
}
