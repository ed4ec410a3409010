//! Reading a photo when its upload ends: its bytes go to the child before the transaction, what
//! comes back is judged and kept inside of it.

use domain::{Day, Error, Place, Reason, Refusal};
use picture::{Examined, ReadFailure, Reader, Refused};
use ring::digest::{SHA256, digest};
use store::{Caller, Query, Store, Tx, args};

use crate::{
    alike,
    content::Site,
    findings::{self, Fix, Ground, Known, Limits, SEVERITIES},
    names::PhotoName,
    photo, photo_sql,
    photo_sql::PhotoRow,
    project,
    refusal::{
        PHOTO_ANIMATED, PHOTO_DAMAGED, PHOTO_KIND_UNKNOWN, PHOTO_POLYGLOT,
        PHOTO_READER_UNAVAILABLE, PHOTO_TOO_COSTLY, PHOTO_TOO_LARGE, PHOTO_TOO_SMALL,
    },
    upload,
};

/// What the child said of an upload's bytes.
pub type Read = Result<Examined, Refused>;

/// The bytes of a whole upload that are those announced; none when there is nothing to read.
#[derive(Clone)]
struct Upload(PhotoName);

impl Query for Upload {
    const METHOD: &'static str = wire::access::photo_service::FINISH_PHOTO;
    type Answer = Option<Vec<u8>>;

