//! What the gate's own tests do to a store: acts in a transaction, and what is seen after them.

use domain::{
    Clock, Day, DesaId, Error, Place, Role, WorkClass,
    geo::Shape,
    ids::{FlagId, ProjectId},
    policy::{Matrix, Rule},
};
use serde::Serialize;
use store::{Command, Engine, Event, Query, Store, Tx, args, testing};
use uuid::Uuid;

use crate::{
    area,
    clearance::{self, Moment},
    decide::{self, Decision, Outcome, Override},
    flag,
    freeze::{self, Freeze},
    load_rule_set, plan, register,
    rules::{self, RuleSet},
    screen,
    sql::{self, ProjectRow},
    test_kit::{point, work},
    work::{Screening, Work},
};

store::statements! {
    FORGE_CLEARANCE: cross_desa("a test") = "
        UPDATE gate_project SET clearance_geometry_rev = 1, clearance_rule_rev = 1,
               clearance_seq = 1
         WHERE open_flags > 0";
    LAW: cross_desa("law") = "
        INSERT INTO registry_policy (key, area, valid_from, value, unit, basis, verified, note)
        VALUES ('gate.scope_tolerance_permille', '', 0, '100', 'permille', '', TRUE, '')";
    FORGE_OPEN: cross_desa("a test") = "UPDATE gate_flag SET state = 'open' WHERE state = 'dismissed'";
    FORGE_LONGER: cross_desa("a test") = "UPDATE gate_flag SET valid_until = valid_until + 99 WHERE state = 'overridden'";
    LOST_FLAGS: cross_desa("a test") = "
        SELECT p.desa_id FROM gate_project p
         WHERE p.open_flags <> (SELECT count(*) FROM gate_flag f
                                 WHERE f.desa_id = p.desa_id AND f.project_id = p.project_id
                                   AND f.state = 'open')";
}

/// 1 March 2026, noon.
pub const NOON_US: i64 = 1_772_341_200_000_000;

#[derive(Clone, PartialEq, prost::Message)]
pub struct Told {
    #[prost(string, tag = "1")]
    json: String,
}

/// What a test does inside one transaction.
#[derive(Serialize, Clone)]
pub enum Act {
    Register(Work),
    Amend(Work),
    Withdraw(DesaId, ProjectId),
    Rescreen(DesaId, ProjectId),
    Plan(Work),
    Forget(DesaId, ProjectId),
    Pay(DesaId, ProjectId),
    Decide(FlagId, Outcome, (i64, i64)),
    DismissUntil(FlagId, Day),
    Override(FlagId, Day, Day),
    Veto(FlagId),
    Reopen(FlagId),
    Freeze(DesaId, ProjectId),
    Unfreeze(DesaId, ProjectId),
    Law,
    Area,
    NewRules,
    WiderRules,
    Forge,
    ForgeOpen,
    ForgeLonger,
}

