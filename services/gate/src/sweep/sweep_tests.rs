//! The sweep against a register that somebody changed behind the gate's back, on both engines.

use std::collections::BTreeMap;

use domain::{Clock, Day, Place, WorkClass};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use store::{Engine, engine_test, testing::TestStore};

use super::{Difference, Kind, Swept, Turn, begin, end, mend, read};
use crate::{
    decide::Outcome,
    recheck::Agreement,
    report,
    test_kit::{DESA_A, DESA_B, line, point, work},
    test_world::{
        Act, NOON_US, act, culvert, facts, moved, opened, opened_at, pay, reasons, registered,
    },
    work::Work,
};

/// What a trigger of the schema forbids, done all the same: as somebody at the database would.
async fn behind(test: &TestStore, sql: &str) {
    if let Some(folder) = test.url().strip_prefix("sqlite:") {
        let url = format!("sqlite:{folder}/lumbung.db");
        let mut conn = SqliteConnection::connect(&url).await.unwrap();
        let off = "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = OFF;
                   DROP TRIGGER IF EXISTS gate_flag_no_delete;
                   DROP TRIGGER IF EXISTS gate_overlap_no_delete;
                   DROP TRIGGER IF EXISTS gate_overlap_versions;";
        sqlx::raw_sql(AssertSqlSafe(format!("{off}{sql}"))).execute(&mut conn).await.unwrap();
        conn.close().await.unwrap();
    } else {
        let mut conn = PgConnection::connect(test.url()).await.unwrap();
        let off = "SET session_replication_role = replica;";
        sqlx::raw_sql(AssertSqlSafe(format!("{off}{sql}"))).execute(&mut conn).await.unwrap();
        conn.close().await.unwrap();
    }
}

async fn count(test: &TestStore, sql: &'static str) -> i64 {
    if let Some(folder) = test.url().strip_prefix("sqlite:") {
        let url = format!("sqlite:{folder}/lumbung.db");
        let mut conn = SqliteConnection::connect(&url).await.unwrap();
        sqlx::query_scalar(sql).fetch_one(&mut conn).await.unwrap()
    } else {
        let mut conn = PgConnection::connect(test.url()).await.unwrap();
        sqlx::query_scalar(sql).fetch_one(&mut conn).await.unwrap()
    }
}

const TOLD: &str = "SELECT COUNT(*) FROM store_audit_entry WHERE kind = 'gate.sweep_differs'";
const WRONG_PLACE: &str = "
    UPDATE gate_claim_cell SET cell = cell + 1;
    UPDATE gate_claim SET cells = substr(cells, 1, 0);";
const HELD: &str = "SELECT COUNT(*) FROM gate_freeze WHERE lifted_us IS NULL AND office = 'SYS'";
const PRESENT: &str = "SELECT COUNT(*) FROM gate_overlap WHERE gone_us IS NULL";
const OPEN: &str = "SELECT COUNT(*) FROM gate_flag WHERE state = 'open'";

async fn swept(test: &TestStore) -> Swept {
    read(&test.store, &Place::platform()).await.unwrap().compare()
}

/// Kinds of what differs, and whether money could slip.
fn kinds(swept: &Swept) -> Vec<(Kind, bool)> {
    swept.differences.iter().map(|one| (one.kind, one.slips)).collect()
}

/// How the report stands to brute force, pair by pair.
async fn agreements(test: &TestStore) -> Vec<Agreement> {
    let sweep = read(&test.store, &Place::platform()).await.unwrap();
    sweep.recheck.run().found.iter().map(|pair| pair.agreement).collect()
}

/// Mends everything; answers how many differences had their works held.
async fn mended(test: &TestStore, night: Option<Day>, found: &[Difference]) -> usize {
    let mut held = 0;
    for difference in found {
        held += usize::from(mend(&test.store, night, difference).await.unwrap());
    }
    held
}

fn twins() -> (Work, Work) {
    (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 8.0))
}

/// Two works with an open flag between them.
async fn flagged(engine: Engine) -> (TestStore, Work, Work) {
    let test = opened(engine).await;
    let (first, twin) = twins();
    registered(&test.store, &first).await;
    registered(&test.store, &twin).await;
    (test, first, twin)
}

