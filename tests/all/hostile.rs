//! Values that try to be something else, and recipients that break naive systems.

use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization as _;

use crate::folder::{Folder, pdf_text};

/// Markup, code, paths, formulas, escapes, control characters and long words; the second is the value as cleaned, where
/// that is another.
const VALUES: [(&str, Option<&str>); 30] = [
    ("A & B #1 $x$ *v* _u_ @y <b> \\ \"q\" =1+1\u{202e}", Some("A & B #1 $x$ *v* _u_ @y <b> \\ \"q\" =1+1")),
    ("#panic(\"x\") $1+1$ *b* _i_ `c` <a> @b", None),
    ("]]] ))) }}} {{{recipient.id}}} {{#each this}}", None),
    ("{{recipient.serial}} {{> letterhead}} {{!-- x --}}", None),
    ("\\u{41} \\# \\\" \\\\ // /* */ \\", None),
    ("\"); #import \"/etc/passwd\"; (\"", None),
    ("#read(\"/layout.typ\") #include \"letter\"", None),
    ("#set page(width: 1pt) #pagebreak() #show: x", None),
    ("#eval(\"1+1\") #sys.inputs #plugin(\"x\")", None),
    ("=cmd|' /C calc'!A0", None),
    ("@SUM(1+1)*cmd", None),
    ("+1 -1 -2+3+cmd", None),
    ("-1+1 +1 @SUM(A1)", None),
    ("../../../../etc/passwd", None),
    ("C:\\Windows\\win.ini", None),
    ("CON NUL. aux", None),
    ("= Heading", None),
    ("- item + item / term: x", None),
    ("~ -- --- ... -? '\" '' “„ «»", None),
    ("<script>alert(1)</script> &amp; ${x} %s %n", None),
    ("'; DROP TABLE recipients; --", None),
    ("https://example.org/#a?b=c&d", None),
    ("To: x@y.example, Bcc: all@y.example", None),
    ("line one\nline two\tthree\u{202e}four\u{0007}", Some("line one line two threefour")),
    ("a\r\nBcc: z@y.example\r\n\r\nbody", Some("a  Bcc: z@y.example    body")),
    (
        "\u{feff}\u{2066}isolate\u{2069} \u{200e}mark\u{200f} \u{1b}[31mred\u{1b}[0m",
        Some("isolate mark [31mred[0m"),
    ),
    ("Tu\u{308}rkiye ½ ² № ‰ €", None),
    ("Łódź Škoda Ŵales ŉ ĳ Ǆ ẞ", None),
    ("Москва Αθήνα ЇґЄ", None),
    ("外交部 礼宾司，北京", None),
];

/// The States of whom the reference notes say so, each with a language of its letter and its name there.
const STATES: [(&str, &str, &str); 14] = [
    ("CIV", "fr", "Côte d’Ivoire"),
    ("LAO", "en", "Lao People’s Democratic Republic"),
    ("BOL", "en", "Bolivia"),
    ("VCT", "en", "Saint Vincent and the Grenadines"),
    ("GBR", "en", "United Kingdom of Great Britain and Northern Ireland"),
    ("VAT", "en", "Holy See"),
    ("MKD", "en", "the former Yugoslav Republic of Macedonia"),
    ("COG", "fr", "Congo"),
    ("COD", "fr", "République démocratique du Congo"),
    ("TUR", "en", "Turkey"),
    ("CHE", "fr", "Confédération suisse"),
    ("USA", "en", "United States of America"),
    ("SAU", "en", "Saudi Arabia"),
    ("LBY", "en", "Libya"),
];

