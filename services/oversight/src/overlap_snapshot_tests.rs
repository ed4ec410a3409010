//! A report is on every page what it was on the first, whatever is written meanwhile.

use std::sync::Arc;

use domain::{Error, Place, Rupiah};
use gate::Work;
use serde::Serialize;
use store::{Command, Engine, Tx, engine_test};
use tokio::sync::Notify;
use wire::oversight::v1::{
    self as pb, overlap_service_server::OverlapService as _,
    review_service_server::ReviewService as _,
};

use crate::{
    overlap_tests::{listed, of, service, three_culverts},
    review_tests::{given, standing},
    story_tests::{KABUPATEN, KECAMATAN, confirmed, name, proposed},
    world::{Act, BLIMBINGSARI, Flags, ROGOJAMPI, SUKOJATI, World, culvert, from, told},
};

const ORDERS: [pb::OverlapOrder; 3] =
    [pb::OverlapOrder::Stake, pb::OverlapOrder::Newest, pb::OverlapOrder::Nearest];

fn ordered(order: pb::OverlapOrder) -> pb::OverlapFilter {
    pb::OverlapFilter { order: order.into(), ..of(KABUPATEN) }
}

/// The whole report, as it stands now.
async fn whole(world: &World, order: pb::OverlapOrder) -> Vec<pb::Overlap> {
    listed(world, "pmd", ordered(order)).await.unwrap()
}

/// A report that is read a pair at a time.
struct Reading {
    order: pb::OverlapOrder,
    token: String,
    as_of_us: Option<i64>,
    seen: Vec<pb::Overlap>,
    over: bool,
}

impl Reading {
    /// Its first page.
    async fn begin(world: &World, order: pb::OverlapOrder) -> Self {
        let (token, as_of_us, seen) = (String::new(), None, Vec::new());
        let mut reading = Self { order, token, as_of_us, seen, over: false };
        reading.page(world).await;
        reading
    }

    async fn page(&mut self, world: &World) {
        let request = pb::ListOverlapsRequest {
            filter: Some(ordered(self.order)),
            page_size: 1,
            page_token: self.token.clone(),
        };
        let page = told(service(world).list_overlaps(from("pmd", request)).await).unwrap();
        let as_of_us = *self.as_of_us.get_or_insert(page.as_of_us);
        assert_eq!(page.as_of_us, as_of_us);
        self.seen.extend(page.overlaps);
        self.token = page.next_page_token;
        self.over = self.token.is_empty();
    }

    /// The pages that are left.
    async fn end(mut self, world: &World) -> Vec<pb::Overlap> {
        while !self.over {
            self.page(world).await;
        }
        self.seen
    }
}

/// A work with another amount.
fn worth(mut work: Work, sen: i64) -> Work {
    work.amount = Rupiah::from_sen(sen);
    work.sites[0].amount = work.amount;
    work
}

/// The `n`th of the twins: a culvert of Sukojati and one of Blimbingsari, 400 m from the next ones.
fn twin(n: u32) -> [Work; 2] {
    let (number, east_m) = (u128::from(n) * 10, f64::from(n) * 400.0);
    let sen = i64::from(n) * 1_000;
    let other = culvert(BLIMBINGSARI, number + 1, east_m + 3.0 + f64::from(n));
    [worth(culvert(SUKOJATI, number, east_m), sen), worth(other, sen)]
}

fn at_stake_sen(report: &[pb::Overlap]) -> i64 {
    report.iter().map(|one| one.at_stake.unwrap().sen).sum()
}

/// Decides the pair of a flag: `stopped` names who must stop, empty dismisses.
async fn decided(world: &World, flag: &str, stopped: &str) {
    let decision = proposed(world, "camat", flag, KECAMATAN, stopped, (1, 1)).await.unwrap();
    confirmed(world, "pmd", &decision, KECAMATAN).await.unwrap();
}

/// What is written after page `n`.
async fn written(world: &World, n: usize, works: &[Work], flags: &[String]) {
    let newcomer = culvert(ROGOJAMPI, 90, 401.0);
    match n {
        1 => drop(world.act(Act::Register(newcomer)).await.unwrap()),
        2 => decided(world, &flags[1], "").await,
        3 => {
            let [_, gone] = twin(3);
            world.act(Act::Withdraw(gone.desa, gone.project)).await.unwrap();
        }
        4 => {
            let mut moved = works[1].clone();
            moved.sites[0].shape = culvert(BLIMBINGSARI, 2, 2_500.0).sites[0].shape.clone();
            world.act(Act::Amend(moved)).await.unwrap();
        }
        5 => decided(world, &flags[0], &name(&twin(1)[1])).await,
        _ => drop(world.act(Act::Withdraw(newcomer.desa, newcomer.project)).await.unwrap()),
    }
}

