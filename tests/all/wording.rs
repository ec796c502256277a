//! What a reviser looks for in letters and e-mails of the sample: dates and hyphens that no line parts, prepositions, and words that
//! are right for every recipient.

use std::path::Path;

use crate::folder::{Folder, pdf_text};

const LETTERS: [(&str, &str); 3] = [("FRA", "001"), ("GMB", "002"), ("KEN", "003")];

/// The letter of a recipient in a language, with its lines; `None` where nothing can read it.
fn letter(folder: &Folder, (id, number): (&str, &str), language: &str) -> Option<String> {
    folder.run(&["preview", id, "--locale", language, "-o", "seen"]).ends_with(0);
    pdf_text(&folder.path(&format!("seen/{number}_{id}_letter_{language}.pdf")))
}

/// A text without its lines, every space a plain one.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn months(language: &str) -> Vec<String> {
    let pack = convoke::locale::read(Path::new(env!("CARGO_MANIFEST_DIR")), "templates", language).value;
    pack.expect("a pack").file().dates.months.value.clone()
}

#[test]
fn no_line_of_a_letter_ends_inside_a_date() {
    let folder = Folder::started();
    for language in ["en", "fr", "es", "ru"] {
        let months = months(language);
        for recipient in LETTERS {
            let Some(text) = letter(&folder, recipient, language) else { return };
            let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            for pair in lines.windows(2) {
                let last = pair[0].split_whitespace().next_back().unwrap_or_default();
                let next = pair[1].split_whitespace().next().unwrap_or_default();
                let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
                let is_month = months.iter().any(|month| next.starts_with(month.as_str()));
                let is_inside = is_number(last) && (is_month || next == "de" || next.starts_with("год"))
                    || last == "de" && is_month
                    || last.ends_with('–');
                assert!(!is_inside, "{language}: {pair:?}");
            }
        }
    }
}

#[test]
fn place_and_months_take_the_preposition_of_the_language() {
    let folder = Folder::started();
    folder
        .edit("mailing.yaml", "fr: Hammamet (Tunisie)", "fr: Le Caire (Égypte)")
        .edit("mailing.yaml", "place_in: Хаммамете (Тунис)", "place_in: Владивостоке")
        .edit("mailing.yaml", "start: 2004-06-24", "start: 2004-10-30")
        .edit("mailing.yaml", "end: 2004-06-26", "end: 2004-11-02");
    for (language, said) in [
        (
            "fr",
            &[
                "se tiendra au Caire (Égypte) du 30 octobre au 2 novembre 2004",
                "rencontrer en octobre et novembre",
            ],
        ),
        (
            "ru",
            &["состоится во Владивостоке с 30 октября по 2 ноября 2004 года", "с Вами в октябре и ноябре"],
        ),
        (
            "en",
            &[
                "in Hammamet, Tunisia, from 30 October to 2 November 2004",
                "meeting you in October and November",
            ],
        ),
    ] {
        let Some(text) = letter(&folder, LETTERS[0], language) else { return };
        for words in said {
            assert!(flat(&text).contains(words), "{words:?} is not in\n{text}");
        }
        let email = folder.read(&format!("seen/FRA_email_{language}.txt"));
        assert!(email.contains(said[0]), "{:?} is not in\n{email}", said[0]);
    }
}

#[test]
fn a_language_that_inflects_places_asks_for_the_form() {
    let folder = Folder::started();
    folder.edit("mailing.yaml", "      place_in: Хаммамете (Тунис)\n", "");
    folder
        .run(&["preview", "FRA", "--locale", "ru", "-o", "seen"])
        .ends_with(1)
        .says("error[mailing-field-absent]")
        .says("event.forms.in_place");
    folder.edit("mailing.yaml", "    ru:\n      name_of", "    ru:\n      in_place: на Кипре\n      name_of");
    let Some(text) = letter(&folder, LETTERS[0], "ru") else { return };
    assert!(flat(&text).contains("состоится на Кипре с 24 по 26 июня"), "{text}");
}

#[test]
fn the_holy_see_is_not_called_a_country() {
    let folder = Folder::started();
    let all = [
        ("en", "strongly encourage the Holy See to take part", "your Government"),
        ("fr", "encourager vivement le Saint-Siège à prendre part", "votre Gouvernement"),
        ("es", "encarecidamente a la Santa Sede a que", "su Gobierno"),
        ("ru", "призываю Святой Престол принять участие", "Ваше правительство"),
        ("zh", "鼓励罗马教廷参加", "贵国政府"),
    ];
    for (language, _, government) in all {
        let Some(text) = letter(&folder, LETTERS[1], language) else { return };
        assert!(bare(&text).contains(&bare(government)), "{government} is not in\n{text}");
    }
    folder.edit("recipients/ministries.yaml", "    iso: FRA\n", "    iso: VAT\n");
    for (language, said, government) in all {
        let Some(text) = letter(&folder, LETTERS[0], language) else { return };
        assert!(bare(&text).contains(&bare(said)), "{said} is not in\n{text}");
        assert!(!bare(&text).contains(&bare(government)), "{government} is in\n{text}");
    }
}

fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn no_line_ends_in_a_short_part_of_a_word_or_in_a_range() {
    let folder = Folder::started();
    let words = "г-же e-mail celle-ci vis-à-vis 24–26 Guinea-Bissau ".repeat(6);
    folder.edit(
        "templates/en/letter.typ.hbs",
        "I look forward",
        &format!("#block(width: 20mm, {{ set par(justify: false); [{words}] }})\n\nI look forward"),
    );
    let Some(text) = letter(&folder, LETTERS[1], "en") else { return };
    for word in ["г-же", "e-mail", "celle-ci", "vis-à-vis", "24–26"] {
        assert_eq!(
            text.matches(word).count(),
            6 + usize::from(word == "e-mail") + usize::from(word == "24–26"),
            "{word} in\n{text}"
        );
    }
    assert!(text.contains("Guinea-\nBissau"), "longer parts may be on two lines\n{text}");
}

