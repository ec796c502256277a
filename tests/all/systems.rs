//! What differs between systems is behind one seam, and its portable way gives the same archive: the calls that only some
//! systems and file systems have are refused to the command.

use std::path::Path;

#[test]
fn nothing_but_the_seam_asks_which_system_it_runs_on() {
    /// What asks for a system, or is of one.
    const ASKS: [&str; 8] = [
        "target_os",
        "target_vendor",
        "cfg(unix",
        "cfg(not(unix",
        "cfg!(unix",
        "cfg(windows",
        "cfg!(windows",
        "std::os::",
    ];
    let mut asked = Vec::new();
    let mut in_seam = 0;
    for path in sources(Path::new("src")) {
        let text = std::fs::read_to_string(&path).expect("a source");
        let name = path.to_str().expect("text").replace('\\', "/");
        // Unit tests, which are at the end of their file, may plant what one system alone has.
        let lines = text[..text.find("\nmod tests {").unwrap_or(text.len())].lines().enumerate();
        // Whether the tests are there on a system is said just above them.
        let lines = lines.filter(|(_, line)| !line.starts_with("#[cfg(all(test, unix))]"));
        let found: Vec<String> = lines
            .filter(|(_, line)| ASKS.iter().any(|ask| line.contains(ask)) || line.contains("rustix::"))
            .map(|(number, line)| format!("{name}:{}: {}", number + 1, line.trim()))
            .collect();
        match name.as_str() {
            _ if name.starts_with("src/system/") => in_seam += found.len(),
            _ if name.starts_with("src/worker/confine/") || name.contains("/tests") => {}
            _ => asked.extend(found),
        }
    }
    assert!(in_seam > 20, "the seam is not where it is looked for: {in_seam}");
    assert!(
        asked.is_empty(),
        "what differs between systems belongs into `src/system`:\n{}",
        asked.join("\n")
    );
}

fn sources(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.extension() {
            _ if path.is_dir() => found.extend(sources(&path)),
            Some(extension) if extension == "rs" => found.push(path),
            _ => {}
        }
    }
    found
}

