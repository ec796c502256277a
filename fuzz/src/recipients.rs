//! Recipient lists in every format: the first byte chooses it, the rest is the file. Reading ends whatever the file holds, the
//! same each time, and every problem has a place.

use convoke::recipient::read;

/// The format that each first byte chooses, by its remainder.
pub const FORMATS: [&str; 5] = ["list.yaml", "list.csv", "list.tsv", "list.xlsx", "list.ods"];

pub fn check(data: &[u8]) {
    let Some((format, file)) = data.split_first() else { return };
    let name = FORMATS[usize::from(*format) % FORMATS.len()];
    let folder = super::folder();
    std::fs::write(folder.path().join(name), file).expect("a file");
    let fields = ["desk".to_owned()];
    let list = read(folder.path(), name, None, &fields);
    assert!(list.problems.iter().all(|problem| problem.location.is_some()), "{}", list.problems);
    assert_eq!(read(folder.path(), name, None, &fields), list);
}
