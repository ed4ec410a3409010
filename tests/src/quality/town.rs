//! A world in the making: villages, and the entries made in them so far.

use super::{
    chance::Chance,
    deed::{Deed, Entry, Ink, Phase, Slots},
    frame::Spot,
    kind::{Lookalike, Twin},
    names,
    shape::{Shape, length},
    terrain::{self, Border},
    thing::{Deal, FUNDS, Ground, Thing},
    village::{Side, Stretch, Village},
    vocabulary,
    world::World,
};

/// Dinas of the kabupaten and the province write with hands of their own.
const OUTSIDE_CLERKS: u64 = 1_000_000;

/// A world in the making.
pub struct Town {
    pub world: World,
    pub villages: Vec<Village>,
    /// How many of the villages the works are put in.
    pub open: usize,
    pub borders: Vec<(Border, f64)>,
    pub entries: Vec<Entry>,
    pub truth: Vec<(usize, usize, Twin)>,
    pub lookalikes: Vec<(usize, usize, Lookalike)>,
    pub chance: Chance,
    /// Photos of signboards and blank pages that many claims carry.
    pub stock: Vec<u64>,
}

impl Town {
    /// A town of so many villages for the core, and so many in all.
    pub fn found(world: World, seed: u64, core: usize, all: usize) -> Self {
        let mut chance = Chance::new(seed, "land");
        let lands = terrain::neighbours(terrain::lands(), core.max(all), &mut chance);
        let core = core.clamp(2, lands.len());
        let mut borders: Vec<(Border, f64)> =
            terrain::borders(&lands[..core]).into_iter().map(|border| (border, 0.0)).collect();
        chance.shuffle(&mut borders);
        // Each village from its own stream: more villages do not change the first.
        let villages = lands
            .into_iter()
            .map(|land| {
                let mut own = Chance::new(seed, &land.code);
                Village::settle(land, &mut own)
            })
            .collect();
        let stock = (0..6).map(|_| chance.bits()).collect();
        let (entries, truth, lookalikes) = (Vec::new(), Vec::new(), Vec::new());
        let chance = Chance::new(seed, "core");
        Self { world, villages, open: core, borders, entries, truth, lookalikes, chance, stock }
    }

    /// A village to work in.
    pub fn somewhere(&mut self) -> usize {
        let last = u32::try_from(self.open - 1).unwrap_or_default();
        self.chance.whole(0, last) as usize
    }

    /// Puts an entry down; its number.
    pub fn push(&mut self, deed: Deed, ink: Ink) -> usize {
        self.entries.push(Entry { deed, ink });
        self.entries.len() - 1
    }

    /// Plain ink of one of the village's two writers, or of the office that pays.
    pub fn ink(&mut self, deed: &Deed) -> Ink {
        Ink::plain(match deed.fund {
            "PBK" => OUTSIDE_CLERKS + u64::from(self.chance.whole(0, 3)),
            "PBP" => OUTSIDE_CLERKS + 10 + u64::from(self.chance.whole(0, 3)),
            _ => {
                let other = u64::from(self.chance.yes(0.25));
                self.home_clerk(deed.village, other)
            }
        })
    }

    fn home_clerk(&self, village: usize, which: u64) -> u64 {
        // The code and not the place in the list, which depends on the seed's centre.
        let digits: String =
            self.villages[village].land.code.chars().filter(char::is_ascii_digit).collect();
        digits.parse::<u64>().unwrap_or_default() * 2 + which
    }

    /// Ink for a second claim of a work: another hand more often than not.
    pub fn second_ink(&mut self, deed: &Deed, first: &Ink) -> Ink {
        if self.chance.yes(self.world.other_clerk) {
            let mut ink = self.ink(deed);
            if ink.clerk == first.clerk && first.clerk < OUTSIDE_CLERKS {
                ink.clerk = first.clerk ^ 1;
            }
            ink
        } else {
            Ink::plain(first.clerk)
        }
    }

    /// A year that leaves so many years after it.
    pub fn year(&mut self, after: u32) -> u32 {
        let (first, last) = (self.world.first_year, self.world.last_year);
        self.chance.whole(first, last.saturating_sub(after).max(first))
    }

    pub fn thing(&mut self, fits: impl Fn(Thing) -> bool) -> Thing {
        let list: Vec<(Thing, f64)> =
            self.world.things.iter().copied().filter(|(thing, _)| fits(*thing)).collect();
        self.chance.weighted(&list)
    }

