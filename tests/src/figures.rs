//! Medians, percentiles, and the results file that others read.

use std::{fs, io::Write as _, path::Path, process::Command};

use serde_json::json;

/// The median; the mean of the middle two for an even count.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    if sorted.is_empty() {
        0.0
    } else if sorted.len() % 2 == 1 {
        sorted[half]
    } else {
        f64::midpoint(sorted[half - 1], sorted[half])
    }
}

/// The value below which `share` of all lie.
pub fn percentile(values: &mut [u64], share: f64) -> u64 {
    values.sort_unstable();
    let at = ((values.len() as f64) * share).floor() as usize;
    values.get(at.min(values.len().saturating_sub(1))).copied().unwrap_or_default()
}

/// One compared figure; the ratio is bigger when we are better.
pub struct Figure<'a> {
    pub name: &'a str,
    pub peer: &'a str,
    pub ratio: f64,
    pub ours: f64,
    pub theirs: f64,
    pub unit: &'a str,
    pub n: usize,
}

impl Figure<'_> {
    /// Prints the figure and appends it to `target/bench/results.jsonl`.
    pub fn report(&self) {
        println!(
            "{} against {}: ratio {:.3} (ours {:.1}, theirs {:.1} {}, medians of {} pairs)",
            self.name, self.peer, self.ratio, self.ours, self.theirs, self.unit, self.n
        );
        let line = json!({
            "name": self.name, "peer": self.peer, "ratio": self.ratio, "ours": self.ours,
            "theirs": self.theirs, "unit": self.unit, "n": self.n, "commit": commit(),
        });
        let folder = Path::new("target/bench");
        fs::create_dir_all(folder).expect("target/bench can be made");
        let mut file = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(folder.join("results.jsonl"))
            .expect("the results file can be written");
        writeln!(file, "{line}").expect("the results file can be written");
    }
}

fn commit() -> String {
    Command::new("git")
        .args(["rev-parse", "--short", "HEAD"])
        .output()
        .ok()
        .and_then(|out| String::from_utf8(out.stdout).ok())
        .map(|text| text.trim().to_owned())
        .unwrap_or_default()
}

/// Resident memory of a process in MiB.
pub fn rss_mib(pid: u32) -> f64 {
    status_mib(&pid.to_string(), "VmRSS:")
}

/// The most memory that this process held since [`reset_peak`], MiB.
pub fn peak_mib() -> f64 {
    status_mib("self", "VmHWM:")
}

/// Lets the peak of this process begin anew; answers what it holds now, MiB.
pub fn reset_peak() -> f64 {
    fs::write("/proc/self/clear_refs", "5").expect("Linux resets the peak");
    status_mib("self", "VmRSS:")
}

fn status_mib(process: &str, field: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let kib = status
        .lines()
        .find_map(|line| line.strip_prefix(field))
        .and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or_default() / 1024.0
}
