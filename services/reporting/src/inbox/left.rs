//! What a PKA left behind: since when it waits for the successor, and after whom.

use domain::{Day, DesaId, Error};
use edge::convert::day;
use store::{Tx, args};
use uuid::Uuid;

use super::Waiting;

store::statements! {
    /// The mandates as PKA of village $2 that person $1 has had by day $3.
    LIST_HELD: cross_desa("mandates are a reference table") = "
        SELECT p.full_name, m.valid_to, m.ended_us
          FROM pub_mandate m
          JOIN pub_person p ON p.person_id = m.person_id
         WHERE m.person_id = $1 AND m.role = 'PKA' AND m.valid_from <= $3
           AND (m.area = '' OR m.area = $2 OR $2 LIKE m.area || '.%')";
}

/// A mandate that is over.
#[derive(store::FromRow)]
struct HeldRow {
    full_name: String,
    valid_to: Option<i64>,
    ended_us: Option<i64>,
}

impl HeldRow {
    /// Since when it is over: by its last day, or by who ended it before.
    fn over_us(&self) -> Option<i64> {
        let lapsed_us = self.valid_to.and_then(day).map(|last| last.plus(1).start_us());
        [lapsed_us, self.ended_us].into_iter().flatten().min()
    }
}

/// Tells whoever takes it on after whom and since when: it waits for a successor since the PKA
/// left, and no longer than it waits at all.
pub(crate) async fn tell(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    person: Uuid,
    item: &mut Waiting,
) -> Result<(), Error> {
    let today = tx.today();
    let held: Vec<HeldRow> = tx.all(&LIST_HELD, args![person, desa, today]).await?;
    let last = held.iter().filter_map(|one| Some((one.over_us()?, &one.full_name))).max();
    let Some((over_us, name)) = last else { return Ok(()) };
    item.since_us = item.since_us.max(over_us);
    item.why.push_str(&format!(
        " {name}, PKA sebelumnya, tidak menjabat lagi sejak {}; penggantinya meneruskannya.",
        Day::of_us(over_us).long()
    ));
    Ok(())
}

#[cfg(test)]
#[path = "left_tests.rs"]
mod tests;
