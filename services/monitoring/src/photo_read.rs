//! GetPhoto, ListPhotos and the pieces of DownloadPhoto.

use domain::{Error, Place, ids::PhotoId};
use edge::{Violations, page_token};
use store::{Query, Tx, args};
use uuid::Uuid;
use wire::monitoring::v1::{
    DownloadPhotoRequest, GetPhotoRequest, GetPhotoResponse, ListPhotosRequest, ListPhotosResponse,
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
        let row = photo::read(tx, &self.0).await?;
        Ok(GetPhotoResponse { photo: Some(photo::message(&self.0.project, &row)) })
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

/// The bytes of a finished photo from an offset on; every piece is authorised anew.
#[derive(Clone)]
pub struct ReadPiece {
    name: PhotoName,
    /// Where to read.
    pub offset_bytes: i64,
}

impl ReadPiece {
    /// Reads the request.
    pub fn parse(request: DownloadPhotoRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", PhotoName::parse(&request.name));
        faults.finish(name.map(|name| Self { name, offset_bytes: 0 }))
    }
}

impl Query for ReadPiece {
    const METHOD: &'static str = wire::access::photo_service::DOWNLOAD_PHOTO;
    type Answer = Option<Vec<u8>>;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let row = photo::read(tx, &self.name).await?;
        if row.state != "finished" {
            return Err(Error::absent());
        }
        photo::piece(tx, &self.name, self.offset_bytes).await
    }
}
