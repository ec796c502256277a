//! Names as people bear them stand in every form of address as the list gives them, once.

use super::offices::{addressee, ministry, offices};
use super::{LANGUAGES, TODAY, pack};
use crate::locale::{Addressee, Gender};

/// One word, particles, apostrophes of two kinds, hyphens, digits, marks, other scripts and directions, a title of another language,
/// what looks like a placeholder, and more than a line.
const NAMES: [&str; 15] = [
    "SUKARNO",
    "a",
    "Mohammed VI",
    "Jan van der BERG-O’Neill",
    "Conor O'BRIEN",
    "X Æ A-12",
    "M̧ōhel Ọ́lá G̃uarani",
    "ʻAlamanda HAUNGA",
    "Nguyễn Thị Ánh",
    "محمد بن عبد الله آل ثاني",
    "Владимиру ИВАНОВУ",
    "王小明",
    "Sheikha {title} {name}",
    "Señora Ministra Ana",
    "María José DE LA CRUZ Y ÁLVAREZ DE TOLEDO Y SILVA-BAZÁN DUQUESA DE ALBA DE TORMES Y DE OTROS LUGARES",
];

#[test]
fn names_stand_as_they_are_given_and_once() {
    for pack in LANGUAGES.map(pack) {
        let country = pack.country("CIV", TODAY);
        for office in offices() {
            for gender in [None, Some(Gender::Feminine), Some(Gender::Masculine)] {
                for name in NAMES {
                    let addressee = Addressee {
                        name: Some(name.to_owned()),
                        ..addressee(&office, pack.tag(), true, gender)
                    };
                    let said = pack.address(&addressee, country, &ministry());
                    let told = format!("{} {office} {gender:?}: {said:?}", pack.tag());
                    let lines = said.lines.join("\n");
                    let borne = lines.matches(name).count();
                    // Where it is nothing but a letter, others are like it.
                    assert!(borne == 1 || name.len() == 1 && borne > 0, "{told}");
                    assert!(name.len() == 1 || said.salutation.matches(name).count() < 2, "{told}");
                    assert!(!said.close.contains(name) || name.len() == 1, "{told}");
                    let rest =
                        [lines.replace(name, ""), said.salutation.replace(name, ""), said.close].join("\n");
                    assert!(!rest.contains(['{', '}']) && !lines.contains("  "), "{told}");
                    assert!(said.lines.iter().all(|line| line.trim() == line && !line.is_empty()), "{told}");
                }
            }
        }
    }
}