    /// An honest work of any kind in a village.
    pub fn honest(&mut self, village: usize) -> Deed {
        let thing = self.thing(|_| true);
        self.honest_of(village, thing)
    }

    /// An honest work of a kind, where nothing was built before.
    pub fn honest_of(&mut self, village: usize, thing: Thing) -> Deed {
        match thing.ground() {
            Ground::Surface | Ground::Strip => {
                let metres = self.chance.skewed(40.0, 420.0);
                self.line(village, thing, metres)
            }
            Ground::Fields => {
                let metres = self.chance.skewed(80.0, 700.0);
                self.line(village, thing, metres)
            }
            Ground::Crossing => self.crossing(village, thing),
            Ground::Plot(wide, long) => {
                let (way, spot) = self.villages[village].yard(thing, &mut self.chance);
                self.plot(village, thing, way, spot, (wide, long))
            }
            Ground::Spot => {
                let (way, spot) = self.villages[village].yard(thing, &mut self.chance);
                self.spot(village, thing, way, spot)
            }
        }
    }

    /// An honest work with length.
    pub fn line(&mut self, village: usize, thing: Thing, metres: f64) -> Deed {
        let (stretch, side) = self.villages[village].stretch(thing, metres, &mut self.chance);
        self.line_on(village, thing, stretch, side)
    }

    /// A work on a given stretch.
    pub fn line_on(&mut self, village: usize, thing: Thing, stretch: Stretch, side: Side) -> Deed {
        let offset = match (thing.ground(), side) {
            (Ground::Strip, Side::Left) => 2.8,
            (Ground::Strip, Side::Right) => -2.8,
            _ => 0.0,
        };
        let path = self.villages[village].path(stretch, offset);
        let mut slots = self.slots(village, stretch.way);
        if thing.ground() == Ground::Strip {
            slots.side = Some(side);
        }
        self.deed(village, thing, Shape::Line(path), slots)
    }

    fn crossing(&mut self, village: usize, thing: Thing) -> Deed {
        let count = if thing == Thing::Lights { self.chance.whole(1, 9) } else { 1 };
        let gap = match thing {
            Thing::Lights => 35.0 * f64::from(count) + 15.0,
            Thing::Bridge => 90.0,
            _ => 45.0,
        };
        let stretch = self.villages[village].crossing(gap, &mut self.chance);
        let spot = self.villages[village].path(stretch, 0.0)[0];
        let slots = self.slots(village, stretch.way);
        let mut deed = self.deed(village, thing, Shape::Point(spot), slots);
        deed.count = count;
        deed.cost = self.cost(&deed);
        deed
    }

    /// A work at a spot near a way.
    pub fn spot(&mut self, village: usize, thing: Thing, way: usize, spot: Spot) -> Deed {
        let mut slots = self.slots(village, way);
        let (rt, rw) = self.villages[village].rt_near(way, &mut self.chance);
        (slots.rt, slots.rw) = (Some(rt), Some(rw));
        if thing == Thing::House {
            slots.person = Some((self.chance.pick(&names::PERSONS)).to_owned());
            slots.name = None;
            slots.alias = None;
        }
        self.deed(village, thing, Shape::Point(spot), slots)
    }

    fn plot(
        &mut self,
        village: usize,
        thing: Thing,
        way: usize,
        spot: Spot,
        (wide, long): (f64, f64),
    ) -> Deed {
        let (x, y) = self.chance.direction();
        let corner = |right: f64, ahead: f64| {
            spot.moved(
                x * ahead * long / 2.0 - y * right * wide / 2.0,
                y * ahead * long / 2.0 + x * right * wide / 2.0,
            )
        };
        let ring = vec![corner(-1.0, -1.0), corner(1.0, -1.0), corner(1.0, 1.0), corner(-1.0, 1.0)];
        let mut slots = self.slots(village, way);
        let own = match thing {
            Thing::Posyandu => names::ROADS[self.chance.whole(0, 9) as usize],
            Thing::Paud => self.chance.pick(&[
                "Tunas Harapan",
                "Melati",
                "Kasih Bunda",
                "Al Hidayah",
                "Harapan Bangsa",
                "Pelita",
                "Bina Insani",
            ]),
            Thing::School => self.chance.pick(&[
                "TK Dharma Wanita",
                "TK Pertiwi",
                "TK ABA",
                "RA Al Ikhlas",
                "MI Miftahul Ulum",
            ]),
            _ => "",
        };
        if !own.is_empty() {
            slots.name = None;
            slots.alias = Some(own.to_owned());
        }
        self.deed(village, thing, Shape::Polygon(ring), slots)
    }