    fn place(&self) -> Place {
        self.0.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let row = photo::read(tx, &self.0).await?;
        upload::own(tx, row.sent_by)?;
        if row.state == "finished" || row.received_bytes != row.size_bytes {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        loop {
            let at = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
            match photo::piece(tx, &self.0, at).await? {
                Some(mut piece) => bytes.append(&mut piece),
                None => break,
            }
        }
        Ok((digest(&SHA256, &bytes).as_ref() == row.sha256).then_some(bytes))
    }
}

/// Has an upload read by a child; none when the transaction will find a reason why not.
///
/// # Errors
/// PHOTO_READER_UNAVAILABLE when the machine, not the picture, is at fault.
pub async fn read(
    store: &Store,
    reader: &Reader,
    caller: Option<Caller>,
    name: &PhotoName,
) -> Result<Option<Read>, Error> {
    let turn = reader.turn().await.map_err(|failure| unavailable(&failure))?;
    // Who may not, and what is not there, is told by the transaction, under the request id.
    let Ok(Some(bytes)) = store.answer(caller, Upload(name.clone())).await else {
        return Ok(None);
    };
    match turn.read(&bytes).await {
        Ok(examined) => Ok(Some(Ok(examined))),
        Err(ReadFailure::Refused(why)) => Ok(Some(Err(why))),
        Err(failure @ ReadFailure::Unavailable(_)) => Err(unavailable(&failure)),
    }
}

fn unavailable(failure: &ReadFailure) -> Error {
    let mut error = Error::from(PHOTO_READER_UNAVAILABLE.refuse());
    error.detail = Some(format!("{failure:?}"));
    error
}

/// The reason of a picture that is not taken.
pub fn reason(refused: Refused) -> Reason {
    match refused {
        Refused::KindUnknown => PHOTO_KIND_UNKNOWN,
        Refused::Damaged => PHOTO_DAMAGED,
        Refused::TooLarge => PHOTO_TOO_LARGE,
        Refused::TooSmall => PHOTO_TOO_SMALL,
        Refused::Animated => PHOTO_ANIMATED,
        Refused::Polyglot => PHOTO_POLYGLOT,
        Refused::TooCostly => PHOTO_TOO_COSTLY,
    }
}

/// Judges what was read and keeps it beside the photo.
///
/// # Errors
/// The findings that dated law makes a refusal, every one.
pub async fn keep(
    tx: &mut Tx<'_>,
    name: &PhotoName,
    row: &PhotoRow,
    examined: &Examined,
) -> Result<Vec<Refusal>, Error> {
    let known = known(tx, name, row, examined).await?;
    let limits = limits(tx, name).await?;
    let mut found = known.findings(&limits);
    found.extend(alike::search(tx, name, row.stage, &examined.report).await?);
    refuse_blocking(tx, name, &found).await?;
    let (desa, id) = (name.desa(), name.id.uuid());
    let fix = known.exif_fix();
    tx.exec(
        &photo_sql::PUT_REPORT,
        args![
            desa,
            id,
            name.project.id.uuid(),
            examined.report.width_px,
            examined.report.height_px,
            known.exif_us(),
            fix.map(|fix| fix.at.lon_e7),
            fix.map(|fix| fix.at.lat_e7),
            fix.map(|fix| fix.accuracy_mm).filter(|mm| *mm > 0),
            findings::kept(&found)?,
            known.site_rev(&found)
        ],
    )
    .await?;
    for (kind, copy) in [("show", &examined.show), ("thumbnail", &examined.thumbnail)] {
        tx.exec(&photo_sql::PUT_COPY, args![desa, id, kind, copy.as_slice()]).await?;
    }
    Ok(found)
}

async fn known(
    tx: &mut Tx<'_>,
    name: &PhotoName,
    row: &PhotoRow,
    examined: &Examined,
) -> Result<Known, Error> {
    // Held, so that no amendment that moves the work passes by this photo unseen.
    let of = project::lock(tx, &name.project, None).await?;
    let sites = project::sites(tx, &name.project, of.geometry_rev).await?;
    let earlier: Option<(i64, i64)> = tx
        .maybe(&photo_sql::EARLIER_STAGE, args![name.desa(), name.project.id.uuid(), row.stage])
        .await?;
    let year_begins = Day::from_ymd(project::tahun(&of)?.get(), 1, 1);
    Ok(Known {
        stage: row.stage,
        now_us: tx.now_us(),
        device_us: row.taken_us,
        device: photo::position(row.lon_e7, row.lat_e7)
            .map(|at| Fix { at, accuracy_mm: row.accuracy_mm.unwrap_or_default() }),
        exif: examined.report.exif.clone(),
        sites: grounds(&sites),
        geometry_rev: of.geometry_rev,
        tahun: of.tahun,
        year_begins,
        earlier,
    })
}

/// Sites as photos are compared with them.
pub fn grounds(sites: &[Site]) -> Vec<Ground> {
    let ground = |site: &Site| Ground {
        shape: site.shape.clone(),
        accuracy_mm: site.accuracy_mm.unwrap_or_default(),
    };
    sites.iter().map(ground).collect()
}

/// The number of a key of the law of today.
pub async fn law(tx: &mut Tx<'_>, name: &PhotoName, key: &str) -> Result<i64, Error> {
    let today = tx.today();
    tx.law(key, &name.desa().place(), today).await
}

async fn limits(tx: &mut Tx<'_>, name: &PhotoName) -> Result<Limits, Error> {
    Ok(Limits {
        site_m: law(tx, name, "photo.site_distance_max_m").await?,
        device_m: law(tx, name, "photo.device_distance_max_m").await?,
        gap_minutes: law(tx, name, "photo.device_gap_max_minutes").await?,
        early_days: law(tx, name, "photo.early_max_days").await?,
    })
}

async fn refuse_blocking(
    tx: &mut Tx<'_>,
    name: &PhotoName,
    found: &[Refusal],
) -> Result<(), Error> {
    let today = tx.today();
    let mut no = Vec::new();
    for finding in found {
        let Some((_, key)) = SEVERITIES.iter().find(|(reason, _)| reason.code == finding.code)
        else {
            continue;
        };
        let law = tx.policy(key, &name.desa().place(), today).await?;
        if law.is_some_and(|law| law.value == "hard") {
            no.push(finding.clone().about(name.name()));
        }
    }
    Error::unless_empty(no)
}