async fn a_clean_register_has_no_difference(engine: Engine) {
    let (test, first, twin) = flagged(engine).await;
    let store = &test.store;
    let road = work(DESA_A, 3, WorkClass::Road, line(&[[500.0, 0.0], [1_400.0, 90.0]]));
    registered(store, &road).await;
    let along = work(DESA_B, 4, WorkClass::Road, line(&[[600.0, 8.0], [1_200.0, 70.0]]));
    let id = registered(store, &along).await.blocks[0].flag.unwrap();
    act(store, Act::Decide(id, Outcome::Dismissed, (1, 1))).await.unwrap();
    let told = Work { name: "Rabat beton RT 03".into(), ..road.clone() };
    act(store, Act::Amend(told)).await.unwrap();
    act(store, Act::Plan(culvert(DESA_A, 5, 4.0))).await.unwrap();
    act(store, Act::Amend(moved(&twin, point(9.0, 0.0)))).await.unwrap();
    registered(store, &culvert(DESA_A, 6, 3_000.0)).await;
    act(store, Act::Withdraw(road.desa.clone(), culvert(DESA_A, 6, 0.0).project)).await.unwrap();
    let swept = swept(&test).await;
    assert_eq!(swept.differences, []);
    assert_eq!(swept.works, 5);
    assert!(swept.pairs >= 4, "{}", swept.pairs);
    assert_eq!(reasons(store, &first).await, ["FLAG_OPEN"]);
}

async fn a_flag_deleted_behind_the_gates_back_is_raised_again(engine: Engine) {
    let (test, first, twin) = flagged(engine).await;
    behind(&test, "DELETE FROM gate_flag; UPDATE gate_project SET open_flags = 0;").await;
    let found = swept(&test).await;
    assert_eq!(kinds(&found), [(Kind::MissedBlock, true)]);
    assert_eq!(found.differences[0].names.len(), 2);
    assert_eq!(mended(&test, None, &found.differences).await, 0, "the ordinary way is enough");
    for side in [&first, &twin] {
        assert_eq!(pay(&test.store, side).await, Err(vec!["FLAG_OPEN".to_owned()]));
        facts(&test.store, side).await;
    }
    assert_eq!(swept(&test).await.differences, []);
    assert_eq!(count(&test, TOLD).await, 1);
}

async fn a_flag_that_lost_one_side_cannot_be_mended_and_holds_both(engine: Engine) {
    let (test, first, twin) = flagged(engine).await;
    let half = format!(
        "DELETE FROM gate_flag WHERE desa_id = '{DESA_B}';
         UPDATE gate_project SET open_flags = 0 WHERE desa_id = '{DESA_B}';"
    );
    behind(&test, &half).await;
    let found = swept(&test).await;
    assert_eq!(kinds(&found), [(Kind::MissedBlock, true)]);
    assert_eq!(mended(&test, None, &found.differences).await, 1);
    assert_eq!(count(&test, HELD).await, 2);
    for side in [&first, &twin] {
        let refused = pay(&test.store, side).await.unwrap_err();
        assert!(refused.contains(&"PROJECT_HELD".to_owned()), "{refused:?}");
    }
    // It is still so, and is told again; nobody is held twice.
    let again = swept(&test).await;
    assert_eq!(kinds(&again), kinds(&found));
    assert_eq!(mended(&test, None, &again.differences).await, 1);
    assert_eq!(count(&test, HELD).await, 2);
}

async fn a_lost_cell_is_found_and_what_it_hid_is_flagged(engine: Engine) {
    let test = opened(engine).await;
    let (first, twin) = twins();
    registered(&test.store, &first).await;
    behind(&test, "DELETE FROM gate_claim_cell;").await;
    assert!(registered(&test.store, &twin).await.clearance.is_some(), "nobody sees the first");
    assert!(pay(&test.store, &twin).await.is_ok());
    let found = swept(&test).await;
    assert_eq!(kinds(&found), [(Kind::Cells, true), (Kind::MissedBlock, true)]);
    assert_eq!(mended(&test, None, &found.differences).await, 0);
    for side in [&first, &twin] {
        assert_eq!(pay(&test.store, side).await, Err(vec!["FLAG_OPEN".to_owned()]));
    }
    assert_eq!(swept(&test).await.differences, []);
}

