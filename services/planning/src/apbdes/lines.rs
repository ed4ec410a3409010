//! Changing many lines of a draft at once: all, or none with every fault.

use std::collections::BTreeMap;

use domain::{
    Error, KegiatanCode, Place, Refusal, RekeningCode, Role, Rupiah, SumberDana, ids::LineId,
    reason, text,
};
use edge::Violations;
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use uuid::Uuid;
use wire::{access::apbdes_service as access, planning::v1 as pb};

use crate::{
    apbdes::{
        council::Seen,
        line_sql::{self, LineRow},
        read, sql,
        states::State,
        version::Version,
    },
    name::YearName,
    parse::{Measure, Measured, optional_line},
    reference::Charts,
    refusal::{
        APBDES_FROZEN, APBDES_LINE_UNKNOWN, KEGIATAN_NOT_IN_CHART, LINE_KEGIATAN_WRONG,
        LINE_KEY_FIXED, LINE_KEY_TAKEN, OTHERS_ACTIVITY, REKENING_UNKNOWN, SUMBER_DANA_UNKNOWN,
    },
    rkpdes::PlanInForce,
};

/// The most changes of one call.
const CHANGES_MAX: usize = 500;

/// Changes lines of a draft.
#[derive(Debug, Serialize)]
pub(crate) struct BatchUpdate {
    seen: Seen,
    changes: Vec<Change>,
}

/// What is done to one line.
#[derive(Debug, Clone, Serialize)]
enum Change {
    Create(Key, Content),
    Update(LineId, GivenKey, Content),
    Remove(LineId),
}

/// The codes of a line: unique in a version, never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Key {
    kegiatan: Option<KegiatanCode>,
    rekening: RekeningCode,
    sumber_dana: SumberDana,
}

/// The codes as an update repeats them; what is left out is as it was.
#[derive(Debug, Clone, Serialize)]
struct GivenKey {
    kegiatan: Option<KegiatanCode>,
    rekening: Option<RekeningCode>,
    sumber_dana: Option<SumberDana>,
}

/// What a line says.
#[derive(Debug, Clone, Serialize)]
struct Content {
    uraian: String,
    measure: Option<Measure>,
    amount: Rupiah,
    output: String,
    perdes_reference: String,
    from_bengkok: bool,
}

impl BatchUpdate {
    pub fn parse(request: pb::BatchUpdateApbdesLinesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&mut faults, &request.name, &request.etag);
        if !(1..=CHANGES_MAX).contains(&request.lines.len()) {
            let refusal = reason::COUNT_OUT_OF_RANGE.refuse().fact("value", request.lines.len());
            faults.add(refusal.fact("min", 1).fact("max", CHANGES_MAX).at("lines"));
        }
        let changes = request.lines.iter().enumerate().take(CHANGES_MAX);
        let changes =
            changes.filter_map(|(at, line)| Change::read(&mut faults, at, line)).collect();
        faults.finish(seen.map(|seen| Self { seen, changes }))
    }
}

/// The path of a field of a change.
fn path(at: usize, field: &str) -> String {
    format!("lines[{at}].{field}")
}

impl Change {
    fn read(faults: &mut Violations, at: usize, line: &pb::ApbdesLineChange) -> Option<Self> {
        match pb::LineChangeKind::try_from(line.kind) {
            Ok(pb::LineChangeKind::Create) => {
                let key = Key::read(faults, at, line);
                let content = Content::read(faults, at, line);
                Some(Self::Create(key?, content?))
            }
            Ok(pb::LineChangeKind::Update) => {
                let id = faults.read(path(at, "line_id"), LineId::parse(&line.line_id));
                let key = GivenKey::read(faults, at, line);
                let content = Content::read(faults, at, line);
                Some(Self::Update(id?, key, content?))
            }
            Ok(pb::LineChangeKind::Remove) => {
                faults.read(path(at, "line_id"), LineId::parse(&line.line_id)).map(Self::Remove)
            }
            _ => {
                faults.add(reason::FIELD_REQUIRED.refuse().at(path(at, "kind")));
                None
            }
        }
    }
}

impl GivenKey {
    fn read(faults: &mut Violations, at: usize, line: &pb::ApbdesLineChange) -> Self {
        Self {
            kegiatan: faults.optional(path(at, "kegiatan"), &line.kegiatan, KegiatanCode::parse),
            rekening: faults.optional(path(at, "rekening"), &line.rekening, RekeningCode::parse),
            sumber_dana: faults.optional(
                path(at, "sumber_dana"),
                &line.sumber_dana,
                SumberDana::parse,
            ),
        }
    }

    /// Whether the line has these codes.
    fn agrees(&self, line: &LineRow) -> bool {
        self.kegiatan.as_ref().is_none_or(|code| line.kegiatan.as_deref() == Some(code.as_str()))
            && self.rekening.as_ref().is_none_or(|code| line.rekening == code.as_str())
            && self.sumber_dana.as_ref().is_none_or(|code| line.sumber_dana == code.as_str())
    }
}

