//! The command `convoke`; everything it does stands in [`convoke::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    convoke::cli::run()
}