async fn a_claim_in_a_wrong_place_is_laid_where_it_is(engine: Engine) {
    let test = opened(engine).await;
    let (first, twin) = twins();
    registered(&test.store, &first).await;
    behind(&test, WRONG_PLACE).await;
    let found = swept(&test).await;
    assert_eq!(kinds(&found), [(Kind::Cells, true)]);
    mended(&test, None, &found.differences).await;
    assert_eq!(swept(&test).await.differences, []);
    assert_eq!(registered(&test.store, &twin).await.blocks.len(), 1);
}

async fn a_work_without_its_claim_is_held(engine: Engine) {
    let test = opened(engine).await;
    let (first, twin) = twins();
    registered(&test.store, &first).await;
    behind(&test, "UPDATE gate_claim SET active = FALSE;").await;
    registered(&test.store, &culvert(DESA_B, 3, 5_000.0)).await;
    let found = swept(&test).await;
    assert_eq!(kinds(&found), [(Kind::Claim, true), (Kind::Cells, false)]);
    assert_eq!(mended(&test, None, &found.differences).await, 1);
    assert_eq!(pay(&test.store, &first).await, Err(vec!["PROJECT_HELD".to_owned()]));
    assert_eq!(kinds(&swept(&test).await), [(Kind::Claim, true)], "what it left behind is gone");
    assert!(registered(&test.store, &twin).await.blocks.is_empty());
    // The inspectorate lets it go; as long as nothing is mended, the next night holds it again.
    act(&test.store, Act::Unfreeze(first.desa.clone(), first.project)).await.unwrap();
    mended(&test, None, &swept(&test).await.differences).await;
    assert_eq!(count(&test, HELD).await, 1);
}

async fn a_wrong_count_and_a_wrong_report_are_healed(engine: Engine) {
    let (test, first, _) = flagged(engine).await;
    behind(
        &test,
        &format!(
            "UPDATE gate_project SET open_flags = 3 WHERE desa_id = '{DESA_A}';
             UPDATE gate_overlap SET gone_us = found_us;"
        ),
    )
    .await;
    let found = swept(&test).await;
    assert_eq!(kinds(&found), [(Kind::Count, false), (Kind::Report, false)]);
    assert_eq!(mended(&test, None, &found.differences).await, 0);
    assert_eq!(swept(&test).await.differences, []);
    assert_eq!(reasons(&test.store, &first).await, ["FLAG_OPEN"]);
}

async fn what_newer_rules_or_the_day_call_for_is_no_slip(engine: Engine) {
    let clock = Clock::fixed(NOON_US);
    let test = opened_at(engine, clock.clone()).await;
    let store = &test.store;
    let (first, near) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 40.0));
    registered(store, &first).await;
    registered(store, &near).await;
    assert_eq!(swept(&test).await.differences, []);
    act(store, Act::WiderRules).await.unwrap();
    let found = swept(&test).await;
    assert_eq!(kinds(&found), [(Kind::Waiting, false)]);
    mended(&test, None, &found.differences).await;
    assert_eq!(reasons(store, &first).await, ["FLAG_OPEN"]);
    let flag = act(store, Act::Rescreen(near.desa.clone(), near.project)).await.unwrap().unwrap();
    let today = Day::of_us(NOON_US);
    let until = Act::DismissUntil(flag.blocks[0].flag.unwrap(), today.plus(9));
    act(store, until).await.unwrap();
    assert_eq!(swept(&test).await.differences, []);
    clock.set(today.plus(10).start_us());
    let found = swept(&test).await;
    assert_eq!(kinds(&found), [(Kind::Waiting, false)]);
    assert_eq!(mended(&test, None, &found.differences).await, 0);
    assert_eq!(reasons(store, &first).await, ["FLAG_OPEN"]);
    assert_eq!(swept(&test).await.differences, []);
}