    fn slots(&mut self, village: usize, way: usize) -> Slots {
        let home = &self.villages[village];
        let way = &home.ways[way];
        let fields = way.fields;
        Slots {
            dusun: Some(home.dusun[way.dusun].name.clone()),
            rt: (!fields).then_some(way.rt),
            rw: (!fields).then_some(way.rw),
            name: way.name.clone(),
            alias: Some(way.alias.clone()),
            side: None,
            person: None,
            phase: None,
            part: None,
        }
    }

    /// Fills in what every deed has.
    pub fn deed(&mut self, village: usize, thing: Thing, shape: Shape, slots: Slots) -> Deed {
        let mut deed = Deed {
            village,
            thing,
            deal: thing.deal(&mut self.chance),
            shape,
            width: self.chance.between(1.5, 4.0),
            count: 1,
            slots,
            year: self.year(0),
            fund: self.chance.weighted(&FUNDS),
            cost: 0,
            photos: Vec::new(),
        };
        if deed.thing.is_line() && self.chance.yes(0.06) {
            deed.slots.phase = Some(Phase::Continued);
        }
        deed.cost = self.cost(&deed);
        deed.photos = self.photos();
        deed
    }

    /// What it costs here and now, in rupiah.
    pub fn cost(&mut self, deed: &Deed) -> u64 {
        let share = match deed.deal {
            Deal::New => 1.0,
            Deal::Rehabilitate => 0.6,
            Deal::Upgrade => 0.9,
            Deal::Maintain | Deal::Repair => 0.18,
            Deal::Replace => 1.1,
        };
        let years = deed.year.saturating_sub(2018).min(20);
        let inflation = (0..years).fold(1.0, |price, _| price * 1.03);
        let thousand = deed.thing.price() * deed.quantity() * share * inflation;
        let rupiah = thousand * 1000.0 * self.chance.between(0.75, 1.3);
        self.rounded(rupiah)
    }

    /// As budgets write it: a list price, or rounded to some thousand.
    pub fn rounded(&mut self, rupiah: f64) -> u64 {
        if self.chance.yes(self.world.cost_templates) {
            let near = |cost: &&u64| (**cost as f64 - rupiah).abs() as u64;
            return *vocabulary::TEMPLATE_COSTS.iter().min_by_key(near).unwrap_or(&50_000_000);
        }
        let step = self.chance.weighted(&[
            (1.0, 0.1),
            (100.0, 0.25),
            (1_000.0, 0.25),
            (50_000.0, 0.15),
            (500_000.0, 0.15),
            (1_000_000.0, 0.1),
        ]);
        ((rupiah / step).round() * step).max(1_000_000.0) as u64
    }

    /// Photos of a claim: none, one or two; now and then one from stock.
    pub fn photos(&mut self) -> Vec<u64> {
        if self.chance.yes(self.world.photo_missing) {
            return Vec::new();
        }
        let mut photos: Vec<u64> =
            (0..self.chance.whole(1, 2)).map(|_| self.chance.bits()).collect();
        if self.chance.yes(0.015) {
            photos[0] = self.chance.pick(&self.stock);
        }
        photos
    }

    /// A stretch on a border, with both sides' numbers.
    pub fn border(&mut self, metres: f64) -> Option<(usize, usize, Vec<Spot>)> {
        let (border, used) = self
            .borders
            .iter_mut()
            .find(|(border, used)| *used + metres <= length(&border.path))?;
        let path = super::shape::part(&border.path, *used, *used + metres);
        *used += metres + 60.0;
        Some((border.one, border.two, path))
    }

    /// Slots as one side of a border calls the place.
    pub fn border_slots(&mut self, village: usize, other: usize) -> Slots {
        let name = self.villages[other].land.name.clone();
        let own = self.villages[village].land.name.clone();
        let dusun = self.chance.one_of(&self.villages[village].dusun).name.clone();
        let alias = match self.chance.whole(0, 3) {
            0 => format!("penghubung Desa {name}"),
            1 => format!("batas Desa {name}"),
            2 => format!("{own} - {name}"),
            _ => format!("menuju {name}"),
        };
        Slots {
            dusun: Some(dusun),
            rt: self.chance.yes(0.6).then(|| self.chance.whole(1, 6)),
            rw: Some(self.chance.whole(1, 6)),
            alias: Some(alias),
            ..Slots::default()
        }
    }
}
