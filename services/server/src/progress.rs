//! What a long operator command tells while it runs: a bar for people, lines else.

use std::{
    io::{IsTerminal as _, Write as _},
    sync::Arc,
};

use indicatif::{ProgressBar, ProgressStyle};
use serde::{Deserialize, Serialize};

use crate::failure::{Exit, Failure};

/// One line of progress; also the form in which it crosses the admin port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Progress {
    /// So many of so many are done.
    Step {
        /// Done.
        done: u64,
        /// In all.
        total: u64,
    },
    /// It is done.
    Done {
        /// One line.
        summary: String,
    },
    /// It failed.
    Failed {
        /// The exit code.
        exit: u8,
        /// Why.
        message: String,
    },
}

impl Progress {
    /// The last line of a command.
    pub fn end(result: &Result<String, Failure>) -> Self {
        match result {
            Ok(summary) => Self::Done { summary: summary.clone() },
            Err(failure) => {
                Self::Failed { exit: failure.exit as u8, message: failure.message.clone() }
            }
        }
    }

    /// The result, when this is the last line.
    pub fn result(&self) -> Option<Result<String, Failure>> {
        match self {
            Self::Done { summary } => Some(Ok(summary.clone())),
            Self::Failed { exit, message } => {
                Some(Err(Failure::new(Exit::from_code(*exit), message.clone())))
            }
            _ => None,
        }
    }
}

/// Where progress goes.
pub type Report = Arc<dyn Fn(Progress) + Send + Sync>;

/// Shows progress on standard error: a bar on a terminal, lines else.
pub fn show() -> Report {
    if !std::io::stderr().is_terminal() {
        return Arc::new(|progress| match progress {
            Progress::Step { done, total } if done == total || done % 50 == 0 => {
                line(&format!("{done}/{total}"));
            }
            _ => {}
        });
    }
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {elapsed} ") {
        bar.set_style(style);
    }
    Arc::new(move |progress| match progress {
        Progress::Step { done, total } => {
            bar.set_length(total);
            bar.set_position(done);
            if done == total {
                bar.finish_and_clear();
            }
        }
        Progress::Done { .. } | Progress::Failed { .. } => bar.finish_and_clear(),
    })
}

fn line(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