async fn a_forged_clearance_is_voided_and_given_anew(engine: Engine) {
    let test = opened(engine).await;
    let alone = culvert(DESA_A, 1, 0.0);
    assert!(registered(&test.store, &alone).await.clearance.is_some());
    for forged in [
        "clearance_geometry_rev = geometry_rev + 1",
        "clearance_rule_rev = screened_rule_rev + 1",
        "clearance_seq = clearance_seq + 1000",
    ] {
        behind(&test, &format!("UPDATE gate_project SET {forged};")).await;
        let found = swept(&test).await;
        assert_eq!(kinds(&found), [(Kind::Clearance, true)], "{forged}");
        assert_eq!(mended(&test, None, &found.differences).await, 0, "it is screened again");
        assert_eq!(swept(&test).await.differences, [], "{forged}");
        assert_eq!(pay(&test.store, &alone).await, Ok(()));
    }
    assert_eq!(count(&test, TOLD).await, 3);
}

async fn a_clearance_of_what_a_decision_stopped_is_voided(engine: Engine) {
    let test = opened(engine).await;
    let (first, twin) = twins();
    registered(&test.store, &first).await;
    let flag = registered(&test.store, &twin).await.blocks[0].flag.unwrap();
    act(&test.store, Act::Decide(flag, Outcome::Stands(twin.project), (1, 1))).await.unwrap();
    assert_eq!(swept(&test).await.differences, []);
    let forged = format!(
        "UPDATE gate_project
            SET frozen = FALSE, clearance_geometry_rev = geometry_rev,
                clearance_rule_rev = screened_rule_rev, clearance_seq = 0, cleared_us = 0
          WHERE desa_id = '{DESA_B}';"
    );
    behind(&test, &forged).await;
    let found = swept(&test).await;
    assert_eq!(kinds(&found), [(Kind::Clearance, true)]);
    assert_eq!(mended(&test, None, &found.differences).await, 0);
    assert_eq!(swept(&test).await.differences, []);
    let cleared = "SELECT COUNT(*) FROM gate_project WHERE clearance_seq IS NOT NULL";
    assert_eq!(count(&test, cleared).await, 1, "the other goes on");
    assert_eq!(pay(&test.store, &twin).await, Err(vec!["PROJECT_FROZEN".to_owned()]));
    assert_eq!(pay(&test.store, &first).await, Ok(()));
}

async fn who_is_said_to_be_cleared_by_newer_rules_waits_for_no_screening(engine: Engine) {
    let test = opened(engine).await;
    let (first, near) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 40.0));
    registered(&test.store, &first).await;
    registered(&test.store, &near).await;
    act(&test.store, Act::WiderRules).await.unwrap();
    assert_eq!(kinds(&swept(&test).await), [(Kind::Waiting, false)]);
    let newest = "(SELECT MAX(rule_rev) FROM gate_rule_set)";
    let forged = format!(
        "UPDATE gate_project SET clearance_rule_rev = {newest} WHERE desa_id = '{DESA_A}';"
    );
    behind(&test, &forged).await;
    let found = swept(&test).await;
    assert_eq!(kinds(&found), [(Kind::Clearance, true), (Kind::MissedBlock, true)]);
    assert_eq!(mended(&test, None, &found.differences).await, 0);
    assert_eq!(swept(&test).await.differences, []);
    for side in [&first, &near] {
        assert_eq!(pay(&test.store, side).await, Err(vec!["FLAG_OPEN".to_owned()]));
    }
}

async fn an_open_flag_without_a_ground_is_told_and_stays_open(engine: Engine) {
    let (test, first, twin) = flagged(engine).await;
    // Too many years apart for the rules.
    let apart = format!(
        "UPDATE gate_project SET tahun = 2000 WHERE desa_id = '{DESA_B}';
         UPDATE gate_claim_cell SET tahun = 2000 WHERE desa_id = '{DESA_B}';"
    );
    for (planted, agreement) in [
        (apart.as_str(), vec![Agreement::Extra]),
        ("UPDATE gate_overlap SET gone_us = found_us;", Vec::new()),
    ] {
        behind(&test, planted).await;
        assert_eq!(agreements(&test).await, agreement, "with its row in the report and without");
        let found = swept(&test).await;
        assert_eq!(kinds(&found), [(Kind::Unfounded, false)], "{planted}");
        assert_eq!(found.differences[0].names.len(), 2);
        assert_eq!(mended(&test, None, &found.differences).await, 0);
        assert_eq!(kinds(&swept(&test).await), kinds(&found), "it is still so");
    }
    assert_eq!((count(&test, OPEN).await, count(&test, HELD).await), (2, 0));
    assert_eq!(count(&test, TOLD).await, 2);
    for side in [&first, &twin] {
        assert_eq!(reasons(&test.store, side).await, ["FLAG_OPEN"]);
    }
}

