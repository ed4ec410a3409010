//! The demo district: the story that fills it when `lumbung demo` serves for the first time.
//!
//! The story is told through the front door: people sign in and call the same
//! services as everybody else, on a clock that follows the year 2026, so
//! nothing in the district could not have come about in earnest.

mod claims;
mod district;
mod money;
mod planning;
mod stage;
mod works;
mod year;

use std::net::Ipv4Addr;

use domain::{Day, Error, Place, Role};
use store::Store;
use tokio::net::TcpListener;
use tonic::transport::{Endpoint, Server, server::TcpIncoming};

use crate::{config::Limits, wiring};
use district::District;
use stage::Stage;

/// The morning on which the story ends and the demo begins.
pub const TODAY: &str = "2026-11-24";
/// Nine in the morning.
const MORNING_US: i64 = 9 * 3_600_000_000;
/// Mandates of the story begin here.
const MANDATES_FROM: &str = "2025-01-01";

/// An account of the demo, as printed at the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Name to sign in with.
    pub login: String,
    /// Its password, which everybody knows.
    pub password: String,
    /// Whose it is.
    pub who: String,
}

/// Posts of a village with the role each carries.
const POSTS: [(&str, Role); 8] = [
    ("kades", Role::Kds),
    ("sekdes", Role::Sek),
    ("keuangan", Role::Keu),
    ("bpd", Role::Bpd),
    ("kasi_kesra", Role::Pka),
    ("kasi_pelayanan", Role::Pka),
    ("kaur_perencanaan", Role::Pka),
    ("operator", Role::Op),
];

/// The accounts worth printing: those above the villages and those of the first village.
pub fn accounts() -> Vec<Account> {
    let Ok(district) = District::load() else { return Vec::new() };
    let password = district.password.clone();
    let account = |login: String, who: String| Account { login, password: password.clone(), who };
    let mut accounts = Vec::new();
    if let Some(village) = district.desa.first() {
        for (post, role) in POSTS.iter().filter(|(post, _)| village.people.contains_key(*post)) {
            let who = format!("{}, Desa {}", role.title(), village.name);
            accounts.push(account(village.account(post), who));
        }
    }
    for official in &district.district {
        let title = Role::from_code(&official.role).map_or("", Role::title);
        accounts.push(account(official.account.clone(), title.to_owned()));
    }
    accounts
}

/// The accounts of the other villages in one line, as a shell would write them; they have the same
/// password.
pub fn neighbours() -> String {
    let Ok(district) = District::load() else { return String::new() };
    let others = district.desa.get(1..).unwrap_or_default();
    let held = |post: &&str| others.iter().any(|village| village.people.contains_key(*post));
    let posts: Vec<&str> = POSTS.iter().map(|(post, _)| *post).filter(held).collect();
    let names: Vec<String> = others.iter().map(|village| village.name.to_lowercase()).collect();
    format!("{{{}}}.{{{}}}", posts.join(","), names.join(","))
}

/// Sets a demo's clock to its own present; `shift_us` is what was kept of an earlier start.
pub fn set_clock(store: &Store, shift_us: Option<i64>) {
    let now_us = match shift_us {
        Some(shift_us) => domain::clock::machine_us().saturating_add(shift_us),
        None => Day::parse(TODAY).map_or(0, |day| day.start_us().saturating_add(MORNING_US)),
    };
    store.clock().set(now_us);
}

/// How far the demo's clock is from the machine's, to be kept for the next start.
pub fn clock_shift_us(store: &Store) -> i64 {
    store.clock().now_us().saturating_sub(domain::clock::machine_us())
}

/// Fills a store that has the reference data with the district.
///
/// # Errors
/// A fault that names the step that was refused; the frame then begins anew.
pub async fn seed(store: &Store) -> Result<(), Error> {
    let district = District::load()?;
    let failed = |error: std::io::Error| Error::fault(format!("demo: {error}"));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    // Without it each call of the story waits 40 ms for an acknowledgement.
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(
        Server::builder()
            .add_routes(wiring::routes(store, Limits::START.services()))
            .serve_with_incoming_shutdown(incoming, async {
                let _ = stopped.await;
            }),
    );
    let channel = Endpoint::from_shared(format!("http://{address}"))
        .map_err(|error| Error::fault(format!("demo: {error}")))?
        .connect_lazy();
    let told = tell(store, &district, channel).await;
    let _ = stop.send(());
    let _ = serving.await;
    told?;
    set_clock(store, None);
    Ok(())
}

async fn tell(
    store: &Store,
    district: &District,
    channel: tonic::transport::Channel,
) -> Result<(), Error> {
    let mut stage = Stage::new(store.clone(), channel, &district.password);
    stage.day(MANDATES_FROM)?;
    people(store, district).await?;
    let mut budgets = Vec::new();
    for village in &district.desa {
        budgets.push(planning::enact(&mut stage, village, district.tahun).await?);
    }
    year::tell(&mut stage, district, &budgets).await
}

/// Everybody of the story with account and mandate.
async fn people(store: &Store, district: &District) -> Result<(), Error> {
    let from = Day::parse(MANDATES_FROM)?;
    let unknown = |role: &str| Error::fault(format!("demo: no role {role}"));
    for official in &district.district {
        let role = Role::from_code(&official.role).ok_or_else(|| unknown(&official.role))?;
        let area = Place::parse(&official.area)?;
        let (login, name) = (&official.account, &official.name);
        let mandates = [(role, area, from)];
        identity::seed_person(store, login, name, &district.password, &mandates).await?;
    }
    for village in &district.desa {
        for (post, name) in &village.people {
            let role = POSTS.iter().find(|(known, _)| known == post).map(|(_, role)| *role);
            let role = role.ok_or_else(|| unknown(post))?;
            let mandates = [(role, Place::parse(&village.code)?, from)];
            let login = village.account(post);
            identity::seed_person(store, &login, name, &district.password, &mandates).await?;
        }
    }
    Ok(())
}
