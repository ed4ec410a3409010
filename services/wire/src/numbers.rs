//! Numbers of enumerations that nobody knows. prost hands them on as they came, and a reader that
//! asks only for the numbers it knows would take a wrong one for none.

/// A number that its enumeration does not name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// Where it stands in the message, e.g. `lines[2].kind`.
    pub field: String,
    /// The number.
    pub number: i32,
    /// Full name of the enumeration.
    pub expected: &'static str,
}

/// A message whose enumerations can be looked through; every request is one.
pub trait Numbers {
    /// Adds every number that its enumeration does not name, in the order of the fields.
    fn unknown(&self, _found: &mut Vec<Unknown>) {}
}

/// Looks at one number.
fn look(
    found: &mut Vec<Unknown>,
    is_known: bool,
    field: &str,
    number: i32,
    expected: &'static str,
) {
    if !is_known {
        found.push(Unknown { field: field.to_owned(), number, expected });
    }
}

/// Looks through a message in a field; a path is made only when there is something to tell.
fn within<M: Numbers>(found: &mut Vec<Unknown>, field: impl Fn() -> String, message: &M) {
    let before = found.len();
    message.unknown(found);
    for one in found.iter_mut().skip(before) {
        one.field = format!("{}.{}", field(), one.field);
    }
}

include!(concat!(env!("OUT_DIR"), "/numbers.rs"));
