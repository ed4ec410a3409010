//! Readers of the embedded store: connections that cannot write, one a reading.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use domain::{Error, reason};
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
};

use crate::{Recall, Tx, answer::Reading, lite::LiteConn, panics::Panics, tx::Conn};

/// How long a reader waits for a seat.
const SEAT_MAX: Duration = Duration::from_secs(5);

/// Connections for reading, made as they are needed.
pub(crate) struct Readers {
    seats: Arc<Semaphore>,
    idle: Arc<Idle>,
    panics: Arc<Panics>,
}

impl Readers {
    pub fn new(file: &Path, seats: u32, panics: Arc<Panics>) -> Self {
        let seats = usize::try_from(seats).unwrap_or(1);
        let idle = Arc::new(Idle { file: file.to_owned(), free: Mutex::new(Vec::new()) });
        Self { seats: Arc::new(Semaphore::new(seats)), idle, panics }
    }

    /// Reads on a thread that may block, whatever becomes of the caller; what is quick, here:
    /// nothing in it lets another task run, so nobody can leave it half done.
    pub async fn read<R: Reading>(
        &self,
        reading: Arc<R>,
        now_us: i64,
        recall: Recall,
    ) -> Result<R::Out, Error> {
        let seat = self.seat().await?;
        if reading.is_quick(&recall.memory) {
            let mut conn = self.idle.take()?;
            let (answer, sound) = look(&mut conn, reading.as_ref(), now_us, recall).await;
            if sound {
                self.idle.give_back(conn, &seat);
            }
            return answer;
        }
        let (idle, runtime) = (self.idle.clone(), Handle::current());
        let task = tokio::task::spawn_blocking(move || {
            let mut conn = idle.take()?;
            let (answer, sound) =
                runtime.block_on(look(&mut conn, reading.as_ref(), now_us, recall));
            if sound {
                idle.give_back(conn, &seat);
            }
            drop(seat);
            answer
        });
        task.await.unwrap_or_else(|error| Err(self.panics.of_task("reading task", error)))
    }

    /// Refuses further readers; a connection ends with its last reading.
    pub fn close(&self) {
        self.seats.close();
        self.idle.clear();
    }

    async fn seat(&self) -> Result<OwnedSemaphorePermit, Error> {
        match tokio::time::timeout(SEAT_MAX, self.seats.clone().acquire_owned()).await {
            Ok(Ok(seat)) => Ok(seat),
            _ => Err(reason::UNAVAILABLE.refuse().into()),
        }
    }
}

/// Connections that nobody uses just now.
struct Idle {
    file: PathBuf,
    free: Mutex<Vec<LiteConn>>,
}

impl Idle {
    fn take(&self) -> Result<LiteConn, Error> {
        let free = self.free.lock().ok().and_then(|mut free| free.pop());
        free.map_or_else(|| LiteConn::reading(&self.file), Ok)
    }

    /// Keeps a connection for the next, unless no next will come.
    fn give_back(&self, conn: LiteConn, seat: &OwnedSemaphorePermit) {
        if let Ok(mut free) = self.free.lock()
            && !seat.semaphore().is_closed()
        {
            free.push(conn);
        }
    }

    fn clear(&self) {
        if let Ok(mut free) = self.free.lock() {
            free.clear();
        }
    }
}

/// One look at one snapshot; tells also whether the connection may be used again.
async fn look<R: Reading>(
    conn: &mut LiteConn,
    reading: &R,
    now_us: i64,
    recall: Recall,
) -> (Result<R::Out, Error>, bool) {
    let mut tx = Tx::reading(Conn::Sqlite(conn), now_us, recall);
    if let Err(error) = tx.control("BEGIN").await {
        return (Err(error), false);
    }
    let answer = reading.read(&mut tx).await;
    let ended = tx.control("ROLLBACK").await;
    (answer, tx.broken.is_none() && ended.is_ok())
}
