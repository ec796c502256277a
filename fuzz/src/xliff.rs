//! XLIFF files: the input is one for French of the starter's mailing. It is imported or refused with reasons; what a refused
//! file says is written nowhere.

use std::fs;
use std::path::Path;

use convoke::starter;
use convoke::translate::{Desk, xliff};
use convoke::worker::ReadingRoom;

/// The files of a language.
const FILES: [&str; 5] =
    ["letter.typ.hbs", "form.typ.hbs", "email.txt.hbs", "locale.yaml", "translation.yaml"];

pub fn check(data: &[u8]) {
    let folder = super::folder();
    starter::write_sample(folder.path()).expect("an empty folder");
    let file = folder.path().join("fr.xlf");
    fs::write(&file, data).expect("a file");
    let before = french(folder.path());
    let desk = Desk::open(folder.path(), "templates", "en");
    if xliff::import(&desk, "mailing.yaml", &file, &mut ReadingRoom::default().reader()).is_err() {
        assert_eq!(french(folder.path()), before);
    }
}

fn french(folder: &Path) -> Vec<String> {
    let language = folder.join("templates/fr");
    FILES.iter().map(|name| fs::read_to_string(language.join(name)).expect("a text")).collect()
}
