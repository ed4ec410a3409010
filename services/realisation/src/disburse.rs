//! DisburseSpp: the paying transaction.

use domain::{Day, Error, Place, RekeningCode, Rupiah, SumberDana, terbilang::terbilang};
use edge::{
    Violations,
    convert::{etag, rupiah},
};
use ledger::{Account, Entry, EntryKind, Posting};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use wire::realisation::v1 as proto;

use crate::{
    ask::{Asked, ask},
    decide::target,
    facts::{self, Loaded, stale},
    last_year,
    names::{SppName, loose_day},
    series,
    spp::{Kind, Purse, State, Step},
    sql::{self, HeadRow},
    states::{LineFacts, warnings},
    taxes::{self, Tax, day_between},
    view::violation,
};

/// Pays an approved request.
#[derive(Debug, Serialize)]
pub struct DisburseSpp {
    name: SppName,
    revision: i64,
    day: Option<Day>,
    purse: Purse,
    taxes: Vec<Tax>,
}

impl DisburseSpp {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::DisburseSppRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let target = target(&mut faults, &request.name, &request.etag);
        let day = faults.read("day", loose_day(&request.day));
        let purse = faults.read("store", Purse::read(request.store));
        let taxes = taxes::read(&mut faults, &request.taxes);
        let read = || {
            let (name, revision) = target?;
            Some(Self { name, revision, day: day?, purse: purse?, taxes: taxes? })
        };
        faults.finish(read())
    }
}

/// The amounts and the day of a payment.
struct Sums {
    day: Day,
    gross: Rupiah,
    tax: Rupiah,
    net: Rupiah,
}

impl Command for DisburseSpp {
    const METHOD: &'static str = wire::access::spp_service::DISBURSE_SPP;
    type Answer = proto::DisburseSppResponse;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let name = &self.name;
        let head = facts::head(tx, name).await?;
        let sums = self.sums(tx, &head)?;
        let payment = Some((self.purse.account(), sums.day, sums.net));
        let asked = ask(tx, name, head, Step::Disburse, payment).await?;
        let Asked { mut loaded, checks, mut reasons } = asked;
        reasons.extend(self.unmet(tx, &loaded, &sums).await?);
        Error::unless_empty(reasons)?;
        loaded.head.fresh(self.revision)?;
        loaded.facts.lines.sort_by_key(|line| line.line_id);
        let number = self.pay(tx, &loaded, &sums).await?;
        let clearances = facts::clearances(tx, name, &loaded.facts).await?;
        let mut told = warnings(&checks, Step::Disburse);
        let taxed = (sums.gross, sums.day);
        told.extend(taxes::above_rate(tx, name.desa(), &self.taxes, taxed).await?);
        let detail = json!({
            "number": loaded.head.number, "kuitansi": number, "amount_sen": sums.gross.sen(),
            "clearances": clearances,
            "warnings": told.iter().map(|warning| warning.code.as_ref()).collect::<Vec<_>>(),
        });
        tx.record(Event::new("spp.disbursed", name.name()).with(detail));
        Ok(Self::Answer {
            state: State::Disbursed.wire(),
            etag: etag(self.revision.saturating_add(1)),
            kuitansi: Some(self.kuitansi(&loaded.head, &sums, number)),
            warnings: told.iter().map(violation).collect(),
            receipt: None,
        })
    }
}

impl DisburseSpp {
    fn sums(&self, tx: &Tx<'_>, head: &HeadRow) -> Result<Sums, Error> {
        let gross = Rupiah::from_sen(head.amount_sen);
        let tax = taxes::total(&self.taxes)?;
        // More tax than the amount is refused below; the net must only not be negative here.
        let net = gross.checked_sub(tax).filter(|net| *net >= Rupiah::ZERO).unwrap_or_default();
        Ok(Sums { day: self.day.unwrap_or_else(|| tx.today()), gross, tax, net })
    }

