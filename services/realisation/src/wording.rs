//! Works that no code tells, told by their words.
//!
//! Of some activities and accounts the code does not tell whether they are physical work (policy
//! `physical.ragu`). A request on one of these that names no project passes the overlap gate
//! unasked; where its words are those of a work, that is told. Words alone refuse nothing.

use domain::{Day, Error, Refusal, Selector, WorkClass};
use gate::words::{
    Name,
    lexicon::{CONTINUE, MAINTAIN, SHARE},
};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    names::SppName,
    refusal::WORK_UNNAMED,
    states::{Facts, LineFacts},
};

store::statements! {
    /// What the approved cost estimate says of the lines of request $2 that name no project.
    READ_WORDS = "
        SELECT l.line_id, r.uraian
          FROM realisation_spp_line l
          JOIN pub_dpa_rab r ON r.desa_id = l.desa_id AND r.line_id = l.line_id
         WHERE l.desa_id = $1 AND l.spp_id = $2 AND l.project_id IS NULL
         ORDER BY l.n, r.n";
}

/// Whether no project answers for a line and its codes do not ask for one.
const fn is_open(line: &LineFacts) -> bool {
    line.project.is_none() && !line.physical && line.kegiatan.is_some()
}

/// Tells of each line that may be of a work by its codes the words by which it reads as one: those
/// of the request, or of a row of its cost estimate.
pub async fn fill(
    tx: &mut Tx<'_>,
    name: &SppName,
    (description, dated): (&str, Day),
    lines: &mut [LineFacts],
) -> Result<(), Error> {
    if !lines.iter().any(is_open) {
        return Ok(());
    }
    let law = tx.policy("physical.ragu", &name.desa().place(), dated).await?;
    let doubtful = law.and_then(|law| Selector::parse(&law.value)).unwrap_or_default();
    let is_doubtful = |line: &LineFacts| {
        is_open(line) && doubtful.matches(line.kegiatan.as_deref(), &line.rekening)
    };
    let asked: Vec<&mut LineFacts> = lines.iter_mut().filter(|line| is_doubtful(line)).collect();
    if asked.is_empty() {
        return Ok(());
    }
    let rows: Vec<(Uuid, String)> = tx.all(&READ_WORDS, args![name.desa(), name.id.uuid()]).await?;
    for line in asked {
        let id = line.line_id.uuid();
        let own = rows.iter().filter(|(of, _)| *of == id).map(|(_, text)| text.as_str());
        let read = std::iter::once(description).chain(own).find(|text| is_work(text));
        line.reads_as = read.map(str::to_owned);
    }
    Ok(())
}

/// No line without a project reads as a work where its codes do not tell.
pub fn work_named(facts: &Facts) -> Vec<Refusal> {
    let refuse = |line: &LineFacts| {
        let text = line.reads_as.as_ref()?;
        Some(WORK_UNNAMED.refuse().fact("text", text).fact("rekening", &line.rekening))
    };
    facts.lines.iter().filter_map(refuse).collect()
}

/// Whether words are those of a work: something that is built, or what works are made of. What is
/// only kept up, or shared, reads like what an office does every month.
fn is_work(text: &str) -> bool {
    let name = Name::parse(text, "", WorkClass::Other);
    let is_built = name.verbs & !(MAINTAIN | CONTINUE | SHARE) != 0;
    name.materials != 0 || is_built && name.objects != 0
}

#[cfg(test)]
#[path = "wording_tests.rs"]
mod tests;
