//! Twins: two villages register one culvert in the same moment, then both try to be paid.
//!
//! Two client processes play the two villages; on PostgreSQL each talks to a
//! server of its own. Never may both be cleared, never may money move on an
//! open flag, and each call gets a definite answer.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use domain::clock::machine_us;
use ring::digest::{SHA256, digest};
use sqlx::{Connection as _, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions};
use tests::{
    engine::{Engine, Prepared},
    people::{Person, channel},
    server::{Options, Running, log_tail},
};
use tonic::{Code, Status};
use wire::{
    common::v1::{LonLat, Rupiah, Shape, shape::Kind},
    monitoring::v1::{
        AppendPhotoChunkRequest, Capture, CreateProjectRequest, FinishPhotoRequest, Intervention,
        PhotoFacts, ProjectContent, RegisterProjectRequest, Site, StartPhotoRequest,
        SubmitProjectRequest, photo_service_client::PhotoServiceClient,
        project_service_client::ProjectServiceClient,
    },
    planning::v1::{
        ListApbdesLinesRequest, ListApbdesRequest, apbdes_service_client::ApbdesServiceClient,
    },
    realisation::v1::{
        ApproveSppRequest, CreateSppRequest, DisburseSppRequest, MoneyStore, Payee, SppInput,
        SppKind, SppLineInput, SubmitSppRequest, VerifySppRequest,
        spp_service_client::SppServiceClient,
    },
};

use crate::{checker::check, verdict::Verdict};

/// Rounds of twins on each engine.
const ROUNDS: u32 = 1_000;
/// Rounds within which a planted fault must show.
const ROUNDS_PLANTED: u32 = 300;
/// Workers of each client process; with two processes, 64 clients.
const WORKERS: u32 = 32;
/// Rounds start this far apart on the shared clock, so that twins meet.
const BEAT_US: i64 = 40_000;
/// The day of the demo district.
const TODAY: &str = "2026-11-24";
/// Culverts of the two villages.
const KEGIATAN: &str = "02.03.14";
const VILLAGES: [(&str, &str); 2] =
    [("desa/35.10.25.2009", "badean"), ("desa/35.10.14.2009", "pondoknongko")];
/// A picture for the stage photo.
const PHOTO: &[u8] = b"\xff\xd8\xff\xe0 a picture of the place before the work";

/// What the rows say after the race; each must answer 0.
const WRONG: [(&str, &str); 2] = [
    ("payments made while a flag was open",
     "SELECT CAST(COUNT(*) AS BIGINT) FROM realisation_payment p
        JOIN realisation_spp_line l ON l.desa_id = p.desa_id AND l.spp_id = p.spp_id
        JOIN gate_flag f ON f.desa_id = l.desa_id AND f.project_id = l.project_id
       WHERE f.state = 'open' AND f.opened_us < p.at_us"),
    ("projects that are cleared although a flag is open",
     "SELECT CAST(COUNT(*) AS BIGINT) FROM gate_project
       WHERE open_flags > 0 AND clearance_geometry_rev IS NOT NULL"),
];
/// Pairs that were raised: one row on each side.
const RAISED: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM gate_flag f
    JOIN gate_project p ON p.desa_id = f.desa_id AND p.project_id = f.project_id
   WHERE f.state = 'open' AND p.name LIKE 'Kembar %'";

pub async fn drill(verdict: &mut Verdict) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let done = race(engine, Options::default(), ROUNDS).await;
        println!(
            "{}: {} rounds, {} both cleared, {} of {} flags raised, {} paid before a twin came, {} without a definite answer, in {:.0?}",
            engine.name(), ROUNDS, done.both, done.flags, 2 * ROUNDS, done.paid, done.indefinite, done.took
        );
        verdict.that(&format!("{}: never two clear", engine.name()), done.both == 0);
        verdict.that(
            &format!("{}: every pair is flagged on both sides", engine.name()),
            done.flags == i64::from(2 * ROUNDS),
        );
        verdict.that(&format!("{}: every call gets a definite answer", engine.name()), done.indefinite == 0);
        verdict.hold(&format!("{}: no payment on an open flag", engine.name()), &done.wrong);
    }
    let options = Options { sabotage: Some("no-row-locks".to_owned()), ..Options::default() };
    let planted = race(Engine::Postgres, options, ROUNDS_PLANTED).await;
    println!("planted fault: {} both cleared, {} flags of {}", planted.both, planted.flags, 2 * ROUNDS_PLANTED);
    let caught = planted.both > 0 || planted.flags < i64::from(2 * ROUNDS_PLANTED) || !planted.wrong.is_empty();
    verdict.that("registration without row locks is caught", caught);
}

