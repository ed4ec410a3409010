//! Points: rows as high as the radius, each sorted from west to east, and two windows that
//! slide along.
//!
//! A point meets the points east of it in its own row and those of the row above between a
//! radius west and a radius east of it. No column grid is needed, so a country takes no more
//! memory than a district with as many points: 12 bytes each.

use domain::geo::{DEGREE, LonLat, Shape};

use super::{RADIUS_MAX_M, Visit, tasks::share};
use crate::{distance::distance_m, frame::Frame};

/// Rows taken at once by a thread.
const BAND: usize = 32;
/// What is added to a row's height and a window's width, as a part and in metres.
const MARGIN_SHARE: f64 = 1e-3;
const MARGIN_M: f64 = 0.01;
/// What single precision and a row's one slope may be off, as a part of the squared distance;
/// what lies so near to the radius is measured again. It is ten times what was ever seen.
const DOUBT: f32 = 2e-5;

/// Every pair of points within a radius of at most [`RADIUS_MAX_M`], by their numbers.
pub fn points<V: Visit>(
    points: &[LonLat],
    radius_m: f64,
    threads: usize,
    visitor: impl Fn() -> V + Sync,
) -> Vec<V> {
    let radius_m = radius_m.clamp(0.0, RADIUS_MAX_M);
    let Some(rows) = Rows::of(points, radius_m) else { return vec![visitor()] };
    let (entries, starts) = rows.sorted(points, threads);
    let bands = rows.count.div_ceil(BAND);
    let begin = || Sweep { own: Row::default(), above: Row::default(), visitor: visitor() };
    let sweeps = share(bands, threads, begin, |sweep, band| {
        let from = band * BAND;
        let row = |at: usize| row_of(&entries, &starts, at);
        sweep.above.fill(row(from));
        for at in from..(from + BAND).min(rows.count) {
            std::mem::swap(&mut sweep.own, &mut sweep.above);
            sweep.above.fill(row(at + 1));
            sweep.run(&rows.plane(at));
        }
    });
    sweeps.into_iter().map(|sweep| sweep.visitor).collect()
}

/// A point in its row.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    x: i32,
    y: i32,
    id: u32,
}

/// How the box of the points is cut into rows.
struct Rows {
    south: i32,
    per_unit: f64,
    count: usize,
    radius_m: f64,
}

impl Rows {
    /// None for no points.
    fn of(points: &[LonLat], radius_m: f64) -> Option<Self> {
        let south = points.iter().map(|at| at.lat_e7).min()?;
        let north = points.iter().map(|at| at.lat_e7).max()?;
        // A degree of latitude is shortest at the equator.
        let [_, north_m] = Frame::at(0.0, 0.0).metres_per_degree();
        let height = (radius_m * (1.0 + MARGIN_SHARE) + MARGIN_M) / north_m * DEGREE;
        let span = f64::from(north) - f64::from(south) + 1.0;
        // More rows than points would only cost memory; higher rows are as right.
        let most = f64::from(u32::try_from(points.len()).unwrap_or(u32::MAX)).max(1_024.0);
        let height = height.max(span / most);
        let count = (span / height).floor() as usize + 1;
        Some(Self { south, per_unit: 1.0 / height, count, radius_m })
    }

    fn row(&self, at: LonLat) -> usize {
        // Never negative and never above the count, so the conversion loses nothing.
        (f64::from(at.lat_e7.wrapping_sub(self.south)) * self.per_unit) as usize
    }

