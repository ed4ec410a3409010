//! By which rule two works meet, and for how many years: what can be said of a pair before a look
//! at their places.

use domain::WorkClass;

use crate::{
    rules::{ClassRule, RuleSet},
    work::{Claim, Intervention},
};

/// What a work is and of when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Era {
    /// What it is.
    pub class: WorkClass,
    /// The budget year.
    pub tahun: i32,
    /// What is done.
    pub intervention: Intervention,
}

impl Claim {
    /// What it is and of when.
    pub fn era(&self) -> Era {
        Era { class: self.class, tahun: self.tahun.get(), intervention: self.intervention }
    }
}

impl RuleSet {
    /// The rule by which two works are compared, and for how many years the earlier stands against
    /// the later; none when their classes have nothing in common or the years are over.
    pub(crate) fn meeting(&self, a: Era, b: Era) -> Option<(ClassRule, i64)> {
        let rule = self.rule_for(a.class, b.class)?;
        let years = self.window(&rule, a, b);
        (i64::from(a.tahun.abs_diff(b.tahun)) <= years).then_some((rule, years))
    }

    /// The rule of two classes: of different ones the wider reach and the stricter overlap.
    pub(crate) fn rule_for(&self, a: WorkClass, b: WorkClass) -> Option<ClassRule> {
        let (first, second) = (self.classes.get(&a)?, self.classes.get(&b)?);
        if !first.shares_family(second) {
            return None;
        }
        // 0 means "not judged so"; the other class's figure stands then.
        let stricter = |x: i64, y: i64| if x == 0 || y == 0 { x.max(y) } else { x.min(y) };
        let area_permille = stricter(first.area_overlap_permille, second.area_overlap_permille);
        // 0 means "not heard" here, and what one class does not hear, both do not.
        let wider = |x: i64, y: i64| if x == 0 || y == 0 { 0 } else { x.max(y) };
        Some(ClassRule {
            families: Vec::new(),
            lookup_radius_m: first.lookup_radius_m.max(second.lookup_radius_m),
            hard_zone_m: first.hard_zone_m.max(second.hard_zone_m),
            corridor_m: first.corridor_m.max(second.corridor_m),
            overlap_min_m: stricter(first.overlap_min_m, second.overlap_min_m),
            overlap_min_permille: stricter(first.overlap_min_permille, second.overlap_min_permille),
            overlap_sure_m: stricter(first.overlap_sure_m, second.overlap_sure_m),
            area_overlap_permille: area_permille,
            side_min_m: wider(first.side_min_m, second.side_min_m),
            side_sure_m: wider(first.side_sure_m, second.side_sure_m),
            window_new_years: first.window_new_years.max(second.window_new_years),
            window_rehab_years: first.window_rehab_years.max(second.window_rehab_years),
            basis: String::new(),
        })
    }

    /// For how many years the earlier work stands against the later; its last year counts.
    fn window(&self, rule: &ClassRule, a: Era, b: Era) -> i64 {
        let years = |era: Era| match self.counts_as_new(era.class, era.intervention) {
            true => rule.window_new_years,
            false => rule.window_rehab_years,
        };
        match a.tahun.cmp(&b.tahun) {
            std::cmp::Ordering::Less => years(a),
            std::cmp::Ordering::Greater => years(b),
            std::cmp::Ordering::Equal => years(a).max(years(b)),
        }
    }
}