impl Key {
    fn read(faults: &mut Violations, at: usize, line: &pb::ApbdesLineChange) -> Option<Self> {
        let rekening = faults.read(path(at, "rekening"), RekeningCode::parse(&line.rekening));
        let sumber_dana =
            faults.read(path(at, "sumber_dana"), SumberDana::parse(&line.sumber_dana));
        let kegiatan = faults.optional(path(at, "kegiatan"), &line.kegiatan, KegiatanCode::parse);
        let rekening = rekening?;
        if (rekening.akun() == "5") == line.kegiatan.is_empty() {
            faults.add(LINE_KEGIATAN_WRONG.refuse().at(path(at, "kegiatan")));
            return None;
        }
        Some(Self { kegiatan, rekening, sumber_dana: sumber_dana? })
    }

    fn is_of(&self, line: &LineRow) -> bool {
        line.kegiatan.as_deref() == self.kegiatan.as_ref().map(KegiatanCode::as_str)
            && line.rekening == self.rekening.as_str()
            && line.sumber_dana == self.sumber_dana.as_str()
    }

    /// Codes that no chart has (INV-03: money stands on objek of akun 4 to 6 only), and a source
    /// that does not come on the account.
    fn unknown(&self, at: usize, charts: &Charts) -> Vec<Refusal> {
        let mut unknown = Vec::new();
        let code = self.rekening.as_str();
        if !matches!(self.rekening.akun(), "4" | "5" | "6") || !charts.objek.contains(code) {
            let refusal = REKENING_UNKNOWN.refuse().fact("rekening", code);
            unknown.push(refusal.at(path(at, "rekening")));
        }
        if let Some(code) = &self.kegiatan
            && !charts.kegiatan.contains(code.as_str())
        {
            let refusal = KEGIATAN_NOT_IN_CHART.refuse().fact("kegiatan", code);
            unknown.push(refusal.at(path(at, "kegiatan")));
        }
        let source = if charts.has_source(&self.sumber_dana) {
            charts.misplaced(&self.rekening, &self.sumber_dana)
        } else {
            Some(SUMBER_DANA_UNKNOWN.refuse().fact("sumber_dana", &self.sumber_dana))
        };
        unknown.extend(source.map(|refusal| refusal.at(path(at, "sumber_dana"))));
        unknown
    }
}

impl Content {
    fn read(faults: &mut Violations, at: usize, line: &pb::ApbdesLineChange) -> Option<Self> {
        let uraian = faults.read(path(at, "uraian"), text::name(&line.uraian));
        let measured = Measured {
            volume_e4: line.volume_e4,
            unit: &line.unit,
            unit_price: line.unit_price,
            amount: line.amount,
        };
        let measured = measured.read(faults, &format!("lines[{at}]"));
        let output = optional_line(faults, path(at, "output"), &line.output);
        let reference = path(at, "perdes_reference");
        let perdes_reference = optional_line(faults, reference, &line.perdes_reference);
        let (measure, amount) = measured?;
        let from_bengkok = line.from_tanah_bengkok;
        Some(Self { uraian: uraian?, measure, amount, output, perdes_reference, from_bengkok })
    }

    /// The row of a line with this content.
    fn row(&self, line_id: Uuid, key: (Option<String>, String, String)) -> LineRow {
        let (kegiatan, rekening, sumber_dana) = key;
        LineRow {
            line_id,
            kegiatan,
            rekening,
            sumber_dana,
            uraian: self.uraian.clone(),
            volume_e4: self.measure.as_ref().map(|measure| measure.volume_e4),
            unit: self.measure.as_ref().map(|measure| measure.unit.clone()).unwrap_or_default(),
            unit_price_sen: self.measure.as_ref().map(|measure| measure.unit_price.sen()),
            amount_sen: self.amount.sen(),
            output: self.output.clone(),
            perdes_reference: self.perdes_reference.clone(),
            from_bengkok: self.from_bengkok,
        }
    }
}

/// Every fault of the changes against the charts and the lines there are.
fn faults(changes: &[Change], lines: &[LineRow], charts: &Charts) -> Vec<Refusal> {
    let mut there: BTreeMap<Uuid, &LineRow> =
        lines.iter().map(|line| (line.line_id, line)).collect();
    let mut made: Vec<&Key> = Vec::new();
    let mut faults = Vec::new();
    let unknown = |at: usize, id: &LineId| {
        APBDES_LINE_UNKNOWN.refuse().fact("line", id).at(path(at, "line_id"))
    };
    for (at, change) in changes.iter().enumerate() {
        match change {
            Change::Create(key, _) => {
                faults.extend(key.unknown(at, charts));
                if made.contains(&key) || there.values().any(|line| key.is_of(line)) {
                    faults.push(LINE_KEY_TAKEN.refuse().at(path(at, "rekening")));
                }
                made.push(key);
            }
            Change::Update(id, key, _) => match there.get(&id.uuid()) {
                None => faults.push(unknown(at, id)),
                Some(line) if !key.agrees(line) => {
                    faults.push(LINE_KEY_FIXED.refuse().at(path(at, "rekening")));
                }
                Some(_) => {}
            },
            Change::Remove(id) => {
                if there.remove(&id.uuid()).is_none() {
                    faults.push(unknown(at, id));
                }
            }
        }
    }
    faults
}