async fn a_pair_that_only_the_report_holds_is_taken_out(engine: Engine) {
    let (test, first, _) = flagged(engine).await;
    registered(&test.store, &culvert(DESA_A, 6, 3_000.0)).await;
    let far = "(SELECT project_id FROM gate_project WHERE name = 'Pekerjaan 6')";
    let swapped = format!(
        "UPDATE gate_overlap SET project_id = {far} WHERE desa_id = '{DESA_A}';
         UPDATE gate_overlap SET other_project_id = {far} WHERE desa_id = '{DESA_B}';"
    );
    behind(&test, &swapped).await;
    assert_eq!(agreements(&test).await, [Agreement::Missing, Agreement::Extra]);
    let found = swept(&test).await;
    assert_eq!(kinds(&found), [(Kind::Report, false), (Kind::Report, false)]);
    assert_eq!(mended(&test, None, &found.differences).await, 0);
    assert_eq!(agreements(&test).await, [Agreement::Agrees]);
    assert_eq!(swept(&test).await.differences, []);
    assert_eq!(reasons(&test.store, &first).await, ["FLAG_OPEN"]);
}

async fn a_pair_with_another_verdict_in_the_report_is_put_right(engine: Engine) {
    let (test, first, _) = flagged(engine).await;
    behind(&test, "UPDATE gate_overlap SET verdict = 'warn';").await;
    assert_eq!(agreements(&test).await, [Agreement::Differs]);
    let found = swept(&test).await;
    assert_eq!(kinds(&found), [(Kind::Report, false)]);
    assert_eq!(mended(&test, None, &found.differences).await, 0);
    assert_eq!(agreements(&test).await, [Agreement::Agrees]);
    assert_eq!(swept(&test).await.differences, []);
    assert_eq!(reasons(&test.store, &first).await, ["FLAG_OPEN"]);
}

async fn a_pair_of_which_one_half_is_lost_in_the_report_is_named_and_healed(engine: Engine) {
    for lost in [DESA_A, DESA_B] {
        let (test, first, twin) = flagged(engine).await;
        let half = format!("DELETE FROM gate_overlap WHERE desa_id = '{lost}';");
        behind(&test, &half).await;
        assert_eq!(agreements(&test).await, [Agreement::Differs], "{lost}");
        let found = swept(&test).await;
        assert_eq!(kinds(&found), [(Kind::Report, false)], "{lost}");
        assert_eq!(found.differences[0].names.len(), 2);
        assert_eq!(mended(&test, None, &found.differences).await, 0);
        assert_eq!(swept(&test).await.differences, [], "{lost}");
        assert_eq!(count(&test, PRESENT).await, 2);
        for judged in [&first, &twin] {
            behind(&test, &half).await;
            let again = Act::Rescreen(judged.desa.clone(), judged.project);
            act(&test.store, again).await.unwrap();
            assert_eq!(count(&test, PRESENT).await, 2, "{lost} judged from {}", judged.desa);
            assert_eq!(agreements(&test).await, [Agreement::Agrees]);
        }
        assert_eq!(reasons(&test.store, &first).await, ["FLAG_OPEN"]);
    }
}

/// What the whole report tells now, pairs by their verdicts.
struct Report;

impl store::Query for Report {
    const METHOD: &'static str = "test/Seen";
    type Answer = Vec<String>;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut store::Tx<'_>) -> Result<Self::Answer, domain::Error> {
        let filter = report::Filter {
            area: Place::platform(),
            tahun: None,
            owner: None,
            fund: None,
            class: None,
            rule_rev: 0,
            level: String::new(),
            state: String::new(),
            at_stake_min: domain::Rupiah::ZERO,
            order: report::Order::Newest,
        };
        let as_of = report::snapshot(tx).await?;
        let pairs = report::list(tx, &filter, as_of, None, 50).await?;
        Ok(pairs.into_iter().map(|pair| pair.verdict).collect())
    }
}