#[cfg(target_os = "linux")]
mod refused {
    use std::collections::BTreeMap;
    use std::thread;

    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
        SeccompRule, apply_filter,
    };

    use std::path::PathBuf;
    use std::process::Command;

    use crate::folder::{Folder, skip};

    const ZIP: &str = "output/DM-1132/DM-1132.zip";

    /// Does something in a thread whose commands have neither exchanges of names, nor second names, nor a way to sync a whole file
    /// system: what is left is what every system has.
    fn without_calls<T: Send>(work: impl FnOnce() -> T + Send) -> T {
        let exchange = u64::from(rustix::fs::RenameFlags::EXCHANGE.bits());
        let is_exchange =
            SeccompCondition::new(4, SeccompCmpArgLen::Dword, SeccompCmpOp::MaskedEq(exchange), exchange);
        let is_exchange = SeccompRule::new(vec![is_exchange.expect("a condition")]).expect("a rule");
        let refused: BTreeMap<i64, Vec<SeccompRule>> = [
            (libc::SYS_renameat2, vec![is_exchange]),
            (libc::SYS_syncfs, Vec::new()),
            (libc::SYS_linkat, Vec::new()),
        ]
        .into();
        let error = SeccompAction::Errno(libc::ENOSYS.unsigned_abs());
        let system = std::env::consts::ARCH.try_into().expect("a processor with seccomp");
        let filter = SeccompFilter::new(refused, SeccompAction::Allow, error, system).expect("a filter");
        let filter: BpfProgram = filter.try_into().expect("a program");
        thread::scope(|scope| {
            let thread = scope.spawn(move || {
                apply_filter(&filter).expect("a system with seccomp");
                work()
            });
            thread.join().expect("the work")
        })
    }

    #[test]
    fn the_calls_are_refused() {
        let folder = Folder::empty();
        folder.write("one", "1").write("other", "2");
        let exchange = || {
            let [one, other] = ["one", "other"].map(|name| folder.path(name));
            let flags = rustix::fs::RenameFlags::EXCHANGE;
            rustix::fs::renameat_with(rustix::fs::CWD, one, rustix::fs::CWD, other, flags)
        };
        assert_eq!(without_calls(exchange), Err(rustix::io::Errno::NOSYS));
        assert!(without_calls(|| std::fs::hard_link(folder.path("one"), folder.path("second"))).is_err());
        assert!(exchange().is_ok(), "only there");
    }

    #[test]
    fn an_archive_is_made_replaced_and_packed_the_portable_way() {
        let folder = Folder::started();
        let build = |folder: &Folder| without_calls(|| folder.run(&["build"])).ends_with(0);
        build(&folder);
        let other = Folder::started().with_key_of(&folder);
        other.run(&["build"]).ends_with(0);
        assert_eq!(folder.sha256(ZIP), other.sha256(ZIP), "the same bytes as in one step");

        // What others put beside the archive is carried over to the one that replaces it.
        folder.write("output/DM-1132/notes.txt", "mine");
        folder.edit("recipients/ministries.yaml", "address: [Banjul,", "address: [Marina Parade, Banjul,");
        let ran = build(&folder);
        assert!(ran.out.contains("1 made, 5 unchanged"), "{}", ran.out);
        assert_eq!(folder.read("output/DM-1132/notes.txt"), "mine");
        assert_ne!(folder.sha256(ZIP), other.sha256(ZIP));
        assert!(!folder.path("output/.convoke/DM-1132/old").exists());

        for _ in 0..2 {
            without_calls(|| folder.run(&["pack"])).ends_with(0);
        }
        without_calls(|| folder.run(&["verify"])).ends_with(0);
    }

    #[test]
    fn a_run_killed_between_the_two_moves_is_finished_by_the_next() {
        let folder = Folder::started();
        let (target, work) = (folder.path("output/DM-1132"), folder.path("output/.convoke/DM-1132"));
        folder.run(&["build"]).ends_with(0);
        folder.write("output/DM-1132/notes.txt", "mine");
        std::fs::rename(&target, folder.path("earlier")).expect("moved");
        folder.edit("recipients/ministries.yaml", "address: [Banjul,", "address: [Marina Parade, Banjul,");
        folder.run(&["build"]).ends_with(0);
        let [bytes, manifest] = [ZIP, "output/DM-1132/manifest.json"].map(|file| folder.sha256(file));

        // The earlier archive is aside, nothing is in its place, and the mark says which one is whole.
        std::fs::rename(folder.path("earlier"), work.join("old")).expect("moved");
        std::fs::rename(&target, work.join("new")).expect("moved");
        folder.write("output/.convoke/DM-1132/commit", &format!("{manifest}\nDM-1132"));

        let ran = without_calls(|| folder.run(&["build"])).ends_with(0);
        assert!(ran.out.contains("0 made, 6 unchanged"), "{}", ran.out);
        assert_eq!((folder.sha256(ZIP), folder.read("output/DM-1132/notes.txt")), (bytes, "mine".to_owned()));
        assert!(!work.join("old").exists() && !work.join("commit").exists());
        without_calls(|| folder.run(&["verify"])).ends_with(0);
    }

    /// A folder that cannot be moved until this is dropped, as one of Windows while a file in it is open.
    struct Held(PathBuf);

    impl Held {
        fn new(folder: PathBuf) -> Option<Self> {
            let mounted = Command::new("mount").arg("--bind").args([&folder, &folder]).output();
            mounted.is_ok_and(|mounted| mounted.status.success()).then_some(Self(folder))
        }
    }

    impl Drop for Held {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg("-l").arg(&self.0).status();
        }
    }

    #[test]
    fn an_archive_that_is_held_stays_and_the_next_run_replaces_it() {
        let folder = Folder::started();
        folder.run(&["build"]).ends_with(0);
        let before = folder.sha256(ZIP);
        folder.edit("recipients/ministries.yaml", "address: [Banjul,", "address: [Marina Parade, Banjul,");
        let Some(held) = Held::new(folder.path("output/DM-1132")) else {
            return skip("a folder cannot be held without rights to mount");
        };
        without_calls(|| folder.run(&["build"])).ends_with(1).says("output/DM-1132").says("busy");
        assert_eq!(folder.sha256(ZIP), before, "the earlier archive is in its place");
        folder.run(&["verify"]).ends_with(0);
        drop(held);
        without_calls(|| folder.run(&["build"])).ends_with(0);
        assert_ne!(folder.sha256(ZIP), before);
        without_calls(|| folder.run(&["verify"])).ends_with(0);
    }
}
