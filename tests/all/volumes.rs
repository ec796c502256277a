//! An archive in volumes.

use crate::folder::Folder;

#[test]
fn a_build_can_split_its_archive() {
    let folder = Folder::started();
    let ran = folder.run(&["build", "--volume-size", "4"]).ends_with(0);
    assert!(ran.out.contains("volumes      3\n"), "{}", ran.out);
    for number in 1..=3 {
        let name = format!("output/DM-1132/DM-1132_volume-00{number}.zip");
        let ran = folder.run(&["verify", &name]).ends_with(0);
        assert!(ran.out.contains("1 of 1, 0 blocked"), "{}", ran.out);
    }
    let ran = folder.run(&["verify", "output/DM-1132"]).ends_with(0);
    assert!(ran.out.contains("  volumes      3\n  recipients   3 of 3, 0 blocked\n"), "{}", ran.out);

    let first = folder.sha256("output/DM-1132/manifest.json");
    folder.run(&["build", "--volume-size", "4", "--jobs", "1"]).ends_with(0);
    assert_eq!(folder.sha256("output/DM-1132/manifest.json"), first);

    // One file again: the volumes are gone.
    folder.run(&["build"]).ends_with(0);
    assert!(!folder.path("output/DM-1132/DM-1132_volume-001.zip").exists());
    folder.run(&["verify", "output/DM-1132"]).ends_with(0);
    folder.run(&["build", "--volume-size", "1kB"]).ends_with(2).says("give a size such as 650MB");
    folder.run(&["build", "--volume-size", "1MB"]).ends_with(0);
}
