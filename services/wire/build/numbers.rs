//! Generates how the enumerations of each request are looked through.

use std::{collections::BTreeSet, error::Error, fmt::Write as _};

use prost_reflect::{DescriptorPool, EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor};

use crate::snake;

/// `Numbers` for every request and every message within one that has an enumeration.
pub fn numbers(pool: &DescriptorPool) -> Result<String, Box<dyn Error>> {
    let services = pool.services().filter(|s| s.package_name().starts_with("lumbung."));
    let mut waiting: Vec<MessageDescriptor> = services
        .flat_map(|service| service.methods().collect::<Vec<_>>())
        .map(|m| m.input())
        .collect();
    let mut done = BTreeSet::new();
    let mut text = String::new();
    while let Some(message) = waiting.pop() {
        if !done.insert(message.full_name().to_owned()) {
            continue;
        }
        let mut body = String::new();
        for field in message.fields() {
            look(&field, &mut body)?;
            if let Kind::Message(inner) = field.kind()
                && has_numbers(&inner, &mut BTreeSet::new())
            {
                waiting.push(inner);
            }
        }
        let path = rust_path(message.package_name(), message.full_name());
        if body.is_empty() {
            writeln!(text, "impl Numbers for {path} {{}}")?;
            continue;
        }
        writeln!(
            text,
            "impl Numbers for {path} {{\n    fn unknown(&self, found: &mut Vec<Unknown>) {{\n{body}    }}\n}}"
        )?;
    }
    Ok(text)
}

/// The line that looks at one field; nothing where there is no enumeration.
fn look(field: &FieldDescriptor, body: &mut String) -> Result<(), Box<dyn Error>> {
    let name = field.name();
    let line = match field.kind() {
        Kind::Enum(of) => look_at_number(field, &of),
        Kind::Message(inner) if has_numbers(&inner, &mut BTreeSet::new()) => {
            if field.is_list() {
                format!(
                    "self.{name}.iter().enumerate().for_each(|(at, one)| within(found, || format!(\"{name}[{{at}}]\"), one));"
                )
            } else {
                format!(
                    "self.{name}.iter().for_each(|one| within(found, || \"{name}\".to_owned(), one));"
                )
            }
        }
        _ => return Ok(()),
    };
    let in_oneof = field.containing_oneof().is_some_and(|oneof| !oneof.is_synthetic());
    if in_oneof || field.is_map() {
        return Err(format!(
            "{}: an enumeration in a oneof or a map is not looked at",
            field.full_name()
        )
        .into());
    }
    writeln!(body, "        {line}")?;
    Ok(())
}

fn look_at_number(field: &FieldDescriptor, of: &EnumDescriptor) -> String {
    let (name, path) = (field.name(), rust_path(of.package_name(), of.full_name()));
    let expected = of.full_name();
    let one = |at: &str, number: &str| {
        format!("look(found, {path}::is_valid({number}), {at}, {number}, \"{expected}\")")
    };
    if field.is_list() {
        let look = one(&format!("&format!(\"{name}[{{at}}]\")"), "*number");
        format!("self.{name}.iter().enumerate().for_each(|(at, number)| {look});")
    } else if field.supports_presence() {
        let look = one(&format!("\"{name}\""), "*number");
        format!("self.{name}.iter().for_each(|number| {look});")
    } else {
        format!("{};", one(&format!("\"{name}\""), &format!("self.{name}")))
    }
}

/// Whether a message or one within it has an enumeration.
fn has_numbers(message: &MessageDescriptor, seen: &mut BTreeSet<String>) -> bool {
    seen.insert(message.full_name().to_owned())
        && message.fields().any(|field| match field.kind() {
            Kind::Enum(_) => true,
            Kind::Message(inner) => has_numbers(&inner, seen),
            _ => false,
        })
}

/// Where the generator of messages puts a type: packages and outer messages are modules.
fn rust_path(package: &str, full_name: &str) -> String {
    let within = full_name.get(package.len() + 1..).unwrap_or_default();
    let (outer, name) = within.rsplit_once('.').unwrap_or(("", within));
    let modules = package.split('.').map(str::to_owned);
    let outer = outer.split('.').filter(|part| !part.is_empty()).map(snake);
    let path: Vec<String> = modules.chain(outer).collect();
    format!("crate::{}::{name}", path.join("::"))
}
