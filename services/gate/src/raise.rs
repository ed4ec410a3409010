//! A flag comes about, follows its works, and leaves a state: always on both sides at once.

use domain::{
    Day, Error,
    ids::{FlagId, ProjectId},
};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    flag::FlagState,
    report,
    sql::{self, ProjectRow},
    sql_flag::{self, FlagRow},
    work::Finding,
};

/// How a flag leaves a state.
pub(crate) struct End {
    pub state: FlagState,
    pub decision: Option<Uuid>,
    pub valid_until: Option<Day>,
    pub stopped: Option<ProjectId>,
    pub effective_day: Option<Day>,
}

impl End {
    /// A site moved away or a project was cancelled.
    pub const WITHDRAWN: Self = Self {
        state: FlagState::Withdrawn,
        decision: None,
        valid_until: None,
        stopped: None,
        effective_day: None,
    };
}

/// Moves both sides of a flag to another state; an open one is counted down on both.
pub(crate) async fn close(tx: &mut Tx<'_>, flag: &FlagRow, end: &End) -> Result<(), Error> {
    let now_us = tx.now_us();
    let sides = [
        (flag.desa_id.as_str(), flag.project_id),
        (flag.other_desa_id.as_str(), flag.other_project_id),
    ];
    for (desa, project) in sides {
        let values = args![
            desa,
            flag.flag_id,
            project,
            &flag.state,
            end.state.code(),
            now_us,
            end.decision,
            end.valid_until,
            end.stopped.map(ProjectId::uuid),
            end.effective_day
        ];
        if tx.exec(&sql_flag::MOVE_FLAG, values).await? != 1 {
            return Err(Error::fault(format!("flag {} has lost a side", flag.flag_id)));
        }
        if flag.state == FlagState::Open.code() {
            tx.exec(&sql::COUNT_FLAGS, args![desa, project, -1_i64]).await?;
        }
    }
    report::restate(tx, flag, end.state, end.valid_until).await
}

/// Both sides of a pair as a flag stores them, the given project's first.
struct Sides<'a> {
    mine: &'a ProjectRow,
    finding: &'a Finding,
    evidence: String,
}

impl<'a> Sides<'a> {
    fn of(mine: &'a ProjectRow, finding: &'a Finding) -> Result<Self, Error> {
        let evidence = serde_json::to_string(&finding.evidence)
            .map_err(|error| Error::fault(format!("evidence: {error}")))?;
        Ok(Self { mine, finding, evidence })
    }

    async fn put(
        &self,
        tx: &mut Tx<'_>,
        id: Uuid,
        rule_rev: i64,
        waits_since_us: i64,
    ) -> Result<(), Error> {
        let (mine, finding) = (self.mine, self.finding);
        let (other_desa, other_project) =
            (finding.other_desa.as_str(), finding.other_project.uuid());
        let (rev, other_rev) = (mine.geometry_rev, finding.other_geometry_rev);
        for side in [1_i64, 2] {
            let turned = side == 2;
            let turn = |a: &str, b: &str| (if turned { b } else { a }).to_owned();
            let values = args![
                turn(&mine.desa_id, other_desa),
                id,
                if turned { other_project } else { mine.project_id },
                side,
                turn(other_desa, &mine.desa_id),
                if turned { mine.project_id } else { other_project },
                rule_rev,
                if turned { other_rev } else { rev },
                if turned { rev } else { other_rev },
                finding.distance_mm,
                finding.overlap_mm,
                &self.evidence,
                turn(&mine.name, &finding.other_name),
                turn(&mine.desa_name, &finding.other_desa_name),
                turn(&finding.other_name, &mine.name),
                turn(&finding.other_desa_name, &mine.desa_name),
                tx.now_us(),
                waits_since_us,
                &mine.class,
                turn(&mine.kind, finding.other_kind.code()),
                turn(finding.other_kind.code(), &mine.kind)
            ];
            tx.exec(&sql_flag::PUT_FLAG, values).await?;
        }
        Ok(())
    }
}

