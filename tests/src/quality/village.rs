//! A village: hamlets with their ways, on which works find room. A stretch is
//! given out once, so that no two honest works are one by accident.

use super::{
    chance::Chance,
    frame::Spot,
    names,
    shape::{along, beside, contains, length, part, spot_to_side},
    terrain::{Land, inner_spot},
    thing::{Ground, Thing},
};

/// A hamlet.
pub struct Dusun {
    pub name: String,
    pub at: Spot,
    first_rw: u32,
    rws: u32,
    rts: u32,
}

/// A road, alley, track or canal.
pub struct Way {
    pub path: Vec<Spot>,
    pub dusun: usize,
    pub rw: u32,
    pub rt: u32,
    pub name: Option<Name>,
    /// What people call it who do not use its name.
    pub alias: String,
    pub fields: bool,
    /// Metres given out: surface, left strip, right strip, spots on it.
    used: [f64; 4],
    /// Metres along it where the next alley branches off.
    branched: f64,
}

/// A road's or an alley's name.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    pub gang: bool,
    pub word: String,
}

/// Left or right of the way, seen from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

/// A part of a way that was given out.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    pub way: usize,
    pub from: f64,
    pub to: f64,
}

/// A village with everything that can be worked on.
pub struct Village {
    pub land: Land,
    pub office: Spot,
    pub dusun: Vec<Dusun>,
    pub ways: Vec<Way>,
    numbers: u32,
    /// Where what was built that has no length.
    built: Vec<(Thing, Spot)>,
}

impl Way {
    /// From which metre on all these lanes are free.
    fn free_from(&self, lanes: &[usize]) -> f64 {
        lanes.iter().map(|lane| self.used[*lane]).fold(0.0, f64::max)
    }
}

/// The last number of a list that is not empty.
fn last<T>(list: &[T]) -> u32 {
    u32::try_from(list.len() - 1).unwrap_or_default()
}

impl Village {
    /// A village with its hamlets; ways grow as works need them.
    pub fn settle(land: Land, chance: &mut Chance) -> Self {
        let heart = inner_spot(&land.ring, 12, chance);
        let mut words: Vec<&str> = names::DUSUN.to_vec();
        chance.shuffle(&mut words);
        let count = chance.whole(3, 6) as usize;
        let mut dusun = Vec::new();
        let mut first_rw = 1;
        for (at, word) in words.iter().take(count).enumerate() {
            let krajan = at == 0 && chance.yes(0.8);
            let rws = chance.whole(1, 4);
            let (x, y) = chance.direction();
            let far = if at == 0 { 0.0 } else { chance.between(400.0, 2200.0) };
            let spot = heart.moved(x * far, y * far);
            let spot =
                if contains(&land.ring, spot) { spot } else { inner_spot(&land.ring, 3, chance) };
            dusun.push(Dusun {
                name: if krajan { "Krajan".to_owned() } else { (*word).to_owned() },
                at: spot,
                first_rw,
                rws,
                rts: chance.whole(2, 6),
            });
            first_rw += rws;
        }
        let office = heart.moved(chance.between(-120.0, 120.0), chance.between(-120.0, 120.0));
        Self { land, office, dusun, ways: Vec::new(), numbers: 0, built: Vec::new() }
    }

    /// Room of so many metres for a thing that has length.
    pub fn stretch(&mut self, thing: Thing, metres: f64, chance: &mut Chance) -> (Stretch, Side) {
        let fields = thing.ground() == Ground::Fields;
        let side = if chance.yes(0.5) { Side::Left } else { Side::Right };
        let lane = if thing.ground() == Ground::Strip { 1 + side as usize } else { 0 };
        (self.room(fields, &[lane], metres, chance), side)
    }

    /// Room for the same thing as near to a stretch as there is any.
    pub fn stretch_near(
        &mut self,
        other: Stretch,
        thing: Thing,
        metres: f64,
        chance: &mut Chance,
    ) -> (Stretch, Side) {
        let fields = thing.ground() == Ground::Fields;
        let side = if chance.yes(0.5) { Side::Left } else { Side::Right };
        let lane = if thing.ground() == Ground::Strip { 1 + side as usize } else { 0 };
        let from = along(&self.ways[other.way].path, other.to);
        let far = |way: &Way| along(&way.path, way.free_from(&[lane])).far_from(from);
        let near = (0..self.ways.len())
            .filter(|at| {
                let way = &self.ways[*at];
                way.fields == fields && way.free_from(&[lane]) + metres <= length(&way.path)
            })
            .min_by(|one, two| far(&self.ways[*one]).total_cmp(&far(&self.ways[*two])))
            .filter(|at| far(&self.ways[*at]) < 120.0);
        match near {
            Some(way) => (self.give(way, &[lane], metres, chance), side),
            None => (self.room(fields, &[lane], metres, chance), side),
        }
    }

