use super::*;
use crate::work::ClaimKind;

const DESA: &str = "35.10.25.2010";
const ID: &str = "01930000-0000-7000-8000-000000000001";

#[test]
fn a_relation_is_read_as_it_was_written() {
    let (project, claim) =
        (format!("desa/{DESA}/projects/{ID}"), format!("kabupaten/35.10/claims/{ID}"));
    let written = [(3, project.as_str(), ""), (2, "", claim.as_str())];
    let relations = read("content.relations", written.into_iter()).unwrap();
    let mut told: Vec<_> = relations.iter().map(Relation::written).collect();
    told.sort_by_key(|(kind, ..)| std::cmp::Reverse(*kind));
    assert_eq!(told, written.map(|(kind, a, b)| (kind, a.to_owned(), b.to_owned())));
    let (own, claimed) = (DesaId::parse(DESA).unwrap(), DesaId::parse("35.10.01.2001").unwrap());
    let id = ProjectId::parse(ID).unwrap();
    let names = |kind, desa: &DesaId| relations.iter().filter(|r| r.names(kind, desa, id)).count();
    assert_eq!(names(ClaimKind::Registered, &own), 1);
    assert_eq!(names(ClaimKind::Registered, &claimed), 0);
    assert_eq!(names(ClaimKind::Outside, &claimed), 1, "wherever in the kabupaten it stands");
    assert_eq!(names(ClaimKind::Outside, &DesaId::parse("35.09.01.2001").unwrap()), 0);
}

#[test]
fn a_relation_stored_before_claims_could_be_named_is_read() {
    let old = format!(r#"{{"kind":"phase","desa":"{DESA}","project":"{ID}"}}"#);
    let relation: Relation = serde_json::from_str(&old).unwrap();
    assert_eq!(relation.written(), (1, format!("desa/{DESA}/projects/{ID}"), String::new()));
    assert_eq!(serde_json::to_string(&relation).unwrap(), old);
}

#[test]
fn every_fault_of_a_relation_is_told_with_its_field() {
    let (project, claim) =
        (format!("desa/{DESA}/projects/{ID}"), format!("kabupaten/35.10/claims/{ID}"));
    let short = format!("kecamatan/35.10.25/claims/{ID}");
    let (project, claim) = (project.as_str(), claim.as_str());
    let told = |written: &[(i32, &str, &str)]| {
        let faults = read("r", written.iter().copied()).unwrap_err();
        let told = |one: &Refusal| format!("{} {}", one.code, one.field.as_deref().unwrap());
        faults.iter().map(told).collect::<Vec<_>>()
    };
    assert_eq!(told(&[(0, "x", "")]), ["FIELD_REQUIRED r[0].kind", "FIELD_MALFORMED r[0].project"]);
    assert_eq!(told(&[(1, "", &short)]), ["FIELD_MALFORMED r[0].claim"]);
    assert_eq!(told(&[(1, project, claim)]), ["FIELD_MALFORMED r[0].claim"], "one of both");
    assert_eq!(told(&[(1, "", claim), (2, "", claim)]), ["RELATION_TWICE r[1].claim"]);
    assert_eq!(told(&[(1, project, ""); 21]), ["COUNT_OUT_OF_RANGE r"]);
}
