//! Listens at the rendezvous and judges every round.

use super::{
    act::Told,
    side::{Said, Verb},
};

/// The register names a disputed project by this reason.
const FLAG_OPEN: &str = "FLAG_OPEN";

/// What all rounds came to.
#[derive(Debug, Default)]
pub struct Score {
    pub rounds: usize,
    /// Rounds by what raced against the registration.
    pub verbs: [usize; 4],
    /// Payments that came before the flag, which is lawful, and those that came too late.
    pub paid: usize,
    pub stopped: usize,
    pub contended: u32,
    pub latencies_us: Vec<u64>,
    pub wrong: Vec<String>,
}

/// What became of one side's part of the race.
#[derive(Debug, Clone)]
pub struct Run {
    pub verb: Verb,
    pub project: String,
    pub told: Told,
}

impl Run {
    pub fn of(said: Said) -> Option<Self> {
        match said {
            Said::Raced { verb, project, told } => Some(Self { verb, project, told }),
            _ => None,
        }
    }
}

impl Score {
    /// Judges a race.
    pub fn raced(&mut self, sides: &[Run; 2]) {
        self.rounds += 1;
        let [first, second] = sides;
        let leader = if first.verb == Verb::Register { second } else { first };
        self.verbs[leader.verb as usize] += 1;
        for run in sides {
            self.contended += run.told.contended;
            self.latencies_us.push(run.told.us);
            if run.told.unknown {
                self.blame("no definite answer", sides);
            }
            let may_be_refused = run.verb == Verb::Pay && run.told.refused_by(FLAG_OPEN);
            if !run.told.done && !may_be_refused {
                self.blame("refused for another reason than a flag", sides);
            }
        }
        if leader.verb == Verb::Pay {
            self.paid += usize::from(leader.told.done);
            self.stopped += usize::from(!leader.told.done);
        }
        let cleared = |run: &Run| run.verb == Verb::Pay || run.told.cleared;
        if leader.verb != Verb::Cancel && cleared(first) && cleared(second) {
            self.blame("TWO CLEAR", sides);
        }
        let names = |run: &Run, other: &Run| run.told.blocks.contains(&other.project);
        if leader.verb != Verb::Cancel && !names(first, second) && !names(second, first) {
            self.blame("neither names the other", sides);
        }
    }

    /// Judges the attempts to pay after a race: only what stands alone may be verified.
    pub fn tried(&mut self, sides: &[Run; 2], tried: &[Option<Told>; 2]) {
        let lone = sides.iter().any(|run| run.verb == Verb::Cancel);
        for told in tried.iter().flatten() {
            self.contended += told.contended;
            if told.unknown {
                self.blame("no definite answer to an attempt to pay", sides);
            } else if lone && !told.done {
                self.blame(&format!("stopped by a work that is gone: {:?}", told.codes), sides);
            } else if !lone && !told.refused_by(FLAG_OPEN) {
                self.blame(&format!("verified on an open flag: {:?}", told.codes), sides);
            }
        }
    }

    pub fn blame(&mut self, what: &str, sides: &[Run; 2]) {
        self.wrong.push(format!("{what}: {sides:?}"));
    }
}