#[test]
fn hostile_values_are_inert_text() {
    let folder = Folder::started();
    let long = ["Überaus".repeat(43), "of Foreign Affairs and ".repeat(13)];
    let values = VALUES.iter().map(|(raw, cleaned)| (*raw, cleaned.unwrap_or(raw)));
    let values: Vec<(&str, &str)> =
        values.chain(long.iter().map(|long| (long.as_str(), long.trim()))).collect();
    let mut list = String::from("format: 1\nrecipients:\n");
    for (index, (raw, _)) in values.iter().enumerate() {
        // Each field has a number of its own, so that none stands in for another.
        let [name, ministry, first, second] = [1, 2, 3, 4].map(|field| quoted(&format!("{raw} n{field}")));
        let _ = write!(
            list,
            "  - id: R{index}\n    kind: organisation\n    addressee: {{ office: head-of-organisation, name: {name} }}\n    \
             ministry: {ministry}\n    city: {first}\n    address: [{first}, {second}]\n    emails: []\n    \
             channels: [post]\n    languages: [en]\n"
        );
    }
    folder.write("recipients/ministries.yaml", &list);
    let ran = folder.run(&["build"]).ends_with(3);
    let count = values.len();
    assert!(
        ran.out.starts_with(&format!("{} documents for {count} of {count} recipients", 2 * count)),
        "{}",
        ran.out
    );
    let csv = folder.read("output/DM-1132/register.csv");
    for cell in csv.split(['\n', ',']) {
        assert!(!cell.trim_matches('"').starts_with(['=', '@', '+', '-']), "a formula: {cell}");
    }
    folder.run(&["verify", "output/DM-1132/DM-1132.zip"]).ends_with(0);
    for (index, (_, cleaned)) in values.iter().enumerate() {
        let number = index + 1;
        let [letter, form] = ["letter", "form"].map(|document| {
            pdf_text(
                &folder
                    .path(&format!("output/DM-1132/post/{document}s/{number:03}_R{index}_{document}_en.pdf")),
            )
        });
        let (Some(letter), Some(form)) = (letter, form) else { return };
        for field in 1..=4 {
            let value = bare(&format!("{cleaned} n{field}"));
            assert!(
                bare(&letter).contains(&value),
                "{cleaned:?}, field {field}, is not in the letter:\n{letter}"
            );
        }
        assert!(
            bare(&form).contains(&bare(&format!("{cleaned} n2"))),
            "{cleaned:?} is not in the form:\n{form}"
        );
    }
}

#[test]
fn states_with_difficult_names_and_an_organisation_without_code_are_written_to() {
    let folder = Folder::started();
    folder.edit("mailing.yaml", "names_as_of: 2026-01-01", "names_as_of: 2004-05-10");
    let mut list = String::from("format: 1\nrecipients:\n");
    for (index, (iso, language, _)) in STATES.iter().enumerate() {
        let _ = writeln!(
            list,
            "  - {{ id: {iso}, kind: state, iso: {iso}, addressee: {{ office: foreign-minister }}, city: Town, ministry: \
             \"Ministry n{index}x\", address: [\"Street n{index}x\"], channels: [post], languages: [{language}] }}"
        );
    }
    list.push_str(
        "  - { id: GNB, kind: state, iso: GNB, addressee: { office: foreign-minister }, ministry: وزارة الخارجية, \
         address: [Bissau], channels: [post], languages: [ar] }\n  - { id: EU, kind: organisation, addressee: { \
         office: head-of-organisation }, ministry: European Union, address: [Brussels, BELGIUM], channels: [post], \
         languages: [en] }\n",
    );
    folder.write("recipients/ministries.yaml", &list);
    let ran = folder.run(&["build"]).ends_with(0);
    assert!(ran.out.starts_with("32 documents for 16 of 16 recipients"), "{}", ran.out);
    for (index, (iso, language, name)) in STATES.iter().enumerate() {
        let number = index + 1;
        let path = format!("output/DM-1132/post/letters/{number:03}_{iso}_letter_{language}.pdf");
        let Some(letter) = pdf_text(&folder.path(&path)) else { return };
        for text in [name, format!("Ministry n{index}x").as_str(), format!("Street n{index}x").as_str()] {
            assert!(bare(&letter).contains(&bare(text)), "{text} is not in\n{letter}");
        }
    }
    let manifest = folder.read("output/DM-1132/manifest.json");
    for name in ["غينيا - بيساو", "European Union"] {
        assert!(manifest.contains(&format!("\"entity\": \"{name}\"")), "{name} is not in the manifest");
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("JSON")
}

/// A text without white space and hyphens, composed: what is left of it wherever lines break.
fn bare(text: &str) -> String {
    let ends = |c: char| c.is_whitespace() || matches!(c, '-' | '\u{ad}' | '\u{2010}');
    text.nfkc().filter(|c| !ends(*c)).collect()
}
