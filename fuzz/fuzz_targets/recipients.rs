//! Recipient lists in every format: the first byte chooses it, the rest is the file. Whatever stands in it, reading ends, the
//! same each time, and every problem says where it stands.

#![no_main]

use convoke::recipient::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((format, file)) = data.split_first() else { return };
    let name = ["list.yaml", "list.csv", "list.tsv", "list.xlsx", "list.ods"][usize::from(*format) % 5];
    let folder = tempfile::tempdir_in("/dev/shm").expect("a folder");
    std::fs::write(folder.path().join(name), file).expect("a file");
    let fields = ["desk".to_owned()];
    let list = read(folder.path(), name, None, &fields);
    assert!(list.problems.iter().all(|problem| problem.location.is_some()), "{}", list.problems);
    assert_eq!(read(folder.path(), name, None, &fields), list);
});
