//! A tile as bytes.

use super::{FORM, MARK, Tile, What, bytes::Out};

impl Tile {
    /// The bytes of the tile; equal tiles have equal bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Out(MARK.to_vec());
        out.0.push(FORM);
        out.text(self.desa.as_str());
        for number in
            [self.rule_rev, self.fresh_s, self.radius_m, self.accuracy_m, self.factor_permille]
        {
            out.number(number);
        }
        out.count(self.classes.len());
        for (code, families) in &self.classes {
            out.text(code);
            out.number(*families);
        }
        out.cells(&self.covered);
        out.count(self.groups.len());
        for (group, cells) in &self.groups {
            let what = What::ALL.iter().find(|(_, what)| *what == group.what);
            out.number(what.map_or(0, |(number, _)| *number));
            out.number(group.families);
            out.number(group.from_year);
            out.number(group.to_year.saturating_sub(group.from_year));
            out.number(group.reach_m);
            out.cells(cells);
        }
        out.0
    }
}