struct Done {
    both: usize,
    paid: usize,
    indefinite: usize,
    flags: i64,
    took: Duration,
    wrong: Vec<String>,
}

async fn race(engine: Engine, options: Options, rounds: u32) -> Done {
    let mut first = Running::start(Prepared::copy(engine).await, options).await;
    let second = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(first.beside().await),
    };
    let begin = Instant::now();
    let start_us = machine_us() + 3_000_000;
    let here = std::env::current_exe().expect("this program has a path");
    let addresses = [first.address(), second.as_ref().map_or(first.address(), Running::address)];
    let children: Vec<_> = addresses
        .iter()
        .enumerate()
        .map(|(side, address)| {
            Command::new(&here)
                .args(["twin-client", &side.to_string(), address])
                .args([start_us.to_string(), rounds.to_string()])
                .stdout(Stdio::piped())
                .spawn()
                .expect("a client starts")
        })
        .collect();
    let told: Vec<String> = children
        .into_iter()
        .map(|child| {
            let out = child.wait_with_output().expect("a client ends");
            assert!(out.status.success(), "a client failed: {}", log_tail(first.prepared().folder()));
            String::from_utf8_lossy(&out.stdout).into_owned()
        })
        .collect();
    let rounds_with = |word: &str, text: &str| -> Vec<String> {
        text.lines().filter_map(|line| line.strip_prefix(word)).map(str::to_owned).collect()
    };
    let cleared: Vec<Vec<String>> = told.iter().map(|text| rounds_with("cleared ", text)).collect();
    let both = cleared[0].iter().filter(|round| cleared[1].contains(round)).count();
    let count = |word: &str| told.iter().map(|text| rounds_with(word, text).len()).sum();
    let (paid, indefinite) = (count("paid "), count("indefinite "));
    let took = begin.elapsed();
    first.kill();
    drop(second);
    let (flags, mut wrong) = read(first.prepared()).await;
    wrong.extend(check(first.prepared(), &[]).await);
    Done { both, paid, indefinite, flags, took, wrong }
}

macro_rules! counts {
    ($conn:expr) => {{
        let mut wrong = Vec::new();
        for (what, sql) in WRONG {
            let count: i64 = sqlx::query_scalar(sql).fetch_one(&mut $conn).await.expect(what);
            if count != 0 {
                wrong.push(format!("{count} {what}"));
            }
        }
        let flags: i64 = sqlx::query_scalar(RAISED).fetch_one(&mut $conn).await.expect("flags");
        (flags, wrong)
    }};
}

async fn read(prepared: &Prepared) -> (i64, Vec<String>) {
    match prepared.url() {
        Some(url) => {
            let mut conn = PgConnection::connect(url).await.expect("the database answers");
            counts!(conn)
        }
        None => {
            let options = SqliteConnectOptions::new().filename(prepared.database_file());
            let mut conn = SqliteConnection::connect_with(&options).await.expect("the file opens");
            counts!(conn)
        }
    }
}

