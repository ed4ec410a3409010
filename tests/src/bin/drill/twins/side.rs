//! One side of the race, a process of its own: 32 people who each meet their twin's
//! people from the other process at a rendezvous before every step.

use std::time::Duration;

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use serde::{Deserialize, Serialize};
use tests::{
    desk::TODAY,
    people::{Person, channel},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};
use tonic::transport::Channel;
use wire::{
    common::v1::{Rupiah, Shape},
    monitoring::v1::Project,
    planning::v1::{
        ListApbdesLinesRequest, ListApbdesRequest, apbdes_service_client::ApbdesServiceClient,
    },
    realisation::v1::{MoneyStore, RecordReceiptRequest, book_service_client::BookServiceClient},
};

use super::{
    act::{People, Told},
    claim::Claimed,
    place::{SLOTS, Slot, Twins, VILLAGES},
};

/// A password counts for five minutes.
const STEP_UP_EVERY: Duration = Duration::from_secs(100);

/// What one side does while the other registers its twin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verb {
    Register,
    Pay,
    Amend,
    Cancel,
}

/// What a side tells the other, and the judge who listens, before each step.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Said {
    /// Everything is prepared; the race may begin.
    Ready,
    /// What became of the race.
    Raced { verb: Verb, project: String, told: Told },
    /// What became of the attempt to pay afterwards.
    Tried(Option<Told>),
    /// The place is free again.
    Left,
}

/// The settings of a side, from its command line.
pub struct Side {
    pub side: usize,
    pub server: String,
    pub rendezvous: String,
    pub seed: u64,
    pub rounds: usize,
}

impl Side {
    /// Reads `SIDE SERVER RENDEZVOUS SEED ROUNDS`.
    pub fn parse(arguments: &[String]) -> Option<Self> {
        let [side, server, rendezvous, seed, rounds] = arguments else { return None };
        Some(Self {
            side: side.parse().ok()?,
            server: server.clone(),
            rendezvous: rendezvous.clone(),
            seed: seed.parse().ok()?,
            rounds: rounds.parse().ok()?,
        })
    }

    /// Runs every slot of this side.
    pub async fn run(self) {
        let people = self.people().await;
        let everybody: Vec<Person> =
            people.iter().flat_map(|people| people.all().map(Clone::clone)).collect();
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(STEP_UP_EVERY).await;
                for person in &everybody {
                    person.step_up().await;
                }
            }
        });
        let connections: Vec<Channel> = (0..4).map(|_| channel(&self.server)).collect();
        let mut slots = tokio::task::JoinSet::new();
        for slot in (0..SLOTS).map(Slot) {
            let people =
                people[slot.village(self.side)].through(&connections[slot.0 % connections.len()]);
            let meeting = Meeting::open(&self.rendezvous, slot, self.side).await;
            let (side, seed, rounds) = (self.side, self.seed, self.rounds);
            slots.spawn(async move {
                let mut runner = Runner { side, slot, people, meeting };
                for round in 0..rounds {
                    let seed = seed ^ ((slot.0 as u64) << 40) ^ ((round as u64) << 8);
                    runner.round(StdRng::seed_from_u64(seed), round).await;
                }
            });
        }
        slots.join_all().await;
    }

    async fn people(&self) -> Vec<People> {
        let connection = channel(&self.server);
        let mut all = Vec::new();
        for village in &VILLAGES {
            let sign_in = |post: &str| {
                let account = format!("{post}.{}", village.name);
                let connection = connection.clone();
                async move { Person::sign_in(connection, &account).await }
            };
            let pka = sign_in("kasi_kesra").await;
            let line_id = material(&pka, village.desa, village.kegiatan).await;
            let (sek, kds) = (sign_in("sekdes").await, sign_in("kades").await);
            let keu = sign_in("keuangan").await;
            fund(&keu, village.desa).await;
            all.push(People { village, pka, sek, kds, keu, line_id });
        }
        all
    }
}

/// Money that every payment of the drill can come out of.
async fn fund(keu: &Person, desa: &str) {
    let receipt = RecordReceiptRequest {
        request_id: client::request_id(),
        parent: format!("{desa}/tahun/2026"),
        day: TODAY.to_owned(),
        rekening: "4.2.3.01".to_owned(),
        sumber_dana: "ADD".to_owned(),
        amount: Some(Rupiah { sen: 1_000_000 }),
        store: MoneyStore::Bank.into(),
        payer: "RKUD".to_owned(),
        description: "Uji".to_owned(),
    };
    let booked = BookServiceClient::new(keu.channel()).record_receipt(keu.ask(receipt)).await;
    booked.expect("a receipt can be booked");
}

/// The budget line for the material of a village's activity.
async fn material(pka: &Person, desa: &str, kegiatan: &str) -> String {
    let mut client = ApbdesServiceClient::new(pka.channel());
    let parent = format!("{desa}/tahun/2026");
    let asked = pka.ask(ListApbdesRequest { parent, ..ListApbdesRequest::default() });
    let versions = client.list_apbdes(asked).await.expect("the budget can be listed").into_inner();
    let name = versions.apbdes.first().expect("the demo villages have budgets").name.clone();
    let kegiatan = kegiatan.to_owned();
    let asked =
        pka.ask(ListApbdesLinesRequest { name, kegiatan, ..ListApbdesLinesRequest::default() });
    let lines = client.list_apbdes_lines(asked).await.expect("lines can be listed").into_inner();
    let material = lines.lines.iter().find(|line| line.rekening == "5.3.7.03");
    material.expect("the activity has a line for material").line_id.clone()
}

/// The place where both sides of a slot wait for each other.
struct Meeting(BufReader<TcpStream>);

