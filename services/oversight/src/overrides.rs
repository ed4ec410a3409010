//! ProposeOverride, ConfirmOverride, RejectOverride and VetoOverride: a pair stands, and its
//! stopped work is paid all the same for a time.
//!
//! Two persons of PMD give an override; it names a reason, a document and a last day. Until the
//! inspectorate's days of veto are over no money moves, and then it may: by the day alone, as the
//! paying transaction reads it.

use ::wire::oversight::v1::{
    ConfirmOverrideRequest, ConfirmOverrideResponse, ProposeOverrideRequest,
    ProposeOverrideResponse, RejectOverrideRequest, RejectOverrideResponse, VetoOverrideRequest,
    VetoOverrideResponse,
};
use domain::{
    Day, Error, Place, Refusal, Role,
    ids::{FlagId, PersonId},
    reason, text,
};
use edge::Violations;
use gate::{
    decide,
    flag::{self, Flag},
};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use uuid::Uuid;

use crate::{
    deciders::{caller_obstacles, check_maker, works},
    decision::{self, child_name, flag_name},
    message,
    override_row::{check_validity, message as override_message, reason_word},
    refusal::DECISION_PENDING,
    sql_review::{self, OverrideRow},
    states::checker_unmet,
};

/// Proposes an override.
#[derive(Debug, Serialize)]
pub struct ProposeOverride {
    flag: FlagId,
    place: Place,
    reason: &'static str,
    note: String,
    evidence: String,
    valid_until: Day,
    seen_revs: (i64, i64),
}

impl ProposeOverride {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: ProposeOverrideRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let flag = faults.read("name", flag_name(&request.name));
        let place = faults.read("place", edge::place::read(&request.place));
        let why = faults.read("reason", reason_word(request.reason));
        let words = faults.read("note", text::required_note(&request.note));
        let evidence = faults.read("evidence", text::required_note(&request.evidence));
        let until = faults.read("valid_until", Day::parse(&request.valid_until));
        let first = faults.read("seen_first_rev", seen(request.seen_first_rev));
        let second = faults.read("seen_second_rev", seen(request.seen_second_rev));
        let parsed = (|| {
            Some(Self {
                flag: flag?,
                place: place?,
                reason: why?,
                note: words?,
                evidence: evidence?,
                valid_until: until?,
                seen_revs: (first?, second?),
            })
        })();
        faults.finish(parsed)
    }

    fn row(&self, tx: &Tx<'_>) -> Result<OverrideRow, Error> {
        Ok(OverrideRow {
            override_id: tx.new_id(),
            place: self.place.as_str().to_owned(),
            reason: self.reason.to_owned(),
            note: self.note.clone(),
            evidence: self.evidence.clone(),
            valid_until: i64::from(self.valid_until.number()),
            effective_day: None,
            seen_first_rev: self.seen_revs.0,
            seen_second_rev: self.seen_revs.1,
            state: "proposed".to_owned(),
            proposed_by: tx.principal()?.person.uuid(),
            proposed_us: tx.now_us(),
            closed_by: None,
            closed_us: None,
            vetoed_by: None,
            vetoed_us: None,
            veto_note: String::new(),
        })
    }
}

impl Command for ProposeOverride {
    const METHOD: &'static str = ::wire::access::override_service::PROPOSE_OVERRIDE;
    type Answer = ProposeOverrideResponse;

    fn place(&self) -> Place {
        self.place.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let flag = flag::read(tx, self.flag).await?;
        decision::is_place(&flag, &self.place)?;
        Error::unless_empty(caller_obstacles(tx, works(&flag)).await?)?;
        decide::check_override(&flag, self.seen_revs, tx.today())?;
        check_validity(tx, &flag, self.valid_until).await?;
        let row = self.row(tx)?;
        let values = args![
            &flag.first.desa,
            row.override_id,
            self.flag.uuid(),
            &row.place,
            &row.reason,
            &row.note,
            &row.evidence,
            row.valid_until,
            row.seen_first_rev,
            row.seen_second_rev,
            row.proposed_by,
            row.proposed_us
        ];
        if tx.exec(&sql_review::PUT_OVERRIDE, values).await? == 0 {
            return Err(DECISION_PENDING.refuse().about(flag.name()).into());
        }
        let detail = json!({ "reason": row.reason, "valid_until": self.valid_until.iso() });
        tx.record(Event::new("flag.override_proposed", flag.name()).with(detail));
        let given = Some(override_message(tx, self.flag, &row).await?);
        Ok(ProposeOverrideResponse { r#override: given, receipt: None })
    }
}

/// The revision of a work that the caller saw; they count from 1.
fn seen(rev: i64) -> Result<i64, Refusal> {
    (rev > 0).then_some(rev).ok_or_else(|| reason::FIELD_REQUIRED.refuse())
}

/// An override that somebody acts on, and the place in whose right.
#[derive(Debug, Serialize)]
struct Named {
    flag: FlagId,
    id: Uuid,
    place: Place,
}

impl Named {
    fn read(faults: &mut Violations, name: &str, place: &str) -> Option<Self> {
        let name = faults.read("name", child_name(name, "overrides"));
        let place = faults.read("place", edge::place::read(place));
        name.zip(place).map(|((flag, id), place)| Self { flag, id, place })
    }

    fn parse(name: &str, place: &str) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let named = Self::read(&mut faults, name, place);
        faults.finish(named)
    }

    async fn lock(&self, tx: &mut Tx<'_>) -> Result<(Flag, OverrideRow), Error> {
        let flag = flag::read(tx, self.flag).await?;
        let values = args![&flag.first.desa, self.flag.uuid(), self.id];
        let row: OverrideRow = tx.one(&sql_review::LOCK_OVERRIDE, values).await?;
        if row.place == self.place.as_str() { Ok((flag, row)) } else { Err(Error::absent()) }
    }

    /// The proposed override, if the caller may check it.
    async fn check(&self, tx: &mut Tx<'_>) -> Result<(Flag, OverrideRow), Error> {
        let (flag, row) = self.lock(tx).await?;
        let checker = tx.principal()?.person;
        let mut no = checker_unmet(&row.state, PersonId::new(row.proposed_by), checker);
        no.extend(caller_obstacles(tx, works(&flag)).await?);
        Error::unless_empty(no)?;
        Ok((flag, row))
    }

    async fn close(
        &self,
        tx: &mut Tx<'_>,
        flag: &Flag,
        row: OverrideRow,
        state: &str,
        effective: Option<Day>,
    ) -> Result<OverrideRow, Error> {
        let (person, now_us) = (tx.principal()?.person.uuid(), tx.now_us());
        let values = args![&flag.first.desa, self.id, state, person, now_us, effective];
        if tx.exec(&sql_review::CLOSE_OVERRIDE, values).await? != 1 {
            return Err(Error::fault("a locked override was closed by somebody else"));
        }
        Ok(OverrideRow {
            state: state.to_owned(),
            closed_by: Some(person),
            closed_us: Some(now_us),
            effective_day: effective.map(|day| i64::from(day.number())),
            ..row
        })
    }
}

/// Confirms an override.
#[derive(Debug, Serialize)]
pub struct ConfirmOverride(Named);

impl ConfirmOverride {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: ConfirmOverrideRequest) -> Result<Self, Error> {
        Named::parse(&request.name, &request.place).map(Self)
    }
}

