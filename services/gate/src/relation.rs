//! Declared relations, borne out by the register or not.

use domain::Error;
use store::{Tx, args};

use crate::{
    declared::is_true,
    facts::{Relation, RelationKind},
    judge, rules,
    screen::{claims_of, claims_of_row},
    sql::{self, ClaimRow, ProjectRow},
    work::{Claim, Verdict, Work},
};

/// Why a declared relation does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Untrue {
    /// The other work is not in the register.
    Unknown,
    /// Place or facts say otherwise.
    Because {
        /// The other work's name.
        other: String,
        /// What says so, in Indonesian.
        why: String,
    },
}

/// The declared relations of a work that the register does not bear out.
///
/// # Errors
/// RULE_SET_MISSING, or a fault.
pub async fn untrue(tx: &mut Tx<'_>, work: &Work) -> Result<Vec<(Relation, Untrue)>, Error> {
    let mut found = Vec::new();
    if work.facts.relations.is_empty() {
        return Ok(found);
    }
    let rules = rules::active(tx).await?;
    let own = claims_of(work, 0);
    for relation in &work.facts.relations {
        let (desa, project) = (&relation.desa, relation.project.uuid());
        let row: Option<ProjectRow> = tx.maybe(&sql::READ_PROJECT, args![desa, project]).await?;
        let itself = *desa == work.desa && relation.project == work.project;
        let Some(row) = row.filter(|row| row.state == "active" && !itself) else {
            found.push((relation.clone(), Untrue::Unknown));
            continue;
        };
        let sites: Vec<ClaimRow> = tx.all(&sql::READ_CLAIMS, args![desa, project]).await?;
        let others = claims_of_row(&row, &sites)?;
        if let Some(why) = why(&rules, relation.kind, &own, &others) {
            found.push((relation.clone(), Untrue::Because { other: row.name, why }));
        }
    }
    Ok(found)
}

/// The first pair of sites that speaks against a relation, in words.
fn why(
    rules: &rules::RuleSet,
    kind: RelationKind,
    own: &[Claim],
    others: &[Claim],
) -> Option<String> {
    let pairs = own.iter().flat_map(|mine| others.iter().map(move |other| (mine, other)));
    for (mine, other) in pairs {
        let (place, told) = judge::place_alone(rules, mine, other);
        if is_true(rules, kind, mine, other, place) {
            continue;
        }
        let grounds = matches!(kind, RelationKind::Phase | RelationKind::Segment);
        return Some(if grounds && place == Verdict::Block {
            told
        } else {
            needs(kind).to_owned()
        });
    }
    None
}

/// What a relation needs besides its place.
const fn needs(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Phase => "keduanya perlu nomor tahap yang berbeda dan jenis yang serumpun",
        RelationKind::Segment => "keduanya perlu jenis yang serumpun",
        RelationKind::MaintenanceOf => {
            "perlu kegiatan pemeliharaan pada tahun yang sama atau sesudahnya"
        }
        RelationKind::OtherComponent => "perlu jenis atau lapis yang berbeda",
    }
}
