//! Keeping the overlap report: pairs begin, change and end with the writes that move them.
//!
//! What a command writes here gets its position at the command's end, from one row that it then
//! holds until it has committed: positions become visible in their order.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Day, Error};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    crowd::is_crowd,
    flag::FlagState,
    report::WARNED,
    report_sql::{self as sql, PresentRow, SideRow},
    screen::ProjectKey,
    sql::ProjectRow,
    sql_flag::FlagRow,
    work::{Finding, Verdict},
};

/// The state of a pair whose flag is overridden, while the override lasts.
const OVERRIDDEN: &str = FlagState::Overridden.code();

/// Brings the present pairs of a project to what a screening found: what is gone ends, what is
/// new or changed begins.
pub(crate) async fn keep(
    tx: &mut Tx<'_>,
    mine: &ProjectRow,
    rule_rev: i64,
    found: &[Finding],
    flags: &[FlagRow],
) -> Result<(), Error> {
    let present = present(tx, &mine.desa_id, mine.project_id).await?;
    let mut wanted: BTreeMap<(&str, Uuid), (&Finding, Told<'_>)> = BTreeMap::new();
    // What rests on other works is told to who asks; whether it holds may change without either.
    for finding in found.iter().filter(|finding| !is_crowd(finding)) {
        let key = (finding.other_desa.as_str(), finding.other_project.uuid());
        wanted.insert(key, (finding, Told::of(finding, flags)));
    }
    for (key, row) in &present {
        let same = wanted.get(&(key.0.as_str(), key.1)).is_some_and(|(finding, told)| {
            row.state == told.state
                && row.verdict == finding.verdict.code()
                && row.flag_id == told.flag
                && row.rule_rev == rule_rev
                && row.geometry_rev == mine.geometry_rev
                && row.other_geometry_rev == finding.other_geometry_rev
                && row.distance_mm == finding.distance_mm
                && row.overlap_mm == finding.overlap_mm
                && row.valid_until == told.valid_until
        });
        // A half that was lost is put back by whoever judges the pair next, from either side.
        if same && row.has_half {
            wanted.remove(&(key.0.as_str(), key.1));
        } else {
            end(tx, &[&mine.desa_id, &key.0], row.overlap_id).await?;
        }
    }
    for (finding, told) in wanted.into_values() {
        put(tx, mine, rule_rev, finding, told).await?;
    }
    Ok(())
}

/// What a pair is told as.
#[derive(Debug, Clone, Copy)]
struct Told<'f> {
    state: &'f str,
    flag: Option<Uuid>,
    /// Last day of an override.
    valid_until: Option<i64>,
}

impl<'f> Told<'f> {
    /// The newest word on a pair: the state of its flag on these facts, else that it is told.
    fn of(finding: &Finding, flags: &'f [FlagRow]) -> Self {
        let of_pair = |flag: &&FlagRow| {
            flag.other_desa_id == finding.other_desa.as_str()
                && flag.other_project_id == finding.other_project.uuid()
        };
        let newest =
            flags.iter().filter(of_pair).max_by_key(|flag| (flag.state_since_us, flag.flag_id));
        match newest {
            Some(flag) if finding.verdict == Verdict::Block => Self {
                state: &flag.state,
                flag: Some(flag.flag_id),
                valid_until: flag.valid_until.filter(|_| flag.state == OVERRIDDEN),
            },
            _ => Self { state: WARNED, flag: None, valid_until: None },
        }
    }
}

/// Ends every present pair of a project that leaves the register.
pub(crate) async fn forget(tx: &mut Tx<'_>, (desa, project): &ProjectKey) -> Result<(), Error> {
    for (key, row) in present(tx, desa.as_str(), project.uuid()).await? {
        end(tx, &[desa.as_str(), &key.0], row.overlap_id).await?;
    }
    Ok(())
}

/// A flag went to another state: its pair goes with it. `valid_until` is its last day there.
pub(crate) async fn restate(
    tx: &mut Tx<'_>,
    flag: &FlagRow,
    state: FlagState,
    valid_until: Option<Day>,
) -> Result<(), Error> {
    let own = args![&flag.desa_id, flag.flag_id, flag.project_id];
    let other = args![&flag.other_desa_id, flag.flag_id, flag.other_project_id];
    let mut old: Option<(Uuid,)> = tx.maybe(&sql::READ_OF_FLAG, own).await?;
    if old.is_none() {
        old = tx.maybe(&sql::READ_OF_FLAG, other).await?;
    }
    let Some((old,)) = old else { return Ok(()) };
    let desas = BTreeSet::from([flag.desa_id.as_str(), flag.other_desa_id.as_str()]);
    let (new, now_us) = (tx.new_id(), tx.now_us());
    let valid_until = valid_until.filter(|_| state == FlagState::Overridden);
    for desa in desas {
        tx.exec(&sql::END_OVERLAP, args![desa, old, now_us]).await?;
        let values = args![desa, old, new, state.code(), now_us, valid_until];
        tx.exec(&sql::RESTATE_OVERLAP, values).await?;
        number_at_end(tx, desa);
    }
    Ok(())
}