    /// Room on the way and on both its sides: for works that lie on one another.
    pub fn whole_stretch(&mut self, fields: bool, metres: f64, chance: &mut Chance) -> Stretch {
        self.room(fields, &[0, 1, 2], metres, chance)
    }

    /// A spot on a way that nothing else takes within so many metres.
    pub fn crossing(&mut self, gap: f64, chance: &mut Chance) -> Stretch {
        let stretch = self.room(false, &[3], gap, chance);
        let middle = f64::midpoint(stretch.from, stretch.to);
        Stretch { from: middle, to: middle, ..stretch }
    }

    fn room(&mut self, fields: bool, lanes: &[usize], metres: f64, chance: &mut Chance) -> Stretch {
        let fits =
            |way: &Way| way.fields == fields && way.free_from(lanes) + metres <= length(&way.path);
        for _ in 0..4 {
            if self.ways.is_empty() || chance.yes(0.3) {
                break;
            }
            let way = chance.whole(0, last(&self.ways)) as usize;
            if fits(&self.ways[way]) {
                return self.give(way, lanes, metres, chance);
            }
        }
        let free = (0..self.ways.len()).find(|way| fits(&self.ways[*way]));
        let way = free.unwrap_or_else(|| self.grow(fields, metres + 20.0, chance));
        self.give(way, lanes, metres, chance)
    }

    fn give(&mut self, way: usize, lanes: &[usize], metres: f64, chance: &mut Chance) -> Stretch {
        let from = self.ways[way].free_from(lanes);
        let to = (from + metres).min(length(&self.ways[way].path));
        // The next one begins at once, or leaves a gap.
        let gap = if chance.yes(0.4) { 0.0 } else { chance.skewed(5.0, 80.0) };
        for lane in lanes {
            self.ways[way].used[*lane] = to + gap;
        }
        Stretch { way, from, to }
    }

    /// A new way with room for so many metres; its number.
    fn grow(&mut self, fields: bool, metres: f64, chance: &mut Chance) -> usize {
        let street = (0..self.ways.len()).find(|at| {
            !self.ways[*at].fields && self.ways[*at].branched > 0.0 && self.branches(*at)
        });
        let alley = !fields && metres < 220.0 && street.is_some() && chance.yes(0.75);
        let dusun = match street {
            Some(street) if alley => self.ways[street].dusun,
            _ => chance.whole(0, last(&self.dusun)) as usize,
        };
        let long = if alley {
            chance.between(metres.max(60.0), metres.max(120.0) + 120.0)
        } else {
            chance.skewed(metres.max(300.0), metres.max(300.0) + 900.0)
        };
        let path = match street {
            Some(street) if alley => self.alley(street, long, chance),
            _ => self.street(fields, self.dusun[dusun].at, long, chance),
        };
        self.ways.push(self.named(path, dusun, fields, alley, chance));
        self.numbers += 1;
        self.ways.len() - 1
    }

    fn branches(&self, street: usize) -> bool {
        self.ways[street].branched + 30.0 < length(&self.ways[street].path)
    }

    fn named(
        &self,
        path: Vec<Spot>,
        dusun: usize,
        fields: bool,
        alley: bool,
        chance: &mut Chance,
    ) -> Way {
        let home = &self.dusun[dusun];
        let name = if fields || chance.yes(0.2) {
            None
        } else if alley {
            let number = self.numbers % 9 + 1;
            let word = if chance.yes(0.6) {
                number.to_string()
            } else {
                chance.pick(&names::ROADS).to_owned()
            };
            Some(Name { gang: true, word })
        } else {
            Some(Name { gang: false, word: chance.pick(&names::ROADS).to_owned() })
        };
        let other = chance.one_of(&self.dusun).name.clone();
        let alias = if chance.yes(0.3) && other != home.name {
            format!("{} - {other}", home.name)
        } else {
            format!("{} {}", chance.pick(&names::RELATIONS), chance.pick(&names::LANDMARKS))
        };
        Way {
            path,
            dusun,
            rw: home.first_rw + chance.whole(0, home.rws - 1),
            rt: chance.whole(1, home.rts),
            name,
            alias,
            fields,
            used: [
                chance.between(0.0, 15.0),
                chance.between(0.0, 15.0),
                chance.between(0.0, 15.0),
                10.0,
            ],
            branched: if alley || fields { 0.0 } else { 20.0 },
        }
    }