async fn a_version_that_an_older_server_left_without_a_position_is_told(engine: Engine) {
    let (test, ..) = flagged(engine).await;
    behind(&test, "UPDATE gate_overlap SET found_seq = NULL;").await;
    assert_eq!(test.store.answer(None, Report).await.unwrap(), ["block"]);
    behind(&test, "UPDATE gate_overlap SET gone_us = found_us;").await;
    assert!(test.store.answer(None, Report).await.unwrap().is_empty(), "and is gone at once");
    // The next write to the report of the villages gives each version its position.
    mended(&test, None, &swept(&test).await.differences).await;
    let without = "SELECT COUNT(*) FROM gate_overlap
                    WHERE found_seq IS NULL OR (gone_seq IS NULL AND gone_us IS NOT NULL)";
    assert_eq!(count(&test, without).await, 0);
}

/// How migration 0032 fills versions that an older server wrote.
fn filling(engine: Engine) -> &'static str {
    let migration = match engine {
        Engine::Sqlite => include_str!("../../../../migrations/sqlite/0032_carried.sql"),
        Engine::Postgres => include_str!("../../../../migrations/postgres/0032_carried.sql"),
    };
    let at = migration.find("UPDATE gate_overlap").unwrap();
    migration[at..].split_inclusive(';').next().unwrap()
}

async fn an_override_that_an_older_server_told_gets_its_last_day(engine: Engine) {
    let test = opened_at(engine, Clock::fixed(NOON_US)).await;
    let (first, twin) = twins();
    registered(&test.store, &first).await;
    let flag = registered(&test.store, &twin).await.blocks[0].flag.unwrap();
    let today = Day::of_us(NOON_US);
    act(&test.store, Act::Decide(flag, Outcome::Stands(twin.project), (1, 1))).await.unwrap();
    act(&test.store, Act::Override(flag, today.plus(4), today.plus(30))).await.unwrap();
    let told = "SELECT COUNT(*) FROM gate_overlap
                 WHERE found_seq IS NOT NULL AND state = 'overridden' AND valid_until IS NOT NULL
                   AND gone_us IS NULL";
    assert_eq!(count(&test, told).await, 2);
    behind(&test, "UPDATE gate_overlap SET found_seq = NULL, valid_until = NULL;").await;
    assert_eq!(count(&test, told).await, 0);
    behind(&test, filling(engine)).await;
    assert_eq!(count(&test, told).await, 2, "at the migration");
    let others = "SELECT COUNT(*) FROM gate_overlap
                   WHERE state <> 'overridden' AND valid_until IS NOT NULL";
    assert_eq!(count(&test, others).await, 0);
    // One that took its position before the migration is told anew when it is judged next.
    behind(&test, "UPDATE gate_overlap SET valid_until = NULL;").await;
    act(&test.store, Act::Rescreen(twin.desa.clone(), twin.project)).await.unwrap();
    assert_eq!(count(&test, told).await, 2, "at the next judgement");
}

async fn a_flag_that_newer_rules_do_not_ground_falls_by_the_ordinary_screening(engine: Engine) {
    let test = opened(engine).await;
    let (first, near) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 40.0));
    act(&test.store, Act::WiderRules).await.unwrap();
    registered(&test.store, &first).await;
    assert_eq!(registered(&test.store, &near).await.blocks.len(), 1);
    act(&test.store, Act::NewRules).await.unwrap();
    assert_eq!(agreements(&test).await, [Agreement::Differs], "they only warn of it");
    let found = swept(&test).await;
    assert_eq!(kinds(&found), [(Kind::Report, false)], "it waits to be screened");
    assert_eq!(mended(&test, None, &found.differences).await, 0);
    assert_eq!(swept(&test).await.differences, []);
    assert_eq!(count(&test, OPEN).await, 0);
    assert_eq!(pay(&test.store, &first).await, Ok(()));
}