impl Meeting {
    async fn open(rendezvous: &str, slot: Slot, side: usize) -> Self {
        let mut stream = TcpStream::connect(rendezvous).await.expect("the rendezvous listens");
        stream.set_nodelay(true).expect("a socket can be set");
        let hello = format!("{} {side}\n", slot.0);
        stream.write_all(hello.as_bytes()).await.expect("the rendezvous listens");
        Self(BufReader::new(stream))
    }

    /// Says something and hears what the other side says at the same moment.
    async fn meet(&mut self, said: &Said) -> Said {
        let mut line = serde_json::to_string(said).expect("what is said can be written");
        line.push('\n');
        self.0.get_mut().write_all(line.as_bytes()).await.expect("the other side is there");
        line.clear();
        self.0.read_line(&mut line).await.expect("the other side is there");
        if line.is_empty() {
            // The judge has heard enough.
            std::process::exit(0);
        }
        serde_json::from_str(&line).expect("what is said can be read")
    }
}

struct Runner {
    side: usize,
    slot: Slot,
    people: People,
    meeting: Meeting,
}

/// A side before the race.
struct Prepared {
    verb: Verb,
    project: Project,
    claimed: Option<Claimed>,
}

impl Runner {
    async fn round(&mut self, mut random: StdRng, round: usize) {
        let twins = self.slot.twins(&mut random);
        let leads = usize::from(random.random_bool(0.5)) == self.side;
        let verb = match random.random_range(0..10) {
            0..=3 => Verb::Register,
            4..=6 => Verb::Pay,
            7 | 8 => Verb::Amend,
            _ => Verb::Cancel,
        };
        let verb = if leads { verb } else { Verb::Register };
        let title = format!("Kembar {}-{round} {}", self.slot.0, self.people.village.name);
        let prepared = self.prepare(verb, &twins, &title, &mut random).await;
        self.meeting.meet(&Said::Ready).await;
        let (told, project) = self.race(&prepared).await;
        let name = project.name.clone();
        let raced = Said::Raced { verb: prepared.verb, project: name.clone(), told: told.clone() };
        self.meeting.meet(&raced).await;
        let mut claimed = prepared.claimed;
        let tried = match prepared.verb {
            Verb::Pay | Verb::Cancel => None,
            Verb::Register | Verb::Amend => {
                let shape = &twins.shapes[self.side];
                self.people.photograph(&project, shape, &mut random).await;
                let (told, own) = self.try_to_pay(&project).await;
                claimed = Some(own);
                Some(told)
            }
        };
        self.meeting.meet(&Said::Tried(tried)).await;
        if let Some(claimed) = &claimed {
            if prepared.verb == Verb::Pay && told.done {
                self.people.reverse(claimed).await;
            } else {
                self.people.take_back(claimed).await;
            }
        }
        if prepared.verb != Verb::Cancel {
            let project = self.people.read(&name).await;
            let waiting = self.people.give_up(&project).await;
            let told = self.people.given_up(&waiting).await;
            assert!(told.done, "{title}: a work is given up: {told:?}");
        }
        self.meeting.meet(&Said::Left).await;
    }

    async fn prepare(
        &self,
        verb: Verb,
        twins: &Twins,
        title: &str,
        random: &mut StdRng,
    ) -> Prepared {
        let (people, shape) = (&self.people, &twins.shapes[self.side]);
        match verb {
            Verb::Register => {
                let project = people.submitted(twins.class, shape, title).await;
                Prepared { verb, project, claimed: None }
            }
            Verb::Pay => {
                let project = self.alone(twins.class, shape, title).await;
                people.photograph(&project, shape, random).await;
                let mut claimed = people.claim(&project).await;
                for told in [
                    people.hand_in(&mut claimed).await,
                    people.verify(&mut claimed).await,
                    people.approve(&mut claimed).await,
                ] {
                    assert!(told.done, "{title}: on its own it goes to payment: {:?}", told.codes);
                }
                Prepared { verb, project, claimed: Some(claimed) }
            }
            Verb::Amend => {
                let far = self.slot.elsewhere(twins.class, 0.0);
                let project = self.alone(twins.class, &far, title).await;
                let project = people.move_to(&project, shape).await;
                Prepared { verb, project, claimed: None }
            }
            Verb::Cancel => {
                let project = self.alone(twins.class, shape, title).await;
                let project = people.give_up(&project).await;
                Prepared { verb, project, claimed: None }
            }
        }
    }

    /// Registers a project where nothing is; it must be cleared, or the rounds prove nothing.
    async fn alone(&self, class: &str, shape: &Shape, title: &str) -> Project {
        let draft = self.people.submitted(class, shape, title).await;
        let (told, project) = self.people.register(&draft).await;
        assert!(told.cleared, "{title}: a lone {class} is cleared: {told:?}");
        project
    }

    async fn race(&self, prepared: &Prepared) -> (Told, Project) {
        let project = prepared.project.clone();
        match (prepared.verb, &prepared.claimed) {
            (Verb::Amend, _) => (self.people.moved(&project).await, project),
            (Verb::Cancel, _) => (self.people.given_up(&project).await, project),
            (Verb::Pay, Some(claimed)) => (self.people.pay(claimed).await, project),
            (Verb::Register | Verb::Pay, _) => self.people.register(&project).await,
        }
    }

    /// Claims money for the project as far as the gate lets it.
    async fn try_to_pay(&self, project: &Project) -> (Told, Claimed) {
        let mut claimed = self.people.claim(project).await;
        let handed_in = self.people.hand_in(&mut claimed).await;
        assert!(handed_in.done, "a request may be handed in: {:?}", handed_in.codes);
        (self.people.verify(&mut claimed).await, claimed)
    }
}
