//! The inspectorate holds a project, whatever its flags say, and lets it go again; so does the
//! nightly sweep where the register cannot be believed, in the office of the system.

use std::collections::BTreeSet;

use domain::{DesaId, Error, Role, ids::ProjectId};
use futures_util::future::BoxFuture;
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    refusal::{PROJECT_HELD_ALREADY, PROJECT_NOT_HELD},
    register::{self, grown_of, lock_projects},
    rules,
    screen::Locked,
    sql::{self, ProjectRow},
    sql_flag, stop,
};

/// Who holds a project, and why.
#[derive(Debug, Clone)]
pub struct Freeze<'a> {
    /// Its id.
    pub id: Uuid,
    /// The office in which it is done.
    pub office: Role,
    /// Who does it.
    pub person: Uuid,
    /// Why.
    pub note: &'a str,
}

/// Holds a project: from here on no money moves for it.
///
/// # Errors
/// NOT_FOUND for a project that is not in the register, PROJECT_HELD_ALREADY.
pub fn freeze<'a>(
    tx: &'a mut Tx<'_>,
    desa: &'a DesaId,
    project: ProjectId,
    freeze: &'a Freeze<'_>,
) -> BoxFuture<'a, Result<(), Error>> {
    Box::pin(async move {
        let row: ProjectRow = tx.one(&sql::LOCK_PROJECT, args![desa, project.uuid()]).await?;
        if row.state != "active" || row.kind != "registered" {
            return Err(Error::absent());
        }
        let values = args![
            desa,
            freeze.id,
            project.uuid(),
            freeze.office.code(),
            freeze.person,
            freeze.note,
            tx.now_us()
        ];
        if tx.exec(&sql_flag::PUT_FREEZE, values).await? != 1 {
            let subject = format!("{}/projects/{project}", desa.name());
            return Err(PROJECT_HELD_ALREADY.refuse().about(subject).into());
        }
        stop::settle(tx, &(desa.clone(), project)).await.map(|_| ())
    })
}

/// Lets a held project go; it is cleared anew if nothing else stops it. While this program may not
/// judge by the rules in force it is let go uncleared: no money moves for it before rules that count
/// have screened it.
///
/// # Errors
/// PROJECT_NOT_HELD, or contention.
pub fn unfreeze<'a>(
    tx: &'a mut Tx<'_>,
    desa: &'a DesaId,
    project: ProjectId,
    person: Uuid,
    note: &'a str,
) -> BoxFuture<'a, Result<(), Error>> {
    Box::pin(async move {
        let version = rules::in_force(tx).await?;
        let judges = version.outdated().is_none();
        let rules = version.rules;
        let key = (desa.clone(), project);
        let cells = grown_of(tx, &rules, &key).await?;
        let locked = Locked::take(tx, &cells, &BTreeSet::new()).await?;
        lock_projects(tx, &BTreeSet::from([key.clone()])).await?;
        let values = args![desa, project.uuid(), person, tx.now_us(), note];
        if tx.exec(&sql_flag::LIFT_FREEZE, values).await? != 1 {
            let subject = format!("{}/projects/{project}", desa.name());
            return Err(PROJECT_NOT_HELD.refuse().about(subject).into());
        }
        stop::settle(tx, &key).await?;
        if judges {
            register::renew(tx, &rules, &locked, &key).await?;
        }
        Ok(())
    })
}
