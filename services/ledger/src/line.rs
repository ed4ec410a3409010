//! Budget lines: ceilings, reservations, what is posted.

use domain::{
    DesaId, Error, KegiatanCode, Refusal, RekeningCode, Rupiah, SumberDana, Tahun, ids::LineId,
};
use serde::Serialize;
use store::{Tx, args};

use crate::{
    refusal::{BUDGET_SHORT, CEILING_BELOW_COMMITTED, LINE_UNKNOWN, RESERVED_SHORT},
    sql,
};

/// What a line is for; decides which way it counts and whether its ceiling binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum LineKind {
    /// Pendapatan (4): may exceed its target (INV-18).
    Revenue,
    /// Belanja (5): never above its ceiling.
    Spending,
    /// Penerimaan pembiayaan (6.1).
    FinancingIn,
    /// Pengeluaran pembiayaan (6.2): never above its ceiling.
    FinancingOut,
}

impl LineKind {
    /// The kind of an account's lines, if budget lines stand on it.
    pub fn of(rekening: &RekeningCode) -> Option<Self> {
        match rekening.akun() {
            "4" => Some(Self::Revenue),
            "5" => Some(Self::Spending),
            "6" if rekening.starts_with("6.1") => Some(Self::FinancingIn),
            "6" if rekening.starts_with("6.2") => Some(Self::FinancingOut),
            _ => None,
        }
    }

    /// The stored word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Revenue => "revenue",
            Self::Spending => "spending",
            Self::FinancingIn => "financing_in",
            Self::FinancingOut => "financing_out",
        }
    }
}

/// A budget line as a version of the budget lays it down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its id, the same in every version of the year.
    pub line_id: LineId,
    /// The budget year.
    pub tahun: Tahun,
    /// The activity; absent for revenue and financing.
    pub kegiatan: Option<KegiatanCode>,
    /// The account.
    pub rekening: RekeningCode,
    /// The source of its money.
    pub sumber_dana: SumberDana,
    /// The most that may be spent, or the target of revenue.
    pub ceiling: Rupiah,
}

/// A line with what is committed on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineState {
    /// The line.
    pub line_id: LineId,
    /// The budget year.
    pub tahun: i64,
    /// `revenue`, `spending`, `financing_in` or `financing_out`.
    pub kind: String,
    /// Code of the activity, if any.
    pub kegiatan: Option<String>,
    /// Code of the account.
    pub rekening: String,
    /// Code of the source.
    pub sumber_dana: String,
    /// The ceiling or target.
    pub ceiling: Rupiah,
    /// Promised to payment requests.
    pub reserved: Rupiah,
    /// Spent or received.
    pub posted: Rupiah,
}

impl LineState {
    /// What can still be reserved.
    pub fn available(&self) -> Rupiah {
        let committed = self.reserved.sen().saturating_add(self.posted.sen());
        Rupiah::from_sen(self.ceiling.sen().saturating_sub(committed))
    }
}

/// Reads a line, if the village has it.
///
/// # Errors
/// Faults of the store only.
pub async fn line(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    line: LineId,
) -> Result<Option<LineState>, Error> {
    let row: Option<sql::LineRow> = tx.maybe(&sql::READ_LINE, args![desa, line.uuid()]).await?;
    Ok(row.map(|row| LineState {
        line_id: LineId::new(row.line_id),
        tahun: row.tahun,
        kind: row.kind,
        kegiatan: row.kegiatan,
        rekening: row.rekening,
        sumber_dana: row.sumber_dana,
        ceiling: Rupiah::from_sen(row.ceiling_sen),
        reserved: Rupiah::from_sen(row.reserved_sen),
        posted: Rupiah::from_sen(row.posted_sen),
    }))
}