    /// What refuses this payment beside the rules of the request.
    async fn unmet(
        &self,
        tx: &mut Tx<'_>,
        loaded: &Loaded,
        sums: &Sums,
    ) -> Result<Vec<domain::Refusal>, Error> {
        let mut reasons = taxes::unmet(tx, &self.taxes, sums.gross).await?;
        if let (Kind::Panjar, Some(tax)) = (loaded.facts.kind, self.taxes.first()) {
            // Tax of an advance is withheld by the PKA and handed over when it is settled.
            let why = "pajak panjar dipungut PKA dan diserahkan saat panjar diselesaikan";
            reasons.push(taxes::invalid(tax, why).at("taxes"));
        }
        let approved = Day::of_us(loaded.head.approved_us.unwrap_or_default());
        reasons.extend(day_between(sums.day, approved, tx.today()));
        Ok(reasons)
    }

    /// Takes the state, writes the journal and the payment; answers the voucher's number.
    async fn pay(&self, tx: &mut Tx<'_>, loaded: &Loaded, sums: &Sums) -> Result<String, Error> {
        let name = &self.name;
        let person = tx.principal()?.person.uuid();
        let values = args![name.desa(), name.id.uuid(), self.revision, person, tx.now_us()];
        if tx.exec(&sql::PAY, values).await? != 1 {
            return Err(stale());
        }
        let number = series::next(tx, &name.year, series::KWT).await?;
        let entry = self.entry(loaded, sums, &number)?;
        let entry_id = ledger::post(tx, name.desa(), &entry).await?;
        if !self.taxes.is_empty() {
            last_year::still_here(tx, &name.year).await?;
        }
        let head = &loaded.head;
        let values = args![
            name.desa(),
            tx.new_id(),
            name.id.uuid(),
            name.year.tahun,
            &number,
            sums.day,
            self.purse.code(),
            sums.gross,
            sums.tax,
            sums.net,
            entry_id.uuid(),
            head.submitted_by,
            head.verified_by,
            head.approved_by,
            person,
            tx.now_us()
        ];
        tx.exec(&sql::PUT_PAYMENT, values).await?;
        taxes::put(tx, name, &self.taxes).await?;
        Ok(number)
    }

    /// The journal: the expense of every line, or the advance, against the store and the taxes.
    fn entry(&self, loaded: &Loaded, sums: &Sums, number: &str) -> Result<Entry, Error> {
        let lines = &loaded.facts.lines;
        let (kind, mut postings, settles) = if loaded.facts.kind == Kind::Panjar {
            let advance = posting(Account::Panjar, sums.gross.sen());
            (EntryKind::PanjarPayment, vec![advance], Vec::new())
        } else {
            let debits = lines.iter().map(debit).collect::<Result<Vec<_>, _>>()?;
            let settles = lines.iter().map(|line| (line.line_id, line.amount)).collect();
            (EntryKind::Payment, debits, settles)
        };
        if sums.net > Rupiah::ZERO {
            postings.push(posting(self.purse.account(), sums.net.sen().saturating_neg()));
        }
        postings.extend(taxes::postings(&self.taxes));
        Ok(Entry {
            tahun: self.name.year.tahun,
            day: sums.day,
            kind,
            reference: number.to_owned(),
            narrative: loaded.head.description.clone(),
            postings,
            settles,
        })
    }

    fn kuitansi(&self, head: &HeadRow, sums: &Sums, number: String) -> proto::Kuitansi {
        let withheld = |tax: &Tax| proto::TaxWithheld {
            rekening: tax.rekening.as_str().to_owned(),
            amount: Some(rupiah(tax.amount)),
        };
        proto::Kuitansi {
            number,
            day: sums.day.iso(),
            payee: Some(proto::Payee {
                display_name: head.payee_name.clone(),
                address: head.payee_address.clone(),
                bank: head.payee_bank.clone(),
                account: head.payee_account.clone(),
            }),
            description: head.description.clone(),
            store: self.purse.wire(),
            gross: Some(rupiah(sums.gross)),
            taxes: self.taxes.iter().map(withheld).collect(),
            net: Some(rupiah(sums.net)),
            amount_in_words: terbilang(sums.gross),
        }
    }
}

/// One side without a budget line.
pub fn posting(account: Account, sen: i64) -> Posting {
    Posting { account, line: None, sumber_dana: None, amount: Rupiah::from_sen(sen) }
}

/// The expense of one line.
fn debit(line: &LineFacts) -> Result<Posting, Error> {
    Ok(Posting {
        account: Account::Rekening(RekeningCode::parse(&line.rekening)?),
        line: Some(line.line_id),
        sumber_dana: Some(SumberDana::parse(&line.sumber_dana)?),
        amount: line.amount,
    })
}