/// Raises a flag on a pair: a row and a count on each side. A pair that already waited for a
/// decision on older facts goes on waiting since then.
pub(crate) async fn raise(
    tx: &mut Tx<'_>,
    mine: &ProjectRow,
    rule_rev: i64,
    finding: &Finding,
    waits_since_us: Option<i64>,
) -> Result<FlagId, Error> {
    let id = tx.new_id();
    let waits_since_us = waits_since_us.unwrap_or_else(|| tx.now_us());
    Sides::of(mine, finding)?.put(tx, id, rule_rev, waits_since_us).await?;
    put_levels(tx, &mine.desa_id, id, finding).await?;
    let (other_desa, other_project) = (finding.other_desa.as_str(), finding.other_project.uuid());
    tx.exec(&sql::COUNT_FLAGS, args![&mine.desa_id, mine.project_id, 1_i64]).await?;
    tx.exec(&sql::COUNT_FLAGS, args![other_desa, other_project, 1_i64]).await?;
    Ok(FlagId::new(id))
}

/// Notes each kind of evidence once.
async fn put_levels(tx: &mut Tx<'_>, desa: &str, id: Uuid, finding: &Finding) -> Result<(), Error> {
    for piece in &finding.evidence {
        tx.exec(&sql_flag::PUT_FLAG_LEVEL, args![desa, id, &piece.level]).await?;
    }
    Ok(())
}

/// Notes on both sides of a flag that was just raised that its pair was decided before, by an act:
/// a work that moves a little is no other question to it, and people alone close it.
pub(crate) async fn note_decided(
    tx: &mut Tx<'_>,
    mine: &ProjectRow,
    finding: &Finding,
    id: FlagId,
    act: Uuid,
) -> Result<(), Error> {
    let sides = [
        (mine.desa_id.as_str(), mine.project_id),
        (finding.other_desa.as_str(), finding.other_project.uuid()),
    ];
    for (desa, project) in sides {
        tx.exec(&sql_flag::NOTE_DECIDED, args![desa, id.uuid(), project, act]).await?;
    }
    Ok(())
}

/// Marks both sides of a flag that the rules see nothing in any more, but that people close, and
/// brings them to the revisions that both works have now: of those people decide.
pub(crate) async fn leave_to_people(
    tx: &mut Tx<'_>,
    mine: &ProjectRow,
    flag: &FlagRow,
) -> Result<(), Error> {
    let values = args![&flag.other_desa_id, flag.other_project_id];
    let other: ProjectRow = tx.one(&sql::READ_PROJECT, values).await?;
    let (rev, other_rev) = (mine.geometry_rev, other.geometry_rev);
    let sides = [
        (&flag.desa_id, flag.project_id, rev, other_rev),
        (&flag.other_desa_id, flag.other_project_id, other_rev, rev),
    ];
    for (desa, project, rev, other_rev) in sides {
        let values = args![desa, flag.flag_id, project, rev, other_rev];
        tx.exec(&sql_flag::LEAVE_TO_PEOPLE, values).await?;
    }
    Ok(())
}

/// Brings an open flag to what is known of both works now and to the rules that see it, so that
/// what people decide holds under these; it goes on waiting as before.
pub(crate) async fn refresh(
    tx: &mut Tx<'_>,
    mine: &ProjectRow,
    rule_rev: i64,
    flag: &FlagRow,
    finding: &Finding,
) -> Result<(), Error> {
    let new = Sides::of(mine, finding)?;
    let (rev, other_rev) = (mine.geometry_rev, finding.other_geometry_rev);
    let sides = [
        (&flag.desa_id, flag.project_id, rev, other_rev, &mine.name, &finding.other_name),
        (
            &flag.other_desa_id,
            flag.other_project_id,
            other_rev,
            rev,
            &finding.other_name,
            &mine.name,
        ),
    ];
    for (desa, project, rev, other_rev, name, other_name) in sides {
        let values = args![
            desa,
            flag.flag_id,
            project,
            rev,
            other_rev,
            finding.distance_mm,
            finding.overlap_mm,
            &new.evidence,
            name,
            other_name,
            rule_rev
        ];
        tx.exec(&sql_flag::REFRESH_FLAG, values).await?;
    }
    Ok(())
}
