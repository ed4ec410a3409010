//! One document inside a transaction.

use domain::{Error, Role, ids::DpaId, reason};
use edge::{Violations, convert};
use serde::Serialize;
use serde_json::json;
use store::{Event, Tx, args};
use uuid::Uuid;
use wire::planning::v1 as pb;

use crate::{
    apbdes::{self, LineRow},
    dpa::{
        rules::{self, Facts, Standing, State, Verb},
        sql::{self, DpaRow, RabRow},
    },
    name::{DpaName, YearName},
    refusal::{DPA_OF_OTHER, PLAN_SAME_PERSON},
    rkpdes::PlanInForce,
};

/// A document as of this transaction.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    pub name: DpaName,
    pub state: State,
    pub row: DpaRow,
}

/// A document as the caller saw it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Seen {
    pub name: DpaName,
    pub revision: i64,
}

impl Seen {
    /// Reads `name` and `etag`.
    pub fn read(faults: &mut Violations, name: &str, etag: &str) -> Option<Self> {
        let name = faults.read("name", DpaName::parse(name));
        let revision = faults.read("etag", convert::revision(etag));
        Some(Self { name: name?, revision: revision? })
    }

    /// The document, locked and of this revision.
    pub async fn claim(&self, tx: &mut Tx<'_>) -> Result<Document, Error> {
        let year = &self.name.year;
        let id = self.name.id.uuid();
        let row: DpaRow = tx.one(&sql::LOCK, args![&year.desa, id, year.tahun]).await?;
        if row.revision != self.revision {
            return Err(reason::ETAG_MISMATCH.refuse().into());
        }
        Document::of(year, row)
    }
}

impl Document {
    /// A document of a stored row.
    pub fn of(year: &YearName, row: DpaRow) -> Result<Self, Error> {
        let state = State::of(&row.state)
            .ok_or_else(|| Error::fault(format!("stored document {} is unreadable", row.dpa_id)))?;
        let name = DpaName { year: year.clone(), id: DpaId::new(row.dpa_id) };
        Ok(Self { name, state, row })
    }

    /// The document of a name.
    pub async fn read(tx: &mut Tx<'_>, name: &DpaName) -> Result<Self, Error> {
        let year = &name.year;
        let row = tx.one(&sql::READ, args![&year.desa, name.id.uuid(), year.tahun]).await?;
        Self::of(year, row)
    }

    /// Refuses everybody but its PKA and, once the kegiatan is not that person's any more, who has
    /// it now: the document is the caller's from here on.
    pub async fn take(&mut self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let person = tx.acting()?.person.uuid();
        if person == self.row.pka_person_id {
            return Ok(());
        }
        let plan = PlanInForce::load(tx, &self.name.year).await?;
        let kegiatan = &self.row.kegiatan;
        let left = plan.has_left(kegiatan, self.row.pka_person_id);
        if !left || plan.has_left(kegiatan, person) {
            return Err(DPA_OF_OTHER.refuse().into());
        }
        self.row.pka_person_id = person;
        Ok(())
    }

    /// Refuses a reviewer who drafted or verified it.
    pub fn by_another(&self, tx: &Tx<'_>) -> Result<(), Error> {
        let person = tx.acting()?.person.uuid();
        let role = if person == self.row.pka_person_id {
            Role::Pka
        } else if Some(person) == self.row.verified_by {
            Role::Sek
        } else {
            return Ok(());
        };
        Err(PLAN_SAME_PERSON.refuse().shown("role", role.code(), role.title()).into())
    }

    /// Its estimate.
    pub async fn rab(&self, tx: &mut Tx<'_>) -> Result<Vec<RabRow>, Error> {
        tx.all(&sql::READ_RAB, args![&self.name.year.desa, self.row.dpa_id]).await
    }

    /// Its draw plan, January first.
    pub async fn months(&self, tx: &mut Tx<'_>) -> Result<Vec<i64>, Error> {
        let values = args![&self.name.year.desa, self.row.dpa_id];
        let months: Vec<(i64,)> = tx.all(&sql::READ_MONTHS, values).await?;
        Ok(months.into_iter().map(|(sen,)| sen).collect())
    }

    /// Refuses a step that its state or any rule forbids, with every reason.
    pub async fn judge(&self, tx: &mut Tx<'_>, verb: Verb) -> Result<(), Error> {
        let in_force = apbdes::in_force(tx, &self.name.year).await?.map(|(id, _)| id);
        let facts = Facts {
            kegiatan: self.row.kegiatan.clone(),
            apbdes: self.row.apbdes_id,
            in_force,
            lines: lines_of(tx, &self.name.year, in_force, &self.row.kegiatan).await?,
            rab: self.rab(tx).await?,
            months: self.months(tx).await?,
            standing: self.standing(tx).await?,
        };
        let mut unmet: Vec<_> = rules::next(self.state, verb).err().into_iter().collect();
        unmet.extend(rules::unmet(&facts));
        Error::unless_empty(unmet)
    }

