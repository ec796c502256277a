//! Broken inputs, one mistake a test, and the whole of what the command says of each.
//!
//! `cargo test --test all broken::inputs::a_misspelt_key` runs one; `UPDATE=1` before it accepts what it says now.

pub(crate) mod archives;
mod inputs;
pub(crate) mod tables;
mod translators;
mod warnings;

use std::path::Path;

use crate::folder::Ran;
use crate::golden;

/// A test for each mistake, `name(arguments);`: a function is called with the name and the arguments. And a test that each
/// golden of the file's folder belongs to a mistake.
macro_rules! mistakes {
    ($check:ident: $($name:ident($($argument:expr),* $(,)?);)*) => {
        $(
            #[test]
            fn $name() {
                $check(stringify!($name), $($argument),*);
            }
        )*

        #[test]
        fn each_golden_belongs_to_a_mistake() {
            crate::broken::hold_goldens(module_path!(), &[$(stringify!($name)),*]);
        }
    };
}
use mistakes;

/// Holds that the command noticed a mistake, and what it said of it against its golden.
#[track_caller]
fn tell(folder: &str, mistake: &str, ran: &Ran) {
    assert!(matches!(ran.code, 1 | 3), "{mistake} was not noticed: exit code {}\n{}", ran.code, ran.out);
    hold(folder, mistake, ran);
}

/// Holds what the command said of a mistake against its golden.
#[track_caller]
fn hold(folder: &str, mistake: &str, ran: &Ran) {
    assert!(!ran.err.contains("panicked"), "{mistake}\n{}", ran.err);
    golden::assert(
        &format!("tests/all/broken/{folder}/{mistake}.txt"),
        &format!("exit code {}\n\n{}\n", ran.code, ran.err.trim()),
    );
}

/// Holds the files of a folder of goldens against the mistakes of its tests.
fn hold_goldens(module: &str, mistakes: &[&str]) {
    let folder = module.rsplit("::").next().expect("a module");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/broken").join(folder);
    let mut strays = Vec::new();
    for entry in path.read_dir().expect("a folder of goldens") {
        let name = entry.expect("an entry").file_name().into_string().expect("UTF-8");
        if !mistakes.contains(&name.trim_end_matches(".txt")) {
            strays.push(name);
        }
    }
    assert!(strays.is_empty(), "goldens of no mistake: {strays:?}");
}
