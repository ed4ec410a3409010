//! The authorisation matrix, built from the method options of `proto/`.

use domain::{
    Role,
    policy::{Allow, Matrix, Rule},
};

/// How long a repeated password counts, microseconds a minute.
const MINUTE_US: i64 = 60_000_000;

/// The matrix of every method that `wire` knows, and of the acts in `internal`,
/// which have no RPC: the server begins them itself, so nobody is asked who calls.
pub fn matrix(step_up_minutes: u32, internal: &[&'static str]) -> Matrix {
    let open = internal.iter().map(|path| (*path, Rule::Open));
    let rules = wire::access::METHODS.iter().map(|method| {
        let rule = if method.open {
            Rule::Open
        } else if method.own {
            Rule::Own { step_up: method.own_step_up }
        } else {
            let allows = method.allow.iter().filter_map(|(number, step_up)| {
                Some(Allow { role: role(*number)?, step_up: *step_up })
            });
            Rule::Roles(allows.collect())
        };
        (method.path, rule)
    });
    // The rule of a method stands whatever `internal` says: the later one wins.
    Matrix::new(open.chain(rules), i64::from(step_up_minutes).saturating_mul(MINUTE_US))
}

/// The role of a number of `lumbung.access.v1.Role`.
pub fn role(number: i32) -> Option<Role> {
    let at = usize::try_from(number).ok()?.checked_sub(1)?;
    Role::ALL.get(at).copied()
}

/// The number of a role in `lumbung.access.v1.Role`.
pub fn role_number(role: Role) -> i32 {
    let at = Role::ALL.iter().position(|one| *one == role).unwrap_or_default();
    i32::try_from(at).unwrap_or_default().saturating_add(1)
}