    /// An alley off a street, to the side where less is in its way.
    fn alley(&mut self, street: usize, long: f64, chance: &mut Chance) -> Vec<Spot> {
        let way = &mut self.ways[street];
        let at = way.branched + chance.between(4.0, 14.0);
        way.branched = at + chance.between(26.0, 60.0);
        let (from, ahead) = (along(&way.path, at), along(&way.path, at + 5.0));
        let step = from.far_from(ahead).max(0.01);
        let (x, y) = ((ahead.x - from.x) / step, (ahead.y - from.y) / step);
        let sign = if chance.yes(0.5) { 1.0 } else { -1.0 };
        let mut best = (f64::INFINITY, Vec::new());
        for sign in [sign, -sign, sign, -sign] {
            let path = wander(from, (-y * sign, x * sign), long, 0.06, chance);
            best = self.better(best, path, 1);
            if best.0 == 0.0 {
                break;
            }
        }
        best.1
    }

    /// A street or track of its own, that does not lie on another one.
    fn street(&self, fields: bool, heart: Spot, long: f64, chance: &mut Chance) -> Vec<Spot> {
        let mut best = (f64::INFINITY, Vec::new());
        for round in 1..=40 {
            let (x, y) = chance.direction();
            let far = chance.between(0.0, if fields { 1500.0 } else { 500.0 });
            let far = far + 25.0 * f64::from(round);
            let from = heart.moved(x * far, y * far);
            let path = wander(from, chance.direction(), long, 0.12, chance);
            best = self.better(best, path, 0);
            if best.0 == 0.0 {
                break;
            }
        }
        best.1
    }

    /// The one of two paths of which less is taken, its first vertices left aside.
    fn better(&self, best: (f64, Vec<Spot>), path: Vec<Spot>, aside: usize) -> (f64, Vec<Spot>) {
        let bad = path.iter().skip(aside).filter(|spot| self.taken(**spot)).count();
        let bad = bad as f64 / path.len() as f64;
        if bad < best.0 { (bad, path) } else { best }
    }

    /// Outside the village, or within 18 m of a way.
    fn taken(&self, spot: Spot) -> bool {
        !contains(&self.land.ring, spot)
            || self.ways.iter().any(|way| {
                way.path.windows(2).any(|two| spot_to_side(spot, (two[0], two[1])) < 18.0)
            })
    }

    /// The path of a stretch, on the way or so many metres beside it.
    pub fn path(&self, stretch: Stretch, offset: f64) -> Vec<Spot> {
        let path = part(&self.ways[stretch.way].path, stretch.from, stretch.to);
        if offset == 0.0 { path } else { beside(&path, offset) }
    }

    /// A place near some way, with room to what was built of the same kind.
    pub fn yard(&mut self, thing: Thing, chance: &mut Chance) -> (usize, Spot) {
        if self.ways.iter().all(|way| way.fields) {
            self.grow(false, 200.0, chance);
        }
        let roads: Vec<usize> = (0..self.ways.len()).filter(|at| !self.ways[*at].fields).collect();
        let room = match thing {
            Thing::House => 9.0,
            _ => 60.0,
        };
        let mut tries = 0;
        loop {
            tries += 1;
            let way = chance.pick(&roads);
            let path = &self.ways[way].path;
            let at = chance.between(0.0, length(path));
            let sign = if chance.yes(0.5) { 1.0 } else { -1.0 };
            let row = part(path, at, (at + 4.0).min(length(path)));
            let spot = beside(&row, sign * chance.between(9.0, 30.0))[0];
            if self.is_free(thing, spot, room) || tries == 60 {
                self.built.push((thing, spot));
                return (way, spot);
            }
        }
    }

    /// Whether nothing of the kind was built within so many metres.
    pub fn is_free(&self, thing: Thing, spot: Spot, metres: f64) -> bool {
        !self.built.iter().any(|(kind, at)| *kind == thing && at.far_from(spot) < metres)
    }

    /// Notes down what is built beside something else.
    pub fn build(&mut self, thing: Thing, spot: Spot) {
        self.built.push((thing, spot));
    }

    /// RT and RW near a way: mostly its own, else a neighbouring RT.
    pub fn rt_near(&self, way: usize, chance: &mut Chance) -> (u32, u32) {
        let way = &self.ways[way];
        let rts = self.dusun[way.dusun].rts;
        if chance.yes(0.8) { (way.rt, way.rw) } else { (way.rt % rts + 1, way.rw) }
    }
}

/// A path that starts in a direction and bends a little at every step.
fn wander(from: Spot, start: (f64, f64), long: f64, bend: f64, chance: &mut Chance) -> Vec<Spot> {
    let mut path = vec![from];
    let (mut x, mut y) = start;
    let mut walked = 0.0;
    while walked < long {
        let step = chance.between(14.0, 34.0).min((long - walked).max(1.0));
        let turn = chance.normal() * bend;
        let scale = 1.0 / (1.0 + turn * turn).sqrt();
        (x, y) = ((x - y * turn) * scale, (y + x * turn) * scale);
        let last = path[path.len() - 1];
        path.push(last.moved(x * step, y * step));
        walked += step;
    }
    path
}