    /// Every point sorted by row and from west to east, and where each row starts.
    fn sorted(&self, points: &[LonLat], threads: usize) -> (Vec<Entry>, Vec<usize>) {
        let mut starts = vec![0_usize; self.count + 2];
        for at in points {
            if let Some(count) = starts.get_mut(self.row(*at) + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut entries = vec![Entry::default(); points.len()];
        std::thread::scope(|scope| {
            let mut rest = entries.as_mut_slice();
            let mut from = 0;
            for part in 1..=threads.max(1) {
                let to = self.part_end(&starts, points.len(), part, threads.max(1));
                let begin = starts.get(from).copied().unwrap_or_default();
                let end = starts.get(to).copied().unwrap_or_default();
                let (mine, others) = rest.split_at_mut(end - begin);
                rest = others;
                let starts = starts.get(from..=to).unwrap_or_default();
                let mut fill = move || self.fill(points, from, starts, mine);
                if part == threads.max(1) {
                    fill();
                } else {
                    scope.spawn(fill);
                }
                from = to;
            }
        });
        (entries, starts)
    }

    /// The row at which a part of the work ends, so that parts hold about as many points.
    fn part_end(&self, starts: &[usize], points: usize, part: usize, parts: usize) -> usize {
        if part == parts {
            return self.count;
        }
        starts.partition_point(|start| *start < points / parts * part).min(self.count)
    }

    /// Fills the rows from `first` on, whose starts are given, and sorts each.
    fn fill(&self, points: &[LonLat], first: usize, starts: &[usize], entries: &mut [Entry]) {
        let Some(offset) = starts.first().copied() else { return };
        let mut next: Vec<usize> = starts.iter().map(|start| start - offset).collect();
        let rows = starts.len() - 1;
        for (at, id) in points.iter().zip(0_u32..) {
            let row = self.row(*at).wrapping_sub(first);
            if row >= rows {
                continue;
            }
            if let Some(place) = next.get_mut(row) {
                if let Some(entry) = entries.get_mut(*place) {
                    *entry = Entry { x: at.lon_e7, y: at.lat_e7, id };
                }
                *place = place.wrapping_add(1);
            }
        }
        let mut rest = entries;
        for (from, to) in starts.iter().zip(starts.iter().skip(1)) {
            let (row, others) = rest.split_at_mut(to - from);
            row.sort_unstable_by_key(|entry| entry.x);
            rest = others;
        }
    }

    /// The plane of a row and the one above it.
    fn plane(&self, row: usize) -> RowPlane {
        let south_deg = f64::from(self.south) / DEGREE;
        let height_deg = 1.0 / self.per_unit / DEGREE;
        let row = f64::from(u32::try_from(row).unwrap_or(u32::MAX));
        let middle_deg = south_deg + (row + 1.0) * height_deg;
        let scale = |lat_deg: f64| Frame::at(0.0, lat_deg).metres_per_degree();
        let (low, high) = (scale(middle_deg - height_deg), scale(middle_deg + height_deg));
        let [east_m, north_m] = scale(middle_deg);
        let slope = (high[0] - low[0]) / (2.0 * height_deg * DEGREE * DEGREE);
        let reach_m = self.radius_m * (1.0 + MARGIN_SHARE) + MARGIN_M;
        let narrowest_m = low[0].min(high[0]);
        let radius_2 = (self.radius_m * self.radius_m) as f32;
        RowPlane {
            middle: (middle_deg * DEGREE).round() as i32,
            east: (east_m / DEGREE) as f32,
            slope: slope as f32,
            north: (north_m / DEGREE) as f32,
            reach: (reach_m / narrowest_m * DEGREE).ceil() as i32,
            sure: radius_2 * (1.0 - DOUBT),
            doubt: radius_2 * (1.0 + DOUBT),
            radius_m: self.radius_m,
        }
    }
}

fn row_of<'a>(entries: &'a [Entry], starts: &[usize], row: usize) -> &'a [Entry] {
    match (starts.get(row), starts.get(row + 1)) {
        (Some(from), Some(to)) => entries.get(*from..*to).unwrap_or_default(),
        _ => &[],
    }
}

/// Metres of a stored unit around the border of two rows.
struct RowPlane {
    /// Latitude of the border, stored units.
    middle: i32,
    /// Metres a unit east at the border, and how that changes a unit north.
    east: f32,
    slope: f32,
    /// Metres a unit north.
    north: f32,
    /// Units east beyond which no point is near.
    reach: i32,
    /// Squared metres below which a pair is near, and above which it is not.
    sure: f32,
    doubt: f32,
    radius_m: f64,
}

/// A row with its columns apart.
#[derive(Default)]
struct Row {
    x: Vec<i32>,
    y: Vec<i32>,
    id: Vec<u32>,
}