    /// The approved document of the same version that it would replace.
    async fn standing(&self, tx: &mut Tx<'_>) -> Result<Option<Standing>, Error> {
        let (year, row) = (&self.name.year, &self.row);
        let live: Vec<DpaRow> =
            tx.all(&sql::READ_LIVE, args![&year.desa, year.tahun, &row.kegiatan]).await?;
        let approved = State::Approved.word();
        let of_version = live.into_iter().find(|other| {
            other.state == approved
                && other.apbdes_id == row.apbdes_id
                && other.dpa_id != row.dpa_id
        });
        let Some(other) = of_version else { return Ok(None) };
        let plan = PlanInForce::load(tx, year).await?;
        let is_left = plan.has_left(&row.kegiatan, other.pka_person_id);
        let other = Self::of(year, other)?;
        Ok(Some(Standing { is_left, rab: other.rab(tx).await?, months: other.months(tx).await? }))
    }

    /// Takes a step; who verified and approved it stands in the row as set by the caller.
    pub async fn go(&mut self, tx: &mut Tx<'_>, verb: Verb) -> Result<(), Error> {
        let state = rules::next(self.state, verb)?;
        let now_us = tx.now_us();
        let row = &self.row;
        let values = args![
            &self.name.year.desa,
            row.dpa_id,
            row.revision,
            state.word(),
            now_us,
            row.verified_by,
            row.approved_by,
            row.approved_day,
            &row.return_note,
            row.pka_person_id
        ];
        if tx.exec(&sql::MOVE, values).await? != 1 {
            return Err(reason::ETAG_MISMATCH.refuse().into());
        }
        self.state = state;
        self.row.state_since_us = now_us;
        self.row.revision = self.row.revision.saturating_add(1);
        Ok(())
    }

    /// Names what was done in the audit log.
    pub fn report(&self, tx: &mut Tx<'_>, kind: &'static str) {
        let detail = json!({
            "kegiatan": self.row.kegiatan,
            "state": self.state,
            "ceiling_sen": self.row.ceiling_sen,
            "note": self.row.return_note,
        });
        tx.record(Event::new(kind, self.name.text()).with(detail));
    }

    /// The message of it with estimate and draw plan.
    pub async fn message(&self, tx: &mut Tx<'_>) -> Result<pb::Dpa, Error> {
        let rab = self.rab(tx).await?.into_iter().map(rab_message).collect();
        let months = self.months(tx).await?.into_iter().map(convert::sen).collect();
        Ok(pb::Dpa { rab, months, ..self.summary() })
    }

    /// The message of it without estimate and draw plan.
    pub fn summary(&self) -> pb::Dpa {
        let row = &self.row;
        pb::Dpa {
            name: self.name.text(),
            tahun: self.name.year.tahun.get(),
            kegiatan: row.kegiatan.clone(),
            pka_person_id: row.pka_person_id.to_string(),
            state: state_number(self.state).into(),
            state_since_us: row.state_since_us,
            amendment: row.amendment,
            apbdes: self.name.year.apbdes(row.apbdes_id),
            ceiling: Some(convert::sen(row.ceiling_sen)),
            approved_day: convert::day_text(row.approved_day),
            rab: Vec::new(),
            months: Vec::new(),
            location: row.location.clone(),
            start_day: convert::day_text(row.start_day),
            end_day: convert::day_text(row.end_day),
            target: row.target.clone(),
            team: row.team.clone(),
            return_note: row.return_note.clone(),
            etag: convert::etag(row.revision),
        }
    }
}

/// The lines of a kegiatan in a version.
pub(crate) async fn lines_of(
    tx: &mut Tx<'_>,
    year: &YearName,
    apbdes: Option<Uuid>,
    kegiatan: &str,
) -> Result<Vec<LineRow>, Error> {
    let Some(apbdes) = apbdes else { return Ok(Vec::new()) };
    let lines: Vec<LineRow> = tx.all(&apbdes::READ_LINES, args![&year.desa, apbdes]).await?;
    Ok(lines.into_iter().filter(|line| line.kegiatan.as_deref() == Some(kegiatan)).collect())
}

fn rab_message(row: RabRow) -> pb::RabRow {
    pb::RabRow {
        line_id: row.line_id.to_string(),
        uraian: row.uraian,
        volume_e4: row.volume_e4,
        unit: row.unit,
        unit_price: Some(convert::sen(row.unit_price_sen)),
        amount: Some(convert::sen(row.amount_sen)),
    }
}

fn state_number(state: State) -> pb::DpaState {
    match state {
        State::Drafted => pb::DpaState::Drafted,
        State::Submitted => pb::DpaState::Submitted,
        State::Verified => pb::DpaState::Verified,
        State::Returned => pb::DpaState::Returned,
        State::Approved => pb::DpaState::Approved,
        State::Amended => pb::DpaState::Amended,
        State::Closed => pb::DpaState::Closed,
    }
}