/// Opens a line, or changes the ceiling of one that is open.
///
/// # Errors
/// `CEILING_BELOW_COMMITTED` when the ceiling falls below reserved + posted (INV-13); a
/// fault when the account carries no budget lines or the id belongs to another key.
pub async fn open_line(tx: &mut Tx<'_>, desa: &DesaId, new: &Line) -> Result<(), Error> {
    let kind = LineKind::of(&new.rekening)
        .ok_or_else(|| Error::fault(format!("no budget line stands on {}", new.rekening)))?;
    let values = args![
        desa,
        new.line_id.uuid(),
        new.tahun,
        kind.code(),
        new.kegiatan.as_ref(),
        &new.rekening,
        &new.sumber_dana,
        new.ceiling
    ];
    if tx.exec(&sql::OPEN_LINE, values).await? == 1 {
        return Ok(());
    }
    let old = line(tx, desa, new.line_id).await?.ok_or_else(Error::absent)?;
    let committed = Rupiah::from_sen(old.reserved.sen().saturating_add(old.posted.sen()));
    if committed <= new.ceiling {
        return Err(Error::fault(format!("line {} belongs to another key", new.line_id)));
    }
    Err(CEILING_BELOW_COMMITTED
        .refuse()
        .fact("line", new.line_id)
        .sen("ceiling", new.ceiling)
        .sen("committed", committed)
        .about(line_name(desa, new.line_id))
        .into())
}

/// Sets an open line back to what an earlier version gives it, which an annulment brought into
/// force again (Permendagri 20/2018 P.36).
///
/// Where more is committed the ceiling stands at that and falls with every release, reversal and
/// settlement, until it is the amount in force: what the annulled version gave is spent once.
///
/// # Errors
/// A fault when the line is not open.
pub async fn fall_back(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    id: LineId,
    in_force: Rupiah,
) -> Result<(), Error> {
    if tx.exec(&sql::FALL_BACK, args![desa, id.uuid(), in_force]).await? == 1 {
        return Ok(());
    }
    Err(Error::fault(format!("line {id} is not open")))
}

/// Reserves an amount for a payment request.
///
/// # Errors
/// `BUDGET_SHORT` with what is left and what is missing; `LINE_UNKNOWN`.
pub async fn reserve(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    id: LineId,
    amount: Rupiah,
) -> Result<(), Error> {
    if tx.exec(&sql::RESERVE, args![desa, id.uuid(), amount]).await? == 1 {
        return Ok(());
    }
    Err(short(tx, desa, id, (amount, Rupiah::ZERO)).await?)
}

/// Why an amount does not fit on a line; what the same act frees there is told as left.
pub(crate) async fn short(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    id: LineId,
    (amount, freed): (Rupiah, Rupiah),
) -> Result<Error, Error> {
    let Some(line) = line(tx, desa, id).await?.filter(|l| l.kind != "revenue") else {
        return Ok(LINE_UNKNOWN.refuse().fact("line", id).about(line_name(desa, id)).into());
    };
    let codes = (line.kegiatan.as_deref(), &*line.rekening, &*line.sumber_dana);
    let told = |part: Rupiah| Rupiah::from_sen(part.sen().saturating_add(freed.sen()));
    let refusal = budget_short(id, codes, told(line.available()), told(amount));
    Ok(refusal.about(line_name(desa, id)).into())
}

/// The refusal of more than a line has left. People are told its codes, since an id says nothing
/// to them: kegiatan (none for financing), rekening and sumber dana.
pub fn budget_short(
    id: LineId,
    (kegiatan, rekening, sumber_dana): (Option<&str>, &str, &str),
    available: Rupiah,
    asked: Rupiah,
) -> Refusal {
    let short = Rupiah::from_sen(asked.sen().saturating_sub(available.sen()));
    let told = kegiatan.map_or_else(|| "pembiayaan".into(), |code| format!("kegiatan {code}"));
    BUDGET_SHORT
        .refuse()
        .fact("line", id)
        .sen("available", available)
        .sen("asked", asked)
        .sen("short", short)
        .shown("kegiatan", kegiatan.unwrap_or_default(), told)
        .fact("rekening", rekening)
        .fact("sumber_dana", sumber_dana)
}

/// Gives a reservation back.
///
/// # Errors
/// `RESERVED_SHORT` when less is reserved.
pub async fn release(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    id: LineId,
    amount: Rupiah,
) -> Result<(), Error> {
    if tx.exec(&sql::RELEASE, args![desa, id.uuid(), amount]).await? == 1 {
        return Ok(());
    }
    Err(reserved_short(desa, id, amount))
}

/// The refusal of settling more than is reserved.
pub(crate) fn reserved_short(desa: &DesaId, id: LineId, amount: Rupiah) -> Error {
    RESERVED_SHORT.refuse().fact("line", id).sen("asked", amount).about(line_name(desa, id)).into()
}

/// The resource name of a line.
fn line_name(desa: &DesaId, id: LineId) -> String {
    format!("{}/lines/{id}", desa.name())
}
