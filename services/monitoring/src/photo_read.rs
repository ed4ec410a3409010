//! GetPhoto, ListPhotos and the pieces of DownloadPhoto.

use domain::{Error, Place, ids::PhotoId};
use edge::{Violations, page_token};
use store::{Query, Tx, args};
use uuid::Uuid;
use wire::monitoring::v1::{
    DownloadPhotoOriginalRequest, DownloadPhotoRequest, GetPhotoRequest, GetPhotoResponse,
    ListPhotosRequest, ListPhotosResponse, PhotoCopy,
};

use crate::{
    names::{PhotoName, ProjectName},
    photo,
    photo_sql::{self, PhotoRow},
    read::position,
};

/// One photo.
pub struct GetPhoto(PhotoName);

impl GetPhoto {
    /// Reads the request.
    pub fn parse(request: GetPhotoRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", PhotoName::parse(&request.name));
        faults.finish(name.map(Self))
    }
}

impl Query for GetPhoto {
    const METHOD: &'static str = wire::access::photo_service::GET_PHOTO;
    type Answer = GetPhotoResponse;

    fn place(&self) -> Place {
        self.0.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        Ok(GetPhotoResponse { photo: Some(photo::whole(tx, &self.0).await?) })
    }
}

/// Photos of a project.
pub struct ListPhotos {
    project: ProjectName,
    after: Option<Uuid>,
    limit: u32,
}

impl ListPhotos {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: ListPhotosRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let project = faults.read("parent", ProjectName::parse(&request.parent));
        let limit = faults.read("page_size", page_token::page_size(request.page_size));
        let after = page_token::read(Self::METHOD, &[&request.parent], &request.page_token)
            .and_then(|key| key.map(|key| position(&key)).transpose());
        let after = faults.read("page_token", after);
        let parsed = project.zip(limit).zip(after);
        faults.finish(parsed.map(|((project, limit), after)| Self { project, after, limit }))
    }
}

impl Query for ListPhotos {
    const METHOD: &'static str = wire::access::photo_service::LIST_PHOTOS;
    type Answer = ListPhotosResponse;

    fn place(&self) -> Place {
        self.project.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let rows: Vec<PhotoRow> = tx
            .all(
                &photo_sql::LIST_PHOTOS,
                args![
                    &self.project.desa,
                    self.project.id.uuid(),
                    i64::from(self.after.is_some()),
                    self.after.unwrap_or_default(),
                    self.limit
                ],
            )
            .await?;
        let full = u32::try_from(rows.len()).is_ok_and(|count| count == self.limit);
        let next_page_token = match rows.last() {
            Some(last) if full => {
                let key = PhotoId::new(last.photo_id).to_string();
                page_token::issue(Self::METHOD, &[&self.project.name()], &key)
            }
            _ => String::new(),
        };
        let photos = rows.iter().map(|row| photo::message(&self.project, row)).collect();
        Ok(ListPhotosResponse { photos, next_page_token })
    }
}

/// The next bytes of a download, from an offset on; every piece is authorised anew.
pub trait Piece: Query<Answer = Option<Vec<u8>>> + Clone {
    /// Where to read.
    fn offset_bytes(&mut self) -> &mut i64;
}

/// The bytes of a finished photo as they were taken.
#[derive(Clone)]
pub struct ReadOriginal {
    name: PhotoName,
    offset_bytes: i64,
}

impl ReadOriginal {
    /// Reads the request.
    pub fn parse(request: DownloadPhotoOriginalRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", PhotoName::parse(&request.name));
        faults.finish(name.map(|name| Self { name, offset_bytes: 0 }))
    }
}

impl Piece for ReadOriginal {
    fn offset_bytes(&mut self) -> &mut i64 {
        &mut self.offset_bytes
    }
}

impl Query for ReadOriginal {
    const METHOD: &'static str = wire::access::photo_service::DOWNLOAD_PHOTO_ORIGINAL;
    type Answer = Option<Vec<u8>>;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        finished(tx, &self.name).await?;
        photo::piece(tx, &self.name, self.offset_bytes).await
    }
}

/// A copy of a finished photo.
#[derive(Clone)]
pub struct ReadCopy {
    name: PhotoName,
    kind: &'static str,
    offset_bytes: i64,
}

impl ReadCopy {
    /// Reads the request.
    pub fn parse(request: DownloadPhotoRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", PhotoName::parse(&request.name));
        let kind = match request.copy() {
            PhotoCopy::Unspecified | PhotoCopy::Show => "show",
            PhotoCopy::Thumbnail => "thumbnail",
        };
        faults.finish(name.map(|name| Self { name, kind, offset_bytes: 0 }))
    }
}

impl Piece for ReadCopy {
    fn offset_bytes(&mut self) -> &mut i64 {
        &mut self.offset_bytes
    }
}

impl Query for ReadCopy {
    const METHOD: &'static str = wire::access::photo_service::DOWNLOAD_PHOTO;
    type Answer = Option<Vec<u8>>;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        finished(tx, &self.name).await?;
        // A copy is kept in one piece.
        if self.offset_bytes > 0 {
            return Ok(None);
        }
        photo::copy(tx, &self.name, self.kind).await.map(Some)
    }
}

async fn finished(tx: &mut Tx<'_>, name: &PhotoName) -> Result<(), Error> {
    let row = photo::read(tx, name).await?;
    if row.state == "finished" { Ok(()) } else { Err(Error::absent()) }
}
