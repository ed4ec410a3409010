//! How far apart the claims of each kind lie, as written.

use std::{collections::BTreeMap, fmt};

/// One pair.
pub struct Row {
    pub kind: &'static str,
    pub metres: f64,
}

/// All pairs of a world.
pub struct Report {
    pub works: usize,
    pub twins: Vec<Row>,
    pub lookalikes: Vec<Row>,
}

/// What the pairs of a kind have in common.
#[derive(Debug, PartialEq)]
pub struct Line {
    pub kind: &'static str,
    pub pairs: usize,
    pub median_m: f64,
    pub beyond_50: f64,
    pub beyond_150: f64,
}

/// One line a kind, by name.
pub fn lines(rows: &[Row]) -> Vec<Line> {
    let mut kinds: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
    for row in rows {
        kinds.entry(row.kind).or_default().push(row.metres);
    }
    kinds.into_iter().map(|(kind, metres)| line(kind, metres)).collect()
}

fn line(kind: &'static str, mut metres: Vec<f64>) -> Line {
    metres.sort_by(f64::total_cmp);
    let beyond = |limit: f64| {
        metres.iter().filter(|far| **far > limit).count() as f64 / metres.len().max(1) as f64
    };
    Line {
        kind,
        pairs: metres.len(),
        median_m: metres.get(metres.len() / 2).copied().unwrap_or_default(),
        beyond_50: beyond(50.0),
        beyond_150: beyond(150.0),
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "{} works, {} true pairs, {} look-alike pairs",
            self.works,
            self.twins.len(),
            self.lookalikes.len()
        )?;
        for (title, rows) in [("true pairs", &self.twins), ("look-alikes", &self.lookalikes)] {
            writeln!(out, "{title:<24} pairs   median m   beyond 50 m   beyond 150 m")?;
            let metres = rows.iter().map(|row| row.metres).collect();
            for line in lines(rows).into_iter().chain([line("all", metres)]) {
                writeln!(
                    out,
                    "  {:<22} {:>5} {:>10.1} {:>12.1} % {:>12.1} %",
                    line.kind,
                    line.pairs,
                    line.median_m,
                    line.beyond_50 * 100.0,
                    line.beyond_150 * 100.0
                )?;
            }
        }
        Ok(())
    }
}
