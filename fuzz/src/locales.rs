//! Locale packs: the input is a `locale.yaml`, a zero byte, and a `countries.yaml`. Reading one ends, and what a pack that
//! can be read says of a date or an address is said without a panic.

use convoke::diagnostic::Checked;
use convoke::locale::read;

pub fn check(data: &[u8]) {
    let mut parts = data.splitn(2, |byte| *byte == 0);
    let folder = super::folder();
    let language = folder.path().join("templates/xx");
    std::fs::create_dir_all(&language).expect("a folder");
    for name in ["locale.yaml", "countries.yaml"] {
        std::fs::write(language.join(name), parts.next().unwrap_or_default()).expect("a file");
    }
    let Checked { value: pack, problems } = read(folder.path(), "templates", "xx");
    assert!(problems.iter().all(|problem| problem.location.is_some()), "{problems}");
    let Some(pack) = pack else { return };
    let day = "2004-05-10".parse().expect("a date");
    let _ = (
        pack.date(day),
        pack.dateline("Geneva", day),
        pack.range(day, day),
        pack.in_month(day, day),
        pack.of_month(day, day),
    );
    let _ = pack.in_place("Geneva", None);
    for iso in pack.country_codes() {
        let _ = pack.country(iso, day);
    }
}
