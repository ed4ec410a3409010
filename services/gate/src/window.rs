//! By which rule two works meet, and for how many years: what can be said of a pair before a look
//! at their places.

use domain::WorkClass;

use crate::{
    rules::{ClassRule, RuleSet},
    work::Claim,
};

/// What a work is and of when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Era {
    /// What it is.
    pub class: WorkClass,
    /// The budget year.
    pub tahun: i32,
    /// Whether its result counts as new ([`crate::Intervention::is_new`]).
    pub is_new: bool,
}

impl Claim {
    /// What it is and of when.
    pub fn era(&self) -> Era {
        let is_new = self.intervention.is_new();
        Era { class: self.class, tahun: self.tahun.get(), is_new }
    }
}

impl RuleSet {
    /// The rule by which two works are compared, and for how many years the earlier stands against
    /// the later; none when their classes have nothing in common or the years are over.
    pub(crate) fn meeting(&self, a: Era, b: Era) -> Option<(ClassRule, i64)> {
        let rule = self.rule_for(a.class, b.class)?;
        let years = window(&rule, a, b);
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
        Some(ClassRule {
            families: Vec::new(),
            lookup_radius_m: first.lookup_radius_m.max(second.lookup_radius_m),
            hard_zone_m: first.hard_zone_m.max(second.hard_zone_m),
            corridor_m: first.corridor_m.max(second.corridor_m),
            overlap_min_m: stricter(first.overlap_min_m, second.overlap_min_m),
            overlap_min_permille: stricter(first.overlap_min_permille, second.overlap_min_permille),
            overlap_sure_m: stricter(first.overlap_sure_m, second.overlap_sure_m),
            area_overlap_permille: area_permille,
            window_new_years: first.window_new_years.max(second.window_new_years),
            window_rehab_years: first.window_rehab_years.max(second.window_rehab_years),
            basis: String::new(),
        })
    }
}

/// For how many years the earlier work stands against the later; its last year counts.
fn window(rule: &ClassRule, a: Era, b: Era) -> i64 {
    let years = |era: Era| if era.is_new { rule.window_new_years } else { rule.window_rehab_years };
    match a.tahun.cmp(&b.tahun) {
        std::cmp::Ordering::Less => years(a),
        std::cmp::Ordering::Greater => years(b),
        std::cmp::Ordering::Equal => years(a).max(years(b)),
    }
}
