//! Statements as constants: one text for both engines, listed for the catalogue test.

/// One SQL statement with everything the catalogue test checks about it.
#[derive(Debug, Clone, Copy)]
pub struct Statement {
    /// Name of its constant.
    pub name: &'static str,
    /// Module it stands in.
    pub module: &'static str,
    /// Text for SQLite.
    pub sqlite: &'static str,
    /// Text for PostgreSQL.
    pub postgres: &'static str,
    /// Why it may leave out the distribution column.
    pub cross_desa: Option<&'static str>,
    /// Why the engines need different texts.
    pub fork: Option<&'static str>,
}

/// Declares statements as constants and lists them in `STATEMENTS`.
///
/// `NAME = "sql";` is one text for both engines. `NAME: locks = "sql";` takes a
/// row lock on PostgreSQL (SQLite's single writer needs none).
/// `NAME: cross_desa("why") = "sql";` names no distribution column, for the
/// reason given. `NAME: fork("why") = { sqlite: "..", postgres: ".." };` forks.
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident $(: $mark:ident $(($why:literal))?)? = $sql:tt;)*) => {
        $($(#[$doc])* pub const $name: $crate::Statement =
            $crate::statement!($name, [$($mark $($why)?)?], $sql);)*
        /// Every statement of this module, for the catalogue test.
        #[allow(dead_code, reason = "statements of test modules are in no catalogue")]
        pub const STATEMENTS: &[$crate::Statement] = &[$($name),*];
    };
}

/// Builds one statement; use [`statements!`].
#[doc(hidden)]
#[macro_export]
macro_rules! statement {
    (@build $name:ident, $sqlite:expr, $postgres:expr, $cross:expr, $fork:expr) => {
        $crate::Statement {
            name: stringify!($name),
            module: module_path!(),
            sqlite: $sqlite,
            postgres: $postgres,
            cross_desa: $cross,
            fork: $fork,
        }
    };
    ($name:ident, [], $sql:literal) => {
        $crate::statement!(@build $name, $sql, $sql, None, None)
    };
    ($name:ident, [locks], $sql:literal) => {
        $crate::statement!(@build $name, $sql, concat!($sql, " FOR UPDATE"), None, None)
    };
    ($name:ident, [locks_cross_desa $why:literal], $sql:literal) => {
        $crate::statement!(@build $name, $sql, concat!($sql, " FOR UPDATE"), Some($why), None)
    };
    ($name:ident, [cross_desa $why:literal], $sql:literal) => {
        $crate::statement!(@build $name, $sql, $sql, Some($why), None)
    };
    ($name:ident, [fork $why:literal], { sqlite: $a:literal, postgres: $b:literal $(,)? }) => {
        $crate::statement!(@build $name, $a, $b, None, Some($why))
    };
    ($name:ident, [fork_cross_desa $why:literal], { sqlite: $a:literal, postgres: $b:literal $(,)? }) => {
        $crate::statement!(@build $name, $a, $b, Some($why), Some($why))
    };
}
