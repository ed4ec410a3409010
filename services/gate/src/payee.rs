//! Who is paid for a work: compared, never known.
//!
//! Payment requests name a payee long after works were compared, and one builder serves many works:
//! a payee is told to who reads a flag and takes no part in a verdict (decision 37). Names and
//! accounts are short enough to be guessed, so only hashes are kept, under the key of
//! [`crate::household`].

use std::collections::BTreeSet;

use domain::{DesaId, Error, hex, ids::ProjectId};
use futures_util::future::BoxFuture;
use ring::hmac;
use store::{Tx, args};

use crate::{
    flag::Side,
    household,
    judge::evidence,
    sql_flag::{self, PayeeRow},
    work::Evidence,
};

/// By what a payee is known, surest first: the stored word and the word on screens.
const KNOWN_BY: [(&str, &str); 2] = [("account", "rekening"), ("name", "nama")];

/// Notes who a payment request names as payee of a work; empty parts say nothing.
///
/// # Errors
/// A fault, or contention.
pub fn note<'a>(
    tx: &'a mut Tx<'_>,
    desa: &'a DesaId,
    project: ProjectId,
    (name, account): (&'a str, &'a str),
) -> BoxFuture<'a, Result<(), Error>> {
    Box::pin(async move {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &household::pepper(tx).await?);
        for ((known_by, _), text) in KNOWN_BY.iter().zip([account, name]) {
            let bare = bare(text);
            if bare.is_empty() {
                continue;
            }
            let said = format!("payee {known_by} {bare}");
            let payee = hex(hmac::sign(&key, said.as_bytes()).as_ref());
            tx.exec(&sql_flag::PUT_PAYEE, args![desa, project.uuid(), *known_by, payee]).await?;
        }
        Ok(())
    })
}

/// What the payees of both works say today.
///
/// # Errors
/// A fault of the store.
pub async fn same(tx: &mut Tx<'_>, one: &Side, other: &Side) -> Result<Option<Evidence>, Error> {
    let (first, second) = (payees(tx, one).await?, payees(tx, other).await?);
    let common: BTreeSet<&str> =
        first.intersection(&second).map(|(known_by, _)| known_by.as_str()).collect();
    let told: Vec<&str> = KNOWN_BY
        .iter()
        .filter(|(known_by, _)| common.contains(known_by))
        .map(|(_, title)| *title)
        .collect();
    let text = format!("Penerima pembayaran yang sama menurut {}.", told.join(" dan "));
    Ok((!told.is_empty()).then(|| evidence("payee_same", &[], text)))
}

async fn payees(tx: &mut Tx<'_>, side: &Side) -> Result<BTreeSet<(String, String)>, Error> {
    let values = args![&side.desa, side.project.uuid()];
    let rows: Vec<PayeeRow> = tx.all(&sql_flag::READ_PAYEES, values).await?;
    Ok(rows.into_iter().map(|row| (row.known_by, row.payee)).collect())
}

/// Letters and digits alone, however it is written.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payee_is_one_however_it_is_written() {
        assert_eq!(bare("CV. Maju Jaya"), bare(" cv maju-jaya"));
        assert_eq!(bare("0123-456.789"), bare("0123 456 789"));
        assert_ne!(bare("CV Maju"), bare("CV Maju Jaya"));
        assert_eq!(bare(" .- "), "");
    }
}