impl Row {
    fn fill(&mut self, entries: &[Entry]) {
        self.x.clear();
        self.y.clear();
        self.id.clear();
        self.x.extend(entries.iter().map(|entry| entry.x));
        self.y.extend(entries.iter().map(|entry| entry.y));
        self.id.extend(entries.iter().map(|entry| entry.id));
    }

    /// The first place from `from` on whose point lies east of `x`, or at it when not `past`.
    fn seek(&self, from: usize, x: i32, past: bool) -> usize {
        let rest = self.x.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|at| **at < x || (past && **at == x)).count()
    }

    fn window(&self, from: usize, to: usize) -> (&[i32], &[i32], &[u32]) {
        (
            self.x.get(from..to).unwrap_or_default(),
            self.y.get(from..to).unwrap_or_default(),
            self.id.get(from..to).unwrap_or_default(),
        )
    }
}

/// One thread's rows and visitor.
struct Sweep<V> {
    own: Row,
    above: Row,
    visitor: V,
}

impl<V: Visit> Sweep<V> {
    fn run(&mut self, plane: &RowPlane) {
        let mut found = Vec::new();
        let (mut own_end, mut above_start, mut above_end) = (0, 0, 0);
        let own = &self.own;
        for (place, ((x, y), id)) in own.x.iter().zip(&own.y).zip(&own.id).enumerate() {
            let (west, east) = (x.saturating_sub(plane.reach), x.saturating_add(plane.reach));
            own_end = own.seek(own_end.max(place + 1), east, true);
            above_start = self.above.seek(above_start, west, false);
            above_end = self.above.seek(above_end.max(above_start), east, true);
            let windows =
                [own.window(place + 1, own_end), self.above.window(above_start, above_end)];
            let at = LonLat { lon_e7: *x, lat_e7: *y };
            let mut count = 0;
            for window in windows {
                if found.len() < count + window.0.len() {
                    found.resize((count + window.0.len()).next_power_of_two(), 0);
                }
                count += near(plane, at, window, found.get_mut(count..).unwrap_or_default());
            }
            if count > 0 {
                self.visitor.near(*id, found.get(..count).unwrap_or_default());
            }
        }
    }
}

/// Writes who in a window is near; without a branch, since half of them are.
fn near(
    plane: &RowPlane,
    at: LonLat,
    (xs, ys, ids): (&[i32], &[i32], &[u32]),
    found: &mut [u32],
) -> usize {
    let east = plane.east + plane.slope * at.lat_e7.wrapping_sub(plane.middle) as f32;
    let bend = plane.slope / 2.0;
    let mut count = 0_usize;
    let mut doubtful = false;
    for ((x, y), id) in xs.iter().zip(ys).zip(ids) {
        // Differences of a few kilometres are exact in single precision.
        let dx = x.wrapping_sub(at.lon_e7) as f32;
        let dy = y.wrapping_sub(at.lat_e7) as f32;
        let (dx_m, dy_m) = (dx * (east + bend * dy), dy * plane.north);
        let apart_2 = dx_m * dx_m + dy_m * dy_m;
        if let Some(place) = found.get_mut(count) {
            *place = *id;
        }
        count = count.wrapping_add(usize::from(apart_2 <= plane.doubt));
        doubtful |= apart_2 > plane.sure && apart_2 <= plane.doubt;
    }
    if doubtful { near_exactly(plane, at, (xs, ys, ids), found) } else { count }
}

/// The same by the gate's own distance, for a window with a pair at the very radius.
fn near_exactly(
    plane: &RowPlane,
    at: LonLat,
    (xs, ys, ids): (&[i32], &[i32], &[u32]),
    found: &mut [u32],
) -> usize {
    let mut count = 0;
    for ((x, y), id) in xs.iter().zip(ys).zip(ids) {
        let other = Shape::point(LonLat { lon_e7: *x, lat_e7: *y });
        if distance_m(&Shape::point(at), &other) <= plane.radius_m
            && let Some(place) = found.get_mut(count)
        {
            *place = *id;
            count += 1;
        }
    }
    count
}
