//! What held and what did not.

/// The checks of a drill.
#[derive(Default)]
pub struct Verdict {
    passed: u32,
    failed: u32,
}

impl Verdict {
    /// Keeps and prints one check.
    pub fn hold(&mut self, what: &str, wrong: &[String]) {
        if wrong.is_empty() {
            self.passed += 1;
            println!("ok      {what}");
            return;
        }
        self.failed += 1;
        println!("FAILED  {what}");
        for one in wrong.iter().take(20) {
            println!("        {one}");
        }
    }

    /// Keeps and prints one yes or no.
    pub fn that(&mut self, what: &str, holds: bool) {
        let wrong = if holds { Vec::new() } else { vec!["it does not".to_owned()] };
        self.hold(what, &wrong);
    }

    /// Prints the count and answers the exit code.
    pub fn close(self) -> i32 {
        println!("{} passed, {} failed", self.passed, self.failed);
        i32::from(self.failed > 0)
    }
}