async fn a_night_is_swept_once(engine: Engine) {
    let (test, first, _) = flagged(engine).await;
    let night = Day::of_us(domain::clock::machine_us());
    assert_eq!(begin(&test.store, night).await.unwrap(), Turn::Ours);
    let another = begin(&test.store, night.plus(-1)).await.unwrap();
    assert_eq!(another, Turn::Ours, "another night is another sweep");
    behind(&test, "DELETE FROM gate_flag; UPDATE gate_project SET open_flags = 0;").await;
    let found = swept(&test).await;
    for _ in 0..2 {
        assert_eq!(mended(&test, Some(night), &found.differences).await, 0);
    }
    assert_eq!(count(&test, TOLD).await, 1);
    assert_eq!(count(&test, OPEN).await, 2, "one flag, seen from two sides");
    assert_eq!(reasons(&test.store, &first).await, ["FLAG_OPEN"]);
    end(&test.store, &Place::platform(), None, &found).await.unwrap();
    assert_ne!(begin(&test.store, night).await.unwrap(), Turn::Ended, "that was no night");
    for swept in [&found, &Swept::default()] {
        end(&test.store, &Place::platform(), Some(night), swept).await.unwrap();
        assert_eq!(begin(&test.store, night).await.unwrap(), Turn::Ended);
    }
    let nights = "SELECT COUNT(*) FROM store_audit_entry WHERE kind = 'gate.swept'";
    assert_eq!(count(&test, nights).await, 2, "by hand, and of the night");
}

async fn a_night_that_did_not_end_is_taken_again(engine: Engine) {
    let clock = Clock::fixed(NOON_US);
    let test = opened_at(engine, clock.clone()).await;
    let night = Day::of_us(domain::clock::machine_us());
    // The embedded store has one server: whoever began there is gone.
    let at_once = if engine == Engine::Sqlite { Turn::Ours } else { Turn::Elsewhere };
    let minutes = |minutes: i64| NOON_US + minutes * 60_000_000;
    for (at_us, turn) in [
        (minutes(0), Turn::Ours),
        (minutes(0), at_once),
        (minutes(179), at_once),
        (minutes(360), Turn::Ours),
        (minutes(361), at_once),
    ] {
        clock.set(at_us);
        assert_eq!(begin(&test.store, night).await.unwrap(), turn, "{at_us}");
    }
    end(&test.store, &Place::platform(), Some(night), &Swept::default()).await.unwrap();
    clock.set(minutes(999));
    assert_eq!(begin(&test.store, night).await.unwrap(), Turn::Ended);
}

async fn an_area_is_compared_with_what_lies_around_it(engine: Engine) {
    let (test, ..) = flagged(engine).await;
    behind(&test, "DELETE FROM gate_flag; UPDATE gate_project SET open_flags = 0;").await;
    let mut found = BTreeMap::new();
    for area in [DESA_A, DESA_B, "35.10", "35.11"] {
        let swept = read(&test.store, &Place::parse(area).unwrap()).await.unwrap().compare();
        found.insert(area, (swept.works, swept.differences.len()));
    }
    let expected = [(DESA_A, (1, 1)), (DESA_B, (1, 1)), ("35.10", (2, 1)), ("35.11", (0, 0))];
    assert_eq!(found, expected.into());
}

engine_test!(
    a_clean_register_has_no_difference,
    a_flag_deleted_behind_the_gates_back_is_raised_again,
    a_flag_that_lost_one_side_cannot_be_mended_and_holds_both,
    a_lost_cell_is_found_and_what_it_hid_is_flagged,
    a_claim_in_a_wrong_place_is_laid_where_it_is,
    a_work_without_its_claim_is_held,
    a_wrong_count_and_a_wrong_report_are_healed,
    what_newer_rules_or_the_day_call_for_is_no_slip,
    a_forged_clearance_is_voided_and_given_anew,
    a_clearance_of_what_a_decision_stopped_is_voided,
    who_is_said_to_be_cleared_by_newer_rules_waits_for_no_screening,
    an_open_flag_without_a_ground_is_told_and_stays_open,
    a_pair_that_only_the_report_holds_is_taken_out,
    a_pair_with_another_verdict_in_the_report_is_put_right,
    a_pair_of_which_one_half_is_lost_in_the_report_is_named_and_healed,
    a_version_that_an_older_server_left_without_a_position_is_told,
    an_override_that_an_older_server_told_gets_its_last_day,
    a_flag_that_newer_rules_do_not_ground_falls_by_the_ordinary_screening,
    a_night_is_swept_once,
    a_night_that_did_not_end_is_taken_again,
    an_area_is_compared_with_what_lies_around_it,
);
