//! Whether a version of the rules can be judged by.

use domain::{Refusal, WorkClass};

use super::{ClassRule, FAMILY_MAX, OVERLAY_MONTHS_MAX, RADIUS_MAX_M, RuleSet};
use crate::refusal::RULE_SET_INVALID;

impl RuleSet {
    /// Whether every class has its rule and no rule looks further than the search.
    ///
    /// # Errors
    /// RULE_SET_INVALID with what is missing or out of bounds, and its field; a class stands in
    /// the path by its code: `classes[road].corridor_m`.
    pub fn check(&self) -> Result<(), Refusal> {
        for (field, value, min, max) in [
            ("candidate_radius_m", self.candidate_radius_m, 1, RADIUS_MAX_M),
            ("accuracy_default_m", self.accuracy_default_m, 1, RADIUS_MAX_M),
            ("accuracy_factor_permille", self.accuracy_factor_permille, 0, 10_000),
            ("accuracy_floor_phone_m", self.accuracy_floor_phone_m, 0, RADIUS_MAX_M),
            ("accuracy_floor_drawn_m", self.accuracy_floor_drawn_m, 0, RADIUS_MAX_M),
            ("overlay_min_months", self.overlay_min_months, 1, OVERLAY_MONTHS_MAX),
            ("side_steady_permille", self.side_steady_permille, 0, 1_000),
        ] {
            within(field, "", value, (min, max))?;
        }
        for class in WorkClass::ALL {
            let Some(rule) = self.classes.get(class) else {
                return Err(bad(format!("tidak ada baris untuk {}", class.code())).at("classes"));
            };
            rule.check(class.code(), self.candidate_radius_m)?;
        }
        self.matrix.check().map_err(|refusal| refusal.at("matrix"))
    }
}

impl ClassRule {
    fn check(&self, class: &str, candidate_radius_m: i64) -> Result<(), Refusal> {
        let ascending = self.families.is_sorted_by(|one, next| one < next);
        let numbered = self.families.iter().all(|family| (1..=FAMILY_MAX).contains(family));
        if self.families.is_empty() || !ascending || !numbered {
            let path = format!("classes[{class}].families");
            return Err(bad(format!("rumpun {class} tidak sah")).at(path));
        }
        // No rule looks further than the search.
        let radius = (0, candidate_radius_m.min(RADIUS_MAX_M));
        let (length, share, years) = ((0, RADIUS_MAX_M), (0, 1_000), (0, 50));
        for (field, value, limits) in [
            ("lookup_radius_m", self.lookup_radius_m, radius),
            ("hard_zone_m", self.hard_zone_m, radius),
            ("corridor_m", self.corridor_m, radius),
            ("overlap_min_m", self.overlap_min_m, length),
            ("overlap_sure_m", self.overlap_sure_m, length),
            ("side_min_m", self.side_min_m, length),
            ("side_sure_m", self.side_sure_m, length),
            ("overlap_min_permille", self.overlap_min_permille, share),
            ("area_overlap_permille", self.area_overlap_permille, share),
            ("window_new_years", self.window_new_years, years),
            ("window_rehab_years", self.window_rehab_years, years),
        ] {
            within(field, class, value, limits)?;
        }
        Ok(())
    }
}

fn bad(why: String) -> Refusal {
    RULE_SET_INVALID.refuse().fact("why", why)
}

/// Refuses a number out of its limits, with its field; `class` is whose row it stands in.
fn within(field: &str, class: &str, value: i64, (min, max): (i64, i64)) -> Result<(), Refusal> {
    if (min..=max).contains(&value) {
        return Ok(());
    }
    let (of, path) = match class {
        "" => (String::new(), field.to_owned()),
        class => (format!(" untuk {class}"), format!("classes[{class}].{field}")),
    };
    Err(bad(format!("{field}{of} {value} di luar batas {min} sampai {max}")).at(path))
}