/// One village's side of the race, in a process of its own.
pub async fn client(arguments: &[String]) {
    let [side, address, start_us, rounds] = arguments else { panic!("four arguments") };
    let side: usize = side.parse().expect("a side");
    let start_us: i64 = start_us.parse().expect("an instant");
    let rounds: u32 = rounds.parse().expect("a count");
    let (desa, village) = VILLAGES[side];
    let connection = channel(address);
    let mut people = Vec::new();
    for post in ["kasi_kesra", "sekdes", "kades", "keuangan"] {
        people.push(Person::sign_in(connection.clone(), &format!("{post}.{village}")).await);
    }
    let [pka, sek, kds, keu] = <[Person; 4]>::try_from(people).ok().expect("four people");
    let line_id = line(&pka, desa).await;
    let side = Side { desa, number: side, pka, sek, kds, keu, line_id };
    let mut workers = tokio::task::JoinSet::new();
    for worker in 0..WORKERS {
        let side = side.clone();
        workers.spawn(async move {
            for round in (worker..rounds).step_by(WORKERS as usize) {
                side.round(round, start_us + i64::from(round) * BEAT_US).await;
            }
        });
    }
    let clerk = side.clone();
    let refresh = tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(60)).await;
            for person in [&clerk.pka, &clerk.sek, &clerk.kds, &clerk.keu] {
                person.step_up().await;
            }
        }
    });
    workers.join_all().await;
    refresh.abort();
}

#[derive(Clone)]
struct Side {
    desa: &'static str,
    number: usize,
    pka: Person,
    sek: Person,
    kds: Person,
    keu: Person,
    line_id: String,
}

impl Side {
    /// Drafts a twin, waits for the beat, registers it, and tries to be paid for it.
    async fn round(&self, round: u32, beat_us: i64) {
        let (name, etag) = self.draft(round).await;
        let wait = beat_us - machine_us();
        if let Ok(wait) = u64::try_from(wait) {
            tokio::time::sleep(Duration::from_micros(wait)).await;
        }
        let mut projects = ProjectServiceClient::new(self.sek.channel());
        let message =
            RegisterProjectRequest { request_id: client::request_id(), name: name.clone(), etag };
        match projects.register_project(self.sek.ask(message)).await {
            Ok(answer) if answer.get_ref().screening.as_ref().is_some_and(|s| s.cleared) => {
                println!("cleared {round}");
            }
            Ok(_) => {}
            Err(status) => return tell(round, &status),
        }
        match self.pay(&name).await {
            Ok(()) => println!("paid {round}"),
            Err(status) => tell(round, &status),
        }
    }

    async fn draft(&self, round: u32) -> (String, String) {
        let mut projects = ProjectServiceClient::new(self.pka.channel());
        let message = CreateProjectRequest {
            request_id: client::request_id(),
            parent: format!("{}/tahun/2026", self.desa),
            content: Some(content(round, self.number)),
        };
        let draft = projects.create_project(self.pka.ask(message)).await.expect("a draft");
        let draft = draft.into_inner().project.expect("a draft is answered");
        self.photo(&draft.name).await;
        let message = SubmitProjectRequest {
            request_id: client::request_id(),
            name: draft.name,
            etag: draft.etag,
        };
        let done = projects.submit_project(self.pka.ask(message)).await.expect("submitted");
        let done = done.into_inner().project.expect("a project is answered");
        (done.name, done.etag)
    }

    async fn photo(&self, project: &str) {
        let mut photos = PhotoServiceClient::new(self.pka.channel());
        let facts = PhotoFacts {
            stage: 0,
            size_bytes: PHOTO.len() as i64,
            sha256: digest(&SHA256, PHOTO).as_ref().to_vec(),
            taken_us: 1_790_000_000_000_000,
            ..PhotoFacts::default()
        };
        let message = StartPhotoRequest {
            request_id: client::request_id(),
            parent: project.to_owned(),
            facts: Some(facts),
        };
        let started = photos.start_photo(self.pka.ask(message)).await.expect("a photo starts");
        let name = started.into_inner().photo.expect("a photo is answered").name;
        let message = AppendPhotoChunkRequest {
            request_id: client::request_id(),
            name: name.clone(),
            offset_bytes: 0,
            data: PHOTO.to_vec(),
        };
        photos.append_photo_chunk(self.pka.ask(message)).await.expect("a piece is kept");
        let message = FinishPhotoRequest { request_id: client::request_id(), name };
        photos.finish_photo(self.pka.ask(message)).await.expect("a photo is kept");
    }