/// A PKA changes only spending of kegiatan that the plan gives to nobody else (matrix row 2).
async fn own_activities(
    tx: &mut Tx<'_>,
    year: &YearName,
    changes: &[Change],
    lines: &[LineRow],
) -> Result<Vec<Refusal>, Error> {
    let principal = tx.principal()?.clone();
    let drafts_all = [Role::Op, Role::Sek, Role::Keu, Role::Kds];
    if principal.holds(&drafts_all, &year.desa.place(), tx.today()) {
        return Ok(Vec::new());
    }
    let plan = PlanInForce::load(tx, year).await?;
    let kegiatan_of = |id: &LineId| {
        let line = lines.iter().find(|line| line.line_id == id.uuid());
        line.and_then(|line| line.kegiatan.as_deref())
    };
    let others = changes.iter().enumerate().filter_map(|(at, change)| {
        let kegiatan = match change {
            Change::Create(key, _) => key.kegiatan.as_ref().map(KegiatanCode::as_str),
            Change::Update(id, ..) | Change::Remove(id) => kegiatan_of(id),
        };
        let own = kegiatan.is_some_and(|code| !plan.is_of_others(code, principal.person.uuid()));
        (!own).then(|| {
            let refusal = OTHERS_ACTIVITY.refuse().fact("kegiatan", kegiatan.unwrap_or_default());
            refusal.at(path(at, "kegiatan"))
        })
    });
    Ok(others.collect())
}

impl Command for BatchUpdate {
    const METHOD: &'static str = access::BATCH_UPDATE_APBDES_LINES;
    type Answer = pb::BatchUpdateApbdesLinesResponse;

    fn place(&self) -> Place {
        self.seen.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let mut version = self.seen.claim(tx).await?;
        if version.state != State::Draft {
            let state = version.state;
            return Err(APBDES_FROZEN.refuse().shown("state", state.word(), state.title()).into());
        }
        let lines = version.lines(tx).await?;
        let year = self.seen.name.year.clone();
        Error::unless_empty(own_activities(tx, &year, &self.changes, &lines).await?)?;
        let charts = Charts::load(tx).await?;
        Error::unless_empty(faults(&self.changes, &lines, &charts))?;
        let mut written = Vec::new();
        for change in &self.changes {
            written.extend(apply(tx, &version, change, &lines).await?);
        }
        let (desa, id) = (&year.desa, version.row.apbdes_id);
        let moved = tx.exec(&sql::TOUCH, args![desa, id, version.row.revision]).await?;
        let (state, since_us) = (version.state, version.row.state_since_us);
        version.arrived(moved, state, since_us)?;
        let removed = self.changes.len().saturating_sub(written.len());
        let detail = json!({ "written": written.len(), "removed": removed });
        tx.record(Event::new("apbdes.lines_changed", version.name.text()).with(detail));
        Ok(pb::BatchUpdateApbdesLinesResponse {
            lines: written.into_iter().map(read::line).collect(),
            apbdes: Some(version.message(tx).await?),
            receipt: None,
        })
    }
}

/// Carries one change out; answers the line unless it was removed.
async fn apply(
    tx: &mut Tx<'_>,
    version: &Version,
    change: &Change,
    lines: &[LineRow],
) -> Result<Option<LineRow>, Error> {
    let (year, apbdes) = (&version.name.year, version.row.apbdes_id);
    match change {
        Change::Create(key, content) => {
            let id = key_id(tx, year, key).await?;
            let codes = (
                key.kegiatan.as_ref().map(|code| code.as_str().to_owned()),
                key.rekening.as_str().to_owned(),
                key.sumber_dana.as_str().to_owned(),
            );
            let row = content.row(id, codes);
            line_sql::insert(tx, year, apbdes, &row).await?;
            Ok(Some(row))
        }
        Change::Update(id, _, content) => {
            let old = lines.iter().find(|line| line.line_id == id.uuid());
            let old = old.ok_or_else(Error::absent)?.clone();
            let row = content.row(old.line_id, (old.kegiatan, old.rekening, old.sumber_dana));
            line_sql::update(tx, year, apbdes, &row).await?;
            Ok(Some(row))
        }
        Change::Remove(id) => {
            tx.exec(&line_sql::DELETE_LINE, args![&year.desa, apbdes, id.uuid()]).await?;
            Ok(None)
        }
    }
}

/// The id of a key: the same in every version of the year, so that the ledger's line is too.
async fn key_id(tx: &mut Tx<'_>, year: &YearName, key: &Key) -> Result<Uuid, Error> {
    let fresh = tx.new_id();
    let kegiatan = key.kegiatan.as_ref().map_or("", KegiatanCode::as_str);
    let values = args![&year.desa, year.tahun, kegiatan, &key.rekening, &key.sumber_dana, fresh];
    let (id,): (Uuid,) = tx.one(&line_sql::KEY, values).await?;
    Ok(id)
}