impl Act {
    /// What officials decide.
    async fn decided(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        match self {
            Self::Decide(flag, outcome, seen_revs) => {
                let (id, flag, outcome, seen_revs) = (tx.new_id(), *flag, *outcome, *seen_revs);
                decide::decide(tx, &Decision { id, flag, outcome, seen_revs, valid_until: None })
                    .await?;
                Ok(())
            }
            Self::DismissUntil(flag, day) => {
                let (id, flag, outcome) = (tx.new_id(), *flag, Outcome::Dismissed);
                let (seen_revs, valid_until) = ((1, 1), Some(*day));
                let decision = Decision { id, flag, outcome, seen_revs, valid_until };
                decide::decide(tx, &decision).await?;
                Ok(())
            }
            Self::Override(flag, from, last) => {
                let given = Override {
                    id: tx.new_id(),
                    flag: *flag,
                    seen_revs: (1, 1),
                    effective_day: *from,
                    valid_until: *last,
                };
                decide::override_stands(tx, &given).await?;
                Ok(())
            }
            Self::Veto(flag) => {
                let act = tx.new_id();
                decide::veto(tx, *flag, act).await?;
                Ok(())
            }
            Self::Reopen(flag) => {
                let act = tx.new_id();
                decide::reopen(tx, *flag, act).await?;
                Ok(())
            }
            Self::Freeze(desa, project) => {
                let (id, person) = (tx.new_id(), Uuid::from_u128(7));
                let held = Freeze { id, office: Role::Ins, person, note: "Audit lapangan" };
                freeze::freeze(tx, desa, *project, &held).await?;
                Ok(())
            }
            Self::Unfreeze(desa, project) => {
                let person = Uuid::from_u128(7);
                freeze::unfreeze(tx, desa, *project, person, "Selesai").await?;
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

impl Command for Act {
    const METHOD: &'static str = "test/Act";
    type Answer = Told;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Told, Error> {
        tx.record(Event::new("test.acted", "test"));
        let screening = match self {
            Self::Register(work) => Some(register::register(tx, work).await?),
            Self::Amend(work) => Some(register::amend(tx, work).await?),
            Self::Rescreen(desa, project) => Some(register::rescreen(tx, desa, *project).await?),
            Self::Plan(work) => Some(plan::put(tx, work).await?),
            Self::Forget(desa, project) => {
                plan::forget(tx, desa, *project).await?;
                None
            }
            Self::Withdraw(desa, project) => {
                register::withdraw(tx, desa, *project).await?;
                None
            }
            Self::Pay(desa, project) => {
                Error::unless_empty(clearance::unmet(tx, desa, *project, Moment::Payment).await?)?;
                None
            }
            Self::Decide(..)
            | Self::DismissUntil(..)
            | Self::Override(..)
            | Self::Veto(..)
            | Self::Reopen(..)
            | Self::Freeze(..)
            | Self::Unfreeze(..) => {
                self.decided(tx).await?;
                None
            }
            Self::Law => {
                tx.exec(&LAW, args![]).await?;
                None
            }
            Self::Area => {
                let done = area::rescreen(tx, &Place::parse("35.10")?, 50).await?;
                assert!(done.works >= done.cleared + done.held && done.left == 0, "{done:?}");
                None
            }
            Self::NewRules => {
                let maker = Some(Uuid::from_u128(1));
                let rev = rules::propose(tx, &RuleSet::first()?, maker).await?;
                rules::activate(tx, rev, Some(Uuid::from_u128(2))).await?;
                None
            }
            Self::Forge => {
                tx.exec(&FORGE_CLEARANCE, args![]).await?;
                None
            }
            Self::WiderRules => {
                let mut rules = RuleSet::first()?;
                for rule in rules.classes.values_mut() {
                    (rule.lookup_radius_m, rule.hard_zone_m) = (60, 50);
                }
                let rev = rules::propose(tx, &rules, None).await?;
                rules::activate(tx, rev, None).await?;
                None
            }
            Self::ForgeOpen => {
                tx.exec(&FORGE_OPEN, args![]).await?;
                None
            }
            Self::ForgeLonger => {
                tx.exec(&FORGE_LONGER, args![]).await?;
                None
            }
        };
        Ok(Told { json: serde_json::to_string(&screening).unwrap() })
    }
}

pub struct Seen(pub Work);

/// The row, the reasons at verification, a question without a claim, and rows that miscount.
pub type Facts = (Option<ProjectRow>, Vec<domain::Refusal>, usize, Vec<(String,)>);

impl Query for Seen {
    const METHOD: &'static str = "test/Seen";
    type Answer = Facts;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Facts, Error> {
        let (desa, project) = (&self.0.desa, self.0.project);
        let row = tx.maybe(&sql::READ_PROJECT, args![desa, project.uuid()]).await?;
        let unmet = clearance::unmet(tx, desa, project, Moment::Preview).await?;
        let found = screen::screen(tx, &self.0).await?.1.len();
        Ok((row, unmet, found, tx.all(&LOST_FLAGS, args![]).await?))
    }
}

pub struct Read(pub FlagId);

impl Query for Read {
    const METHOD: &'static str = "test/Seen";
    type Answer = (flag::Flag, usize);

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let area = Place::parse("35.10").unwrap();
        let listed =
            flag::list(tx, &area, &flag::Asked { limit: 50, ..Default::default() }).await?.len();
        Ok((flag::read(tx, self.0).await?, listed))
    }
}

pub async fn opened(engine: Engine) -> testing::TestStore {
    opened_at(engine, Clock::fixed(NOON_US)).await
}

/// The same at the instant of a clock that the test moves.
pub async fn opened_at(engine: Engine, clock: Clock) -> testing::TestStore {
    let open = ["test/Act", "test/Seen"].iter().chain(crate::INTERNAL_METHODS);
    let rules = Matrix::new(open.map(|method| (*method, Rule::Open)), 0);
    let test = testing::empty(engine, clock, rules).await;
    load_rule_set(&test.store).await.unwrap();
    load_rule_set(&test.store).await.unwrap();
    act(&test.store, Act::Law).await.unwrap();
    test
}

pub async fn act(store: &Store, act: Act) -> Result<Option<Screening>, Error> {
    let done = store.execute(None, store.new_request_id(), act).await?;
    Ok(serde_json::from_str(&done.answer.json).unwrap())
}

pub async fn registered(store: &Store, work: &Work) -> Screening {
    act(store, Act::Register(work.clone())).await.unwrap().unwrap()
}

pub async fn facts(store: &Store, work: &Work) -> Facts {
    let facts = store.answer(None, Seen(work.clone())).await.unwrap();
    assert_eq!(facts.3, Vec::new(), "counts and flags agree");
    facts
}

pub async fn reasons(store: &Store, work: &Work) -> Vec<String> {
    facts(store, work).await.1.iter().map(|refusal| refusal.code.to_string()).collect()
}

pub async fn pay(store: &Store, work: &Work) -> Result<(), Vec<String>> {
    let done = act(store, Act::Pay(work.desa.clone(), work.project)).await;
    done.map(|_| ()).map_err(|e| e.refusals.iter().map(|r| r.code.to_string()).collect())
}

pub fn culvert(desa: &str, number: u128, east_m: f64) -> Work {
    work(desa, number, WorkClass::Culvert, point(east_m, 0.0))
}

pub fn moved(work: &Work, shape: Shape) -> Work {
    let mut work = work.clone();
    work.sites[0].shape = shape;
    work
}