    /// From draft to payment; the first refusal ends it.
    async fn pay(&self, project: &str) -> Result<(), Status> {
        let mut spp = SppServiceClient::new(self.pka.channel());
        let input = SppInput {
            day: TODAY.to_owned(),
            description: "Gorong-gorong kembar".to_owned(),
            lines: vec![SppLineInput {
                line_id: self.line_id.clone(),
                amount: Some(Rupiah { sen: 100 }),
                project: project.to_owned(),
            }],
            payee: Some(Payee { display_name: "Toko Barokah".to_owned(), ..Payee::default() }),
            invoice_number: "K-1".to_owned(),
            received_day: TODAY.to_owned(),
            progress_note: "Sudah diterima.".to_owned(),
            responsibility_stated: true,
            legal_basis: String::new(),
        };
        let message = CreateSppRequest {
            request_id: client::request_id(),
            parent: format!("{}/tahun/2026", self.desa),
            kind: SppKind::Definitif.into(),
            spp: Some(input),
        };
        let draft = spp.create_spp(self.pka.ask(message)).await?.into_inner();
        let name = draft.name;
        let request_id = client::request_id;
        let message = SubmitSppRequest { request_id: request_id(), name: name.clone(), etag: draft.etag };
        let etag = spp.submit_spp(self.pka.ask(message)).await?.into_inner().etag;
        let message = VerifySppRequest { request_id: request_id(), name: name.clone(), etag };
        let etag = spp.verify_spp(self.sek.ask(message)).await?.into_inner().etag;
        let message = ApproveSppRequest { request_id: request_id(), name: name.clone(), etag };
        let etag = spp.approve_spp(self.kds.ask(message)).await?.into_inner().etag;
        let message = DisburseSppRequest {
            request_id: request_id(),
            name,
            etag,
            day: TODAY.to_owned(),
            store: MoneyStore::Bank.into(),
            taxes: Vec::new(),
        };
        spp.disburse_spp(self.keu.ask(message)).await.map(|_| ())
    }
}

/// A culvert of the round, the other village's a few metres away.
fn content(round: u32, side: usize) -> ProjectContent {
    let (column, row) = (f64::from(round % 100), f64::from(round / 100));
    let at = LonLat {
        longitude_deg: 114.0 + column * 0.004 + (side as f64) * 0.000_05,
        latitude_deg: -8.5 + row * 0.004,
    };
    let amount = Some(Rupiah { sen: 100 });
    ProjectContent {
        display_name: format!("Kembar {round} sisi {side}"),
        kegiatan: KEGIATAN.to_owned(),
        work_class: "culvert".to_owned(),
        intervention: Intervention::New.into(),
        amount,
        volume_e4: 10_000,
        unit: "unit".to_owned(),
        sites: vec![Site {
            shape: Some(Shape { kind: Some(Kind::Point(at)) }),
            accuracy_m: Some(3.0),
            capture: Capture::PhonePoint.into(),
            amount,
        }],
        ..ProjectContent::default()
    }
}

fn tell(round: u32, status: &Status) {
    if status.code() != Code::FailedPrecondition {
        println!("indefinite {round} {}: {}", status.code(), status.message());
        eprintln!("round {round}: {}: {}", status.code(), status.message());
    }
}

async fn line(person: &Person, desa: &str) -> String {
    let mut client = ApbdesServiceClient::new(person.channel());
    let parent = format!("{desa}/tahun/2026");
    let versions = client
        .list_apbdes(person.ask(ListApbdesRequest { parent, ..ListApbdesRequest::default() }))
        .await
        .expect("the budget can be listed")
        .into_inner();
    let message = ListApbdesLinesRequest {
        name: versions.apbdes.first().expect("the village has a budget").name.clone(),
        kegiatan: KEGIATAN.to_owned(),
        ..ListApbdesLinesRequest::default()
    };
    let lines = client.list_apbdes_lines(person.ask(message)).await.expect("lines can be listed");
    lines.into_inner().lines.first().expect("the activity has a line").line_id.clone()
}