#[test]
fn a_long_address_goes_on_in_the_next_line_at_its_joints_alone() {
    let folder = Folder::started();
    let addresses = [
        "registration-and-credentials@secretariat.conference.example",
        "https://www.conference.example/preparatory-meetings/2004/index.html",
        "www.conference-secretariat.example/enrolment",
    ];
    let short = "protocol@un.example";
    // Words before them of every length, so that each address comes to the end of a line somewhere; as the letters of all genres have them, and bare.
    let words = |address: &str| -> String {
        let filled = |count| format!("{} #isolated(\"{address}\") #\"{address}\"\n\n", "i ".repeat(count));
        (1..12).map(filled).collect()
    };
    let texts: String = addresses.iter().chain([&short]).map(|address| words(address)).collect();
    for language in ["fr", "ar"] {
        let before = ["Je me réjouis", "وأتطلع إلى"][usize::from(language == "ar")];
        folder.edit(
            &format!("templates/{language}/letter.typ.hbs"),
            before,
            &format!("#block(width: 60mm)[{texts}]\n\n{before}"),
        );
        let Some(text) = letter(&folder, LETTERS[1], language) else { return };
        let text = text.replace(['\u{202a}', '\u{202b}', '\u{202c}', '\u{200e}', '\u{200f}', '\u{c}'], "");
        // What stands at the head and the foot of a page is between two lines of the letter.
        let of_page =
            |line: &&str| line.contains("DM-1132/") || !line.contains(|c: char| c.is_ascii_alphabetic());
        let text = text.lines().filter(|line| !of_page(line)).collect::<Vec<_>>().join("\n");
        for address in addresses {
            // Its letters and no others, however its lines end.
            assert_eq!(bare(&text).matches(address).count(), 22, "{language}: {address} in\n{text}");
        }
        assert_eq!(text.matches(short).count(), 22, "{language}: a short one stays on its line\n{text}");
        let broken = text.lines().zip(text.lines().skip(1)).filter(|(line, next)| {
            let end = line.rsplit(' ').next().unwrap_or_default();
            addresses.iter().any(|address| end.len() > 2 && address.starts_with(end) && *address != end)
                && !next.trim().is_empty()
        });
        let broken: Vec<_> = broken.collect();
        assert!(broken.len() > 9, "{language}\n{text}");
        if language == "fr" {
            for (line, next) in broken {
                assert!(line.ends_with(['@', '/']) || next.starts_with('.'), "{line} | {next}");
            }
        }
    }
}

#[test]
fn a_second_page_says_whose_it_is() {
    let folder = Folder::started();
    let more = "A paragraph that takes its room.\n\n".repeat(30);
    folder.edit("templates/en/letter.typ.hbs", "I look forward", &format!("{more}I look forward"));
    let Some(text) = letter(&folder, LETTERS[1], "en") else { return };
    let pages: Vec<&str> = text.split('\u{c}').collect();
    let whose =
        "His/Her Excellency the Minister for Foreign Affairs of the Republic of the Gambia DM-1132/002";
    assert!(flat(pages[1]).starts_with(whose), "{text}");
    assert_eq!(flat(&text).matches("DM-1132/002").count(), 2, "once on each page: {text}");
    assert!(pages[0].contains("1/2") && pages[1].contains("2/2"), "{text}");
}

#[test]
fn a_cover_page_names_languages_with_capitals_and_channels_once() {
    let folder = Folder::started();
    // One by e-mail, and two by pouch in two languages.
    folder.edit(
        "recipients/ministries.yaml",
        "channels: [post]\n    languages: [en]",
        "channels: [e-mail]\n    languages: [es]",
    );
    folder.run(&["build", "--allow-stale"]).ends_with(0);
    let Some(text) = pdf_text(&folder.path("output/DM-1132/README.pdf")) else { return };
    let table = &text[..text.find("What to do").expect("a heading")];
    for (said, times) in [
        ("Français", 1),
        ("Español", 1),
        ("English", 1),
        ("español", 0),
        ("E-mail", 1),
        ("Diplomatic pouch", 1),
    ] {
        assert_eq!(table.matches(said).count(), times, "{said} in\n{text}");
    }
    assert!(flat(&text).contains("Each channel is to be processed separately."), "{text}");
}

#[test]
fn the_custom_of_france_holds_in_e_mails_too() {
    let folder = Folder::started();
    let email = |setting: &str| {
        folder.edit("templates/fr/locale.yaml", "punctuation_space: \"none\"", setting);
        folder.run(&["preview", "FRA", "-o", "seen"]).ends_with(0);
        folder.edit("templates/fr/locale.yaml", setting, "punctuation_space: \"none\"");
        (folder.read("seen/FRA_email_fr.txt"), folder.read("seen/FRA_email_fr.html"))
    };
    let (text, html) = email("punctuation_space: \"none\" ");
    assert!(text.contains("Pièces jointes:\n") && html.contains("Pièces jointes:"), "{text}");
    let (text, html) = email("punctuation_space: \"no-break\"");
    assert!(text.starts_with("DM-1132/001\u{a0}: Réunion"), "{text}");
    assert!(text.contains("Pièces jointes\u{a0}:\n") && html.contains("Pièces jointes\u{a0}:"), "{text}");
    assert!(text.contains("24-26 juin 2004"), "dates have ordinary spaces\n{text}");
}
