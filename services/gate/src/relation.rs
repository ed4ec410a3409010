//! Declared relations: read, and borne out by the register or not.

use std::collections::BTreeSet;

use domain::{DesaId, Error, Place, Refusal, ids::ProjectId, reason};
use store::{Tx, args};

use crate::{
    claim_sql,
    declared::is_true,
    facts::{Relation, RelationKind},
    place::place_alone,
    refusal::{RELATION_FALSE, RELATION_TWICE, RELATION_UNKNOWN},
    rules,
    screen::{claims_of, claims_of_row},
    sql::{self, ClaimRow, ProjectRow},
    together::Together,
    work::{Claim, Verdict, Work},
};

/// The most relations of one work.
const RELATIONS_MAX: usize = 20;

/// Reads the relations under a path of a message, each as [`Relation::written`] writes it.
///
/// # Errors
/// Every fault with its field: FIELD_REQUIRED, FIELD_MALFORMED, RELATION_TWICE,
/// COUNT_OUT_OF_RANGE.
pub fn read<'a>(
    path: &str,
    written: impl ExactSizeIterator<Item = (i32, &'a str, &'a str)>,
) -> Result<BTreeSet<Relation>, Vec<Refusal>> {
    if written.len() > RELATIONS_MAX {
        let refusal = reason::COUNT_OUT_OF_RANGE.refuse().fact("value", written.len());
        return Err(vec![refusal.fact("min", 0).fact("max", RELATIONS_MAX).at(path)]);
    }
    let (mut relations, mut faults) = (BTreeSet::<Relation>::new(), Vec::new());
    for (n, (number, project, claim)) in written.enumerate() {
        let field = if claim.is_empty() { "project" } else { "claim" };
        let field = format!("{path}[{n}].{field}");
        let kind = kind(number).map_err(|refusal| refusal.at(format!("{path}[{n}].kind")));
        let named = named(project, claim).map_err(|refusal| refusal.at(field.clone()));
        match (kind, named) {
            (Ok(kind), Ok((desa, project))) => {
                if relations.iter().any(|one| one.desa == desa && one.project == project) {
                    faults.push(RELATION_TWICE.refuse().at(field));
                }
                relations.insert(Relation { kind, desa, project });
            }
            (kind, named) => faults.extend([kind.err(), named.err()].into_iter().flatten()),
        }
    }
    if faults.is_empty() { Ok(relations) } else { Err(faults) }
}

/// The kind of a number of the proto enum.
fn kind(number: i32) -> Result<RelationKind, Refusal> {
    let at = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    let kind = at.and_then(|at| RelationKind::ALL.get(at)).copied();
    kind.ok_or_else(|| reason::FIELD_REQUIRED.refuse())
}

/// The work that is named: a project, or a claim under its kabupaten.
fn named(project: &str, claim: &str) -> Result<(DesaId, ProjectId), Refusal> {
    match (project, claim) {
        (_, "") => project_name(project),
        ("", _) => {
            claim_name(claim).ok_or_else(|| malformed(claim, "kabupaten/{kode}/claims/{uuid}"))
        }
        _ => Err(malformed(claim, "salah satu dari project dan claim")),
    }
}

fn malformed(value: &str, expected: &'static str) -> Refusal {
    reason::FIELD_MALFORMED.refuse().fact("value", value).fact("expected", expected)
}

/// Reads `desa/{code}/projects/{uuid}`.
///
/// # Errors
/// FIELD_MALFORMED.
pub fn project_name(name: &str) -> Result<(DesaId, ProjectId), Refusal> {
    let read = || {
        let (desa, id) = name.split_once("/projects/")?;
        Some((DesaId::from_name(desa).ok()?, ProjectId::parse(id).ok()?))
    };
    read().ok_or_else(|| malformed(name, "desa/{kode}/projects/{uuid}"))
}

/// Reads `kabupaten/{code}/claims/{uuid}`.
fn claim_name(name: &str) -> Option<(DesaId, ProjectId)> {
    let (code, id) = name.strip_prefix("kabupaten/")?.split_once("/claims/")?;
    Some((DesaId::whole(&Place::parse(code).ok()?)?, ProjectId::parse(id).ok()?))
}

/// Why the declared relations of a work do not hold, as the register knows the other works.
///
/// # Errors
/// RULE_SET_MISSING, or a fault.
pub async fn unmet(tx: &mut Tx<'_>, work: &Work) -> Result<Vec<Refusal>, Error> {
    let mut no = Vec::new();
    if work.facts.relations.is_empty() {
        return Ok(no);
    }
    let rules = rules::active(tx).await?;
    let own = claims_of(work, 0);
    for relation in &work.facts.relations {
        let (kind, title) = (relation.kind.code(), relation.kind.title());
        let is_itself = relation.names(work.kind, &work.desa, work.project);
        let row = other(tx, relation).await?;
        let Some(row) = row.filter(|row| row.state == "active" && !is_itself) else {
            no.push(RELATION_UNKNOWN.refuse().shown("kind", kind, title));
            continue;
        };
        let key = args![&row.desa_id, row.project_id];
        let sites: Vec<ClaimRow> = tx.all(&sql::READ_CLAIMS, key).await?;
        let others = claims_of_row(&row, &sites)?;
        if let Some(why) = why(&rules, relation.kind, &own, &others) {
            let refusal = RELATION_FALSE.refuse().shown("kind", kind, title);
            // The reason's sentence ends by itself.
            let why = why.trim_end_matches('.');
            no.push(refusal.fact("other_project", &row.name).fact("why", why));
        }
    }
    Ok(no)
}

/// The work that a relation names, wherever it stands now.
async fn other(tx: &mut Tx<'_>, relation: &Relation) -> Result<Option<ProjectRow>, Error> {
    let project = relation.project.uuid();
    if relation.is_of_claim() {
        let kabupaten = relation.desa.kabupaten();
        return tx.maybe(&claim_sql::READ_CLAIM, args![&kabupaten, project]).await;
    }
    tx.maybe(&sql::READ_PROJECT, args![&relation.desa, project]).await
}

/// The first pair of sites that speaks against a relation, in words.
fn why(
    rules: &rules::RuleSet,
    kind: RelationKind,
    own: &[Claim],
    others: &[Claim],
) -> Option<String> {
    let together = Together::over(rules, own, others);
    let pairs = own.iter().flat_map(|mine| others.iter().map(move |other| (mine, other)));
    for (mine, other) in pairs {
        let (place, told) = place_alone(rules, mine, other, together.as_ref());
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

#[cfg(test)]
#[path = "relation_tests.rs"]
mod tests;
