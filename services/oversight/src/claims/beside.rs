//! What a first word tells of a claim stands beside it until the second.
//!
//! The claim itself stands as it was. Were that all, whoever entered an owner's number first, wrongly,
//! would keep the true work out of the register as long as no second person speaks. So where the word
//! tells another work, and not only another place of the same one, its contents stand as a row of
//! their own that no number finds and no list shows; whoever meets it is held as by any claim, and the
//! flag names it. It goes with the word.

use domain::{DesaId, Error, Place, Refusal, ids::ProjectId};
use gate::{
    Finding, Work, register,
    site::{Doubt, is_trusted},
};
use store::{Tx, args};

use super::{
    content::Content,
    flagged::{self, Held},
    located::Located,
    second,
    sql::{self, ClaimRow},
};

/// The doubt about a site that is another work's to the last digit.
const COPIED: &str = "SITE_COPIED";

/// What stands beside a claim.
pub struct Beside {
    row: ClaimRow,
    /// The villages' works that it holds and the claim does not.
    alone: Vec<Held>,
}

impl Beside {
    /// What stands beside a claim that is locked and holds these works itself.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn of(
        tx: &mut Tx<'_>,
        claim: &ClaimRow,
        held: &[Held],
    ) -> Result<Option<Self>, Error> {
        let values = args![&claim.place, claim.claim_id];
        let found: Option<ClaimRow> = tx.maybe(&sql::LOCK_BESIDE, values).await?;
        let Some(row) = found else { return Ok(None) };
        let alone = flagged::beyond(flagged::held(tx, &row).await?, held);
        Ok(Some(Self { row, alone }))
    }

    /// The villages' works that it holds and the claim does not.
    pub fn alone(&self) -> &[Held] {
        &self.alone
    }

    /// Why it cannot be taken out.
    pub fn refusals(&self) -> Vec<Refusal> {
        flagged::refusals(&self.alone)
    }

    /// What it meets.
    ///
    /// # Errors
    /// As [`register::meets`].
    pub async fn meets(&self, tx: &mut Tx<'_>) -> Result<Vec<Finding>, Error> {
        register::meets(tx, &self.desa()?, ProjectId::new(self.row.claim_id)).await
    }

    /// Takes it out.
    ///
    /// # Errors
    /// Contention, or a fault.
    pub async fn end(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let (id, now_us) = (self.row.claim_id, tx.now_us());
        register::withdraw(tx, &self.desa()?, ProjectId::new(id)).await?;
        let values = args![&self.row.place, id, "", now_us];
        tx.exec(&sql::END_CLAIM, values).await.map(|_| ())
    }

    fn desa(&self) -> Result<DesaId, Error> {
        Ok(DesaId::parse(&self.row.desa_id)?)
    }
}

/// Whether a word tells a work that the claim, standing besides at the word's places, would not hold
/// as firmly: one that blocks, and of which more is told otherwise than where it is.
pub fn is_needed(old: &Content, new: &Content) -> bool {
    let (sites, relations) = (old.sites.clone(), old.relations.clone());
    let as_old = Content { sites, relations, ..new.clone() };
    !new.document.is_empty() && (as_old != *old || !old.relations.is_subset(&new.relations))
}

/// Forgets that the sites of a claim are those of what stands beside it; whether they are another
/// work's was asked of the first word.
pub fn unfooled(work: &mut Work, doubts: &mut Vec<Doubt>) {
    doubts.retain(|doubt| doubt.refusal.code != COPIED);
    for (n, site) in work.sites.iter_mut().enumerate() {
        site.trusted = is_trusted(doubts, n);
    }
}

/// Has the contents of a first word stand beside their claim; `work` is the claim as the word tells
/// it.
///
/// # Errors
/// As [`register::register`].
pub async fn put(
    tx: &mut Tx<'_>,
    claim: &ClaimRow,
    (work, located): (&Work, &Located),
    (content, told): (&Content, &str),
) -> Result<(ProjectId, Vec<Finding>), Error> {
    let id = ProjectId::new(tx.new_id());
    let (desa, desa_name) = (located.home.clone(), located.home_name.clone());
    let work = Work { project: id, desa, desa_name, ..work.clone() };
    let screening = register::register(tx, &work).await?;
    let (by, now_us) = (second::voice(tx), tx.now_us());
    let office = second::office(tx, &Place::parse(&claim.place)?);
    tx.exec(
        &sql::PUT_BESIDE,
        args![
            &claim.place,
            id.uuid(),
            &claim.owner,
            &claim.owner_name,
            format!("={id}"),
            &claim.external_id,
            &located.home,
            content.tahun,
            told,
            by,
            now_us,
            &office,
            claim.claim_id
        ],
    )
    .await?;
    for (desa, share) in &located.villages {
        tx.exec(&sql::PUT_VILLAGE, args![desa, id.uuid(), &claim.place, *share]).await?;
    }
    second::sign(tx, &claim.place, id.uuid()).await?;
    Ok((id, screening.blocks.into_iter().chain(screening.warnings).collect()))
}
