//! What makes a letter look wrong, and yet keeps none from being made.

use super::{hold, mistakes};
use crate::folder::Folder;

const LETTER: &str = "templates/fr/letter.typ.hbs";

mistakes! {
    // A name, the file, the text that is replaced, and by what.
    check:
    a_name_with_a_title("recipients/ministries.yaml", "addressee: { office: foreign-minister }", "addressee: { office: foreign-minister, name: S.E. M. Jean-Noël BARROT }");
    a_language_without_templates("recipients/ministries.yaml", "languages: [fr, en]", "languages: [pt, de]");
    asterisks_around_spaces(LETTER, "encourager vivement", "encourager * très * vivement");
}

fn check(mistake: &str, file: &str, from: &str, to: &str) {
    let folder = Folder::started();
    folder.edit(file, from, to);
    let ran = folder.run(&["check"]).ends_with(0);
    assert!(ran.err.contains("warning["), "{mistake} was not noticed\n{}", ran.err);
    hold("warnings", mistake, &ran);
}