async fn pages_hold_what_stood_at_the_first_whatever_is_written_between(engine: Engine) {
    let world = World::new(engine).await;
    let works = three_culverts(&world).await;
    let mut flags = Vec::new();
    for n in 1..=3 {
        let [ours, theirs] = twin(n);
        world.act(Act::Register(ours)).await.unwrap();
        flags.extend(world.act(Act::Register(theirs)).await.unwrap());
    }
    let (mut stood, mut readings) = (Vec::new(), Vec::new());
    for order in ORDERS {
        stood.push(whole(&world, order).await);
        readings.push(Reading::begin(&world, order).await);
    }
    assert_eq!((flags.len(), stood[0].len()), (3, 6));
    for n in 1..=6 {
        written(&world, n, &works, &flags).await;
        for reading in &mut readings {
            reading.page(&world).await;
        }
    }
    for (reading, stood) in readings.iter().zip(&stood) {
        assert!(reading.over, "six pairs, then an empty page");
        assert_eq!(reading.seen, *stood, "{:?}", reading.order);
    }
    assert_eq!(at_stake_sen(&readings[0].seen), 1_000 + 2_000 + 3_000 + 3 * 100);
    let now = whole(&world, ORDERS[0]).await;
    let states: Vec<&str> = now.iter().map(|one| one.state.as_str()).collect();
    assert_eq!(states, ["dismissed", "stands", "warned"], "what a fresh report tells");
}

/// Acts that are written in one transaction, which commits only when it is let go.
#[derive(Serialize)]
struct Held {
    acts: Vec<Act>,
    #[serde(skip)]
    written: Arc<Notify>,
    #[serde(skip)]
    go: Arc<Notify>,
}

impl Command for Held {
    const METHOD: &'static str = Act::METHOD;
    type Answer = Flags;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Flags, Error> {
        for act in &self.acts {
            act.run(tx).await?;
        }
        self.written.notify_one();
        self.go.notified().await;
        Ok(Flags::default())
    }
}

async fn what_commits_after_the_first_page_is_on_none_though_it_began_before(engine: Engine) {
    let world = World::new(engine).await;
    let works = three_culverts(&world).await;
    let stood = whole(&world, ORDERS[0]).await;
    let (written, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let gone = works[2].clone();
    let acts =
        vec![Act::Withdraw(gone.desa, gone.project), Act::Register(culvert(ROGOJAMPI, 9, 4.0))];
    let held = Held { acts, written: written.clone(), go: go.clone() };
    let store = world.test.store.clone();
    let writing = tokio::spawn(async move { store.execute_once(None, held).await });
    written.notified().await;
    // The writer's own instant is a day before that of the first page.
    world.day(1);
    let reading = Reading::begin(&world, ORDERS[0]).await;
    go.notify_one();
    writing.await.unwrap().unwrap();
    assert_eq!(reading.end(&world).await, stood);
    let now = whole(&world, ORDERS[0]).await;
    assert_eq!(now.len(), 3, "the pair of before, and the newcomer with both its works");
    assert_ne!(now, stood);
}

async fn an_override_that_was_over_on_the_first_page_is_over_on_all(engine: Engine) {
    let world = World::new(engine).await;
    let (_, _, flag) = standing(&world).await;
    given(&world, &flag).await;
    for work in [culvert(SUKOJATI, 30, 900.0), culvert(ROGOJAMPI, 31, 904.0)] {
        world.act(Act::Register(work)).await.unwrap();
    }
    world.day(60);
    let nearest = pb::OverlapOrder::Nearest;
    let stood = whole(&world, nearest).await;
    let states: Vec<&str> = stood.iter().map(|one| one.state.as_str()).collect();
    assert_eq!(states, ["open", "stands"]);
    let reading = Reading::begin(&world, nearest).await;
    let reopen = pb::ReopenFlagRequest {
        request_id: world.id(),
        name: flag,
        place: KECAMATAN.into(),
        note: "Ternyata dua gorong-gorong".into(),
        evidence: "Foto 1 Mei 2026".into(),
    };
    told(world.more.reopen_flag(from("ins", reopen)).await).unwrap();
    assert_eq!(reading.end(&world).await, stood);
    assert!(whole(&world, nearest).await.iter().all(|one| one.state == "open"));
}

engine_test!(
    pages_hold_what_stood_at_the_first_whatever_is_written_between,
    what_commits_after_the_first_page_is_on_none_though_it_began_before,
    an_override_that_was_over_on_the_first_page_is_over_on_all,
);
