//! `lumbung`: one server, and the commands around it.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::run()
}
