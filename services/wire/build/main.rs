//! Generates Rust from `proto/` without protoc, and the authorisation table
//! from the `rule` option of each method. A method without a rule, or a writing
//! method without request id and receipt, fails the build. Of every request it
//! is generated how its enumerations are looked through.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

mod numbers;

use prost::Message as _;
use prost_reflect::{DescriptorPool, DynamicMessage, MethodDescriptor, Value};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../proto");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();

    let mut compiler = protox::Compiler::new([&root])?;
    compiler.include_source_info(true).include_imports(true).open_files(&files)?;
    let pool = compiler.descriptor_pool();
    let set = compiler.encode_file_descriptor_set();
    fs::write(out.join("descriptors.binpb"), &set)?;
    fs::write(out.join("access_table.rs"), access_table(&pool)?)?;
    fs::write(out.join("numbers.rs"), numbers::numbers(&pool)?)?;

    tonic_prost_build::configure()
        .emit_rerun_if_changed(false)
        .codec_path("crate::codec::StrictCodec")
        // In order, so that the same answer is the same bytes.
        .btree_map(".")
        .include_file("lumbung.rs")
        .compile_fds(prost_types::FileDescriptorSet::decode(set.as_slice())?)?;
    Ok(())
}

/// Finds every proto file and tells cargo to watch it and its folder.
fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={}", dir.display());
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "proto") {
            println!("cargo:rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
    Ok(())
}

fn access_table(pool: &DescriptorPool) -> Result<String, Box<dyn Error>> {
    let extension = pool
        .get_extension_by_name("lumbung.access.v1.rule")
        .ok_or("the option lumbung.access.v1.rule is missing")?;
    let mut table = String::from(
        "/// Every method with its rule, in the order of the files.\npub const METHODS: &[Method] = &[\n",
    );
    let mut names = String::new();
    for service in pool.services().filter(|s| s.package_name().starts_with("lumbung.")) {
        writeln!(
            names,
            "/// Paths of the methods of `{}`.\npub mod {} {{",
            service.full_name(),
            snake(service.name())
        )?;
        for method in service.methods() {
            let path = format!("/{}/{}", service.full_name(), method.name());
            let options = method.options();
            if !options.has_extension(&extension) {
                return Err(format!("{path} has no lumbung.access.v1.rule").into());
            }
            let value = options.get_extension(&extension);
            let rule = value.as_message().ok_or("rule is not a message")?;
            check_write(&method, &path, flag(rule, "writes"))?;
            row(&mut table, &path, rule)?;
            writeln!(
                names,
                "    /// `{path}`\n    pub const {}: &str = \"{path}\";",
                snake(method.name()).to_uppercase()
            )?;
        }
        names.push_str("}\n");
    }
    table.push_str("];\n");
    Ok(table + &names)
}

fn row(table: &mut String, path: &str, rule: &DynamicMessage) -> Result<(), Box<dyn Error>> {
    let mut allow = String::new();
    if let Some(list) = rule.get_field_by_name("allow").as_deref().and_then(Value::as_list) {
        for item in list {
            let item = item.as_message().ok_or("allow is not a message")?;
            let role = item.get_field_by_name("role").and_then(|v| v.as_enum_number());
            let role = role.filter(|number| *number > 0);
            let role = role.ok_or_else(|| format!("{path} allows an unspecified role"))?;
            write!(allow, "({role}, {}), ", flag(item, "step_up"))?;
        }
    }
    let (open, own) = (flag(rule, "open"), flag(rule, "own"));
    if usize::from(open) + usize::from(own) + usize::from(!allow.is_empty()) != 1 {
        return Err(format!("{path}: exactly one of open, own and allow must be set").into());
    }
    writeln!(
        table,
        "    Method {{ path: \"{path}\", open: {open}, own: {own}, own_step_up: {}, writes: {}, allow: &[{allow}] }},",
        flag(rule, "own_step_up"),
        flag(rule, "writes"),
    )?;
    Ok(())
}

/// A write names its request and answers with a receipt in field 15.
fn check_write(method: &MethodDescriptor, path: &str, writes: bool) -> Result<(), Box<dyn Error>> {
    if !writes {
        return Ok(());
    }
    if method.input().get_field_by_name("request_id").is_none() {
        return Err(format!("{path} writes but its request has no request_id").into());
    }
    let receipt = method.output().get_field(15);
    if receipt.is_none_or(|field| field.name() != "receipt") {
        return Err(format!("{path} writes but does not answer `receipt = 15`").into());
    }
    Ok(())
}

fn flag(message: &DynamicMessage, name: &str) -> bool {
    message.get_field_by_name(name).and_then(|v| v.as_bool()).unwrap_or(false)
}

fn snake(name: &str) -> String {
    let mut text = String::new();
    for (at, c) in name.chars().enumerate() {
        if c.is_uppercase() && at > 0 {
            text.push('_');
        }
        text.extend(c.to_lowercase());
    }
    text
}