async fn present(
    tx: &mut Tx<'_>,
    desa: &str,
    project: Uuid,
) -> Result<BTreeMap<(String, Uuid), PresentRow>, Error> {
    let rows: Vec<PresentRow> = tx.all(&sql::READ_PRESENT, args![desa, project]).await?;
    let key = |row: &PresentRow| (row.other_desa_id.clone(), row.other_project_id);
    Ok(rows.into_iter().map(|row| (key(&row), row)).collect())
}

async fn end(tx: &mut Tx<'_>, desas: &[&str], id: Uuid) -> Result<(), Error> {
    let now_us = tx.now_us();
    for desa in desas.iter().copied().collect::<BTreeSet<&str>>() {
        tx.exec(&sql::END_OVERLAP, args![desa, id, now_us]).await?;
        number_at_end(tx, desa);
    }
    Ok(())
}

/// Has what this command writes of a desa numbered at its end.
fn number_at_end(tx: &mut Tx<'_>, desa: &str) {
    let head = "gate_overlap".to_owned();
    // The head's key is the first part of every other, so its number is drawn before them.
    tx.at_end(format!("{head} {desa}"), &sql::NUMBER_OVERLAPS, args![desa]);
    tx.at_end(head, &sql::NEXT_POSITION, args![]);
}

async fn side(tx: &mut Tx<'_>, desa: &str, project: Uuid) -> Result<Option<SideRow>, Error> {
    tx.maybe(&sql::READ_SIDE, args![desa, project]).await
}

/// What is lost if both are paid and are one: the smaller amount, or the only one that is known.
/// Another owner need not tell what its work costs; its amount is 0 then.
fn at_stake_sen(own: i64, other: i64) -> i64 {
    if own == 0 || other == 0 { own.max(other) } else { own.min(other) }
}

async fn put(
    tx: &mut Tx<'_>,
    mine: &ProjectRow,
    rule_rev: i64,
    finding: &Finding,
    told: Told<'_>,
) -> Result<(), Error> {
    let (other_desa, other_project) = (finding.other_desa.as_str(), finding.other_project.uuid());
    let own = side(tx, &mine.desa_id, mine.project_id).await?;
    // A plan that this very screening carried out is gone.
    let Some((own, other)) = own.zip(side(tx, other_desa, other_project).await?) else {
        return Ok(());
    };
    let (id, now_us) = (tx.new_id(), tx.now_us());
    let evidence = serde_json::to_string(&finding.evidence)
        .map_err(|error| Error::fault(format!("evidence: {error}")))?;
    let levels = finding.evidence.iter().fold(";".to_owned(), |list, e| list + &e.level + ";");
    let at_stake = at_stake_sen(own.amount_sen, other.amount_sen);
    let first = (mine.desa_id.as_str(), mine.project_id, mine.geometry_rev);
    let second = (other_desa, other_project, finding.other_geometry_rev);
    let sides = [(1_i64, &own, first, &other, second), (2, &other, second, &own, first)];
    for (number, here, (desa, project, rev), there, (their_desa, their_project, their_rev)) in sides
    {
        // Of a pair that lost a half, the other is still present.
        let half = args![desa, project, their_desa, their_project, now_us];
        tx.exec(&sql::END_HALF, half).await?;
        tx.exec(
            &sql::PUT_OVERLAP,
            args![
                desa,
                id,
                number,
                project,
                their_desa,
                their_project,
                finding.verdict.code(),
                told.state,
                told.flag,
                rule_rev,
                rev,
                their_rev,
                finding.distance_mm,
                finding.overlap_mm,
                &evidence,
                &levels,
                at_stake,
                &here.kind,
                &there.kind,
                &here.class,
                &there.class,
                &here.owner,
                &there.owner,
                &here.funds,
                &there.funds,
                here.tahun,
                there.tahun,
                &here.name,
                &there.name,
                &here.desa_name,
                &there.desa_name,
                now_us,
                told.valid_until
            ],
        )
        .await?;
        number_at_end(tx, desa);
    }
    Ok(())
}
