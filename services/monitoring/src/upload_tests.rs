use super::*;

fn told(facts: PhotoFacts, parent: &str) -> Vec<(String, String)> {
    let request =
        StartPhotoRequest { parent: parent.to_owned(), facts: Some(facts), ..Default::default() };
    let error = StartPhoto::parse(request).unwrap_err();
    let told = |one: &Refusal| (one.field.clone().unwrap_or_default(), one.message());
    error.refusals.iter().map(told).collect()
}

#[test]
fn a_project_that_cannot_be_read_hides_nothing_of_the_facts() {
    let told = told(PhotoFacts::default(), "x");
    let fields: Vec<&str> = told.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["parent", "facts.size_bytes", "facts.sha256", "facts.taken_us"]);
}

#[test]
fn a_hash_of_another_length_is_told_as_what_it_should_be() {
    let facts = |sha256| PhotoFacts { sha256, size_bytes: 1, taken_us: 1, ..Default::default() };
    let parent = "desa/35.10.25.2010/projects/01990000-0000-7000-8000-000000000001";
    let one = |sha256| told(facts(sha256), parent).remove(0).1;
    assert_eq!(one(vec![1]), "Isian \"1 byte\" tidak dapat dibaca sebagai SHA-256 (32 byte).");
    assert_eq!(one(Vec::new()), "Kolom ini wajib diisi.");
}