impl Command for ConfirmOverride {
    const METHOD: &'static str = ::wire::access::override_service::CONFIRM_OVERRIDE;
    type Answer = ConfirmOverrideResponse;

    fn place(&self) -> Place {
        self.0.place.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (before, row) = self.0.check(tx).await?;
        check_maker(tx, row.proposed_by, works(&before)).await?;
        let until = edge::convert::day(row.valid_until)
            .ok_or_else(|| Error::fault("the last day of an override"))?;
        let effective = check_validity(tx, &before, until).await?;
        let given = decide::Override {
            id: self.0.id,
            flag: self.0.flag,
            seen_revs: (row.seen_first_rev, row.seen_second_rev),
            effective_day: effective,
            valid_until: until,
        };
        let flag = decide::override_stands(tx, &given).await?;
        let row = self.0.close(tx, &before, row, "confirmed", Some(effective)).await?;
        tx.record(Event::new("flag.overridden", flag.name()).with(json!({
            "reason": row.reason, "effective_on": effective.iso(), "valid_until": until.iso(),
            "first": message::project(&flag.first), "second": message::project(&flag.second),
        })));
        Ok(ConfirmOverrideResponse {
            flag: Some(message::flag(tx, &flag).await?),
            r#override: Some(override_message(tx, self.0.flag, &row).await?),
            receipt: None,
        })
    }
}

/// Turns an override down.
#[derive(Debug, Serialize)]
pub struct RejectOverride(Named);

impl RejectOverride {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: RejectOverrideRequest) -> Result<Self, Error> {
        Named::parse(&request.name, &request.place).map(Self)
    }
}

impl Command for RejectOverride {
    const METHOD: &'static str = ::wire::access::override_service::REJECT_OVERRIDE;
    type Answer = RejectOverrideResponse;

    fn place(&self) -> Place {
        self.0.place.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (flag, row) = self.0.check(tx).await?;
        let row = self.0.close(tx, &flag, row, "rejected", None).await?;
        tx.record(Event::new("flag.override_rejected", flag.name()));
        let given = Some(override_message(tx, self.0.flag, &row).await?);
        Ok(RejectOverrideResponse { r#override: given, receipt: None })
    }
}

/// Vetoes an override.
#[derive(Debug, Serialize)]
pub struct VetoOverride {
    named: Named,
    note: String,
}

impl VetoOverride {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: VetoOverrideRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let named = Named::read(&mut faults, &request.name, &request.place);
        let words = faults.read("note", text::required_note(&request.note));
        faults.finish(named.zip(words).map(|(named, note)| Self { named, note }))
    }
}

impl Command for VetoOverride {
    const METHOD: &'static str = ::wire::access::override_service::VETO_OVERRIDE;
    type Answer = VetoOverrideResponse;

    fn place(&self) -> Place {
        self.named.place.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (before, row) = self.named.lock(tx).await?;
        Error::unless_empty(caller_obstacles(tx, works(&before)).await?)?;
        if row.state != "confirmed" || before.decision != Some(row.override_id) {
            let refusal = gate::refusal::FLAG_NOT_OVERRIDDEN.refuse();
            let refusal = refusal.shown("state", before.state.code(), before.state.title());
            return Err(refusal.about(before.name()).into());
        }
        let act = tx.new_id();
        let flag = decide::veto(tx, self.named.flag, act).await?;
        let (person, now_us) = (tx.principal()?.person.uuid(), tx.now_us());
        let values = args![&before.first.desa, self.named.id, person, now_us, &self.note];
        tx.exec(&sql_review::VETO_OVERRIDE, values).await?;
        let row = OverrideRow {
            state: "vetoed".to_owned(),
            vetoed_by: Some(person),
            vetoed_us: Some(now_us),
            veto_note: self.note.clone(),
            ..row
        };
        let office = Role::Ins.code();
        let detail = json!({ "office": office, "note": self.note });
        tx.record(Event::new("flag.override_vetoed", flag.name()).with(detail));
        Ok(VetoOverrideResponse {
            flag: Some(message::flag(tx, &flag).await?),
            r#override: Some(override_message(tx, self.named.flag, &row).await?),
            receipt: None,
        })
    }
}
