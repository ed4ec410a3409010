//! Who may do what, written by hand from the reliability study (3.2), so that the rules in `proto/`
//! are held against something else than themselves. A method of the same act that allows others
//! stands below it with the reason.
//!
//! An act of the study is one row here, a pair of maker and checker two. `*` is the password again.
//! Who only comments counts as who acts. Left out are the public and systems as readers, whom no
//! method serves yet, and the acts that have no method at all: integrators and their keys (37),
//! settings, backups and breaking the glass (40 to 42), erasing and full numbers (43, 44).

/// One act and the methods that are it.
pub struct Act {
    /// Row of the study; 0 for what it does not name.
    pub row: u8,
    /// What is done.
    pub what: &'static str,
    /// Who may, by the study; empty for row 0, where every method gives its reason.
    pub who: &'static str,
    /// Methods that allow exactly them.
    pub methods: &'static [&'static str],
    /// Methods that allow others: which, whom, and why.
    pub departures: &'static [(&'static str, &'static str, &'static str)],
}

/// Every office that reads a village's affairs.
const READERS: &str = "OP PKA SEK KEU KDS BPD CAM PMD INS";
/// From the secretary up.
const HEADS: &str = "SEK KEU KDS BPD CAM PMD INS";

const fn act(
    row: u8,
    what: &'static str,
    who: &'static str,
    methods: &'static [&'static str],
    departures: &'static [(&'static str, &'static str, &'static str)],
) -> Act {
    Act { row, what, who, methods, departures }
}

/// The study's matrix.
#[rustfmt::skip]
pub const ACTS: &[Act] = &[
    act(1, "read plan and budget", READERS, &[
        "ApbdesService/GetApbdes", "ApbdesService/ListApbdes", "ApbdesService/ListApbdesLines",
        "ApbdesService/PreviewApbdes", "DpaService/GetDpa", "DpaService/ListDpa",
        "RkpdesService/ListRkpdes",
    ], &[]),
    act(2, "draft plan, lines and estimates", "OP PKA SEK KEU KDS", &[
        "ApbdesService/BatchUpdateApbdesLines", "RkpdesService/PutRkpdesRow",
        "RkpdesService/RemoveRkpdesRow",
    ], &[
        ("ApbdesService/CreateApbdes", "OP SEK KEU KDS",
            "a PKA drafts lines of its own kegiatan in a version that the office has opened"),
        ("ApbdesService/ReviseApbdes", "SEK KDS",
            "takes back what was offered, so it is for those who answer for the whole draft"),
        ("ApbdesService/DiscardApbdes", "SEK KDS", "as ReviseApbdes"),
        ("DpaService/DraftDpa", "PKA", "each DPA is its PKA's own document"),
        ("DpaService/SubmitDpa", "PKA", "as DraftDpa"),
        ("DpaService/DiscardDpa", "PKA SEK KDS", "also by those who would verify and approve it"),
    ]),
    act(3, "submit the draft budget: maker SEK, checker the head", "SEK KDS*", &[], &[
        ("ApbdesService/SubmitApbdes", "KDS*",
            "the head alone brings the draft to the BPD, which is the second will; that the secretary \
             made or revised it is told by the log"),
        ("ApbdesService/SendApbdes", "KDS*", "the same signature on the way to the evaluation"),
    ]),
    act(4, "agree or return the draft budget", "BPD*", &[
        "ApbdesService/AgreeApbdes", "ApbdesService/RejectApbdes",
    ], &[]),
    act(5, "evaluate the draft budget", "CAM* PMD*", &[
        "ApbdesService/EvaluateApbdes", "ApbdesService/AnnulApbdes",
    ], &[]),
    act(6, "enact", "KDS*", &["ApbdesService/EnactApbdes", "RkpdesService/EnactRkpdes"], &[]),
    act(7, "draft a project", "OP PKA SEK KDS", &[
        "ProjectService/CheckSite", "ProjectService/CreateProject", "ProjectService/UpdateProject",
    ], &[]),
    act(7, "enter a claim of another owner", "SYS", &[], &[
        ("ClaimService/RegisterClaim", "CAM PMD SYS",
            "owners without a system of their own send lists, which these offices enter"),
        ("ClaimService/BatchRegisterClaims", "CAM PMD SYS", "as RegisterClaim"),
        ("ClaimService/AmendClaim", "CAM PMD SYS", "as RegisterClaim"),
        ("ClaimService/WithdrawClaim", "CAM PMD SYS", "as RegisterClaim"),
    ]),
    act(8, "register a project: maker", "PKA", &["ProjectService/SubmitProject"], &[]),
    act(8, "register a project: checker", "SEK", &[
        "ProjectService/RegisterProject", "ProjectService/ReturnProject",
    ], &[
        ("ProjectService/RescreenProject", "PKA SEK",
            "compares once more what both have signed, and changes nothing of it"),
    ]),
    act(9, "amend a project: maker", "PKA", &["ProjectService/AmendSite"], &[]),
    act(9, "amend a project: checker", "SEK", &["ProjectService/ConfirmAmendment"], &[]),
    act(10, "cancel a project: maker", "PKA", &[], &[
        ("ProjectService/CancelProject", "OP PKA SEK KDS",
            "a draft is given up by who may draft it; of a registered one the command asks for the PKA"),
    ]),
    act(10, "cancel a project: checker", "KDS* PMD*", &["ProjectService/ConfirmCancellation"], &[]),
    act(11, "send a photo", "OP PKA SEK KDS INS", &[
        "PhotoService/AppendPhotoChunk", "PhotoService/FinishPhoto", "PhotoService/StartPhoto",
    ], &[]),
    act(12, "read a project with its evidence", READERS, &[
        "PhotoService/DownloadPhoto", "PhotoService/GetPhoto", "PhotoService/ListPhotos",
        "ProjectService/GetProject", "ProjectService/ListProjects",
    ], &[
        ("PhotoService/DownloadPhotoOriginal", "INS",
            "the original holds what a camera tells of its owner; the others get a copy without it"),
        ("ClaimService/GetClaim", "OP PKA SEK KEU KDS BPD CAM PMD INS SYS",
            "a system reads back what it sent"),
        ("ClaimService/ListClaims", "OP PKA SEK KEU KDS BPD CAM PMD INS SYS", "as GetClaim"),
    ]),
    act(13, "read flags", READERS, &[
        "FlagService/GetFlag", "FlagService/ListFlags", "OverlapService/ListOverlaps",
    ], &[]),
    act(14, "explain on a flag", "OP PKA SEK KDS BPD CAM PMD INS", &["FlagService/ExplainFlag"], &[]),
    act(15, "decide on a flag: maker (16 as well)", "CAM*", &[], &[
        ("FlagService/ProposeDecision", "CAM* PMD*",
            "PMD makes it where the villages lie in two kecamatan, or no camat may (the study's own rule)"),
    ]),
    act(15, "decide on a flag: checker (16 as well)", "PMD*", &[
        "FlagService/ConfirmDecision", "FlagService/RejectDecision",
    ], &[]),
    act(17, "pay although it stands: two officials", "PMD*", &[
        "OverrideService/ConfirmOverride", "OverrideService/ProposeOverride",
        "OverrideService/RejectOverride",
    ], &[]),
    act(17, "pay although it stands: veto", "INS*", &["OverrideService/VetoOverride"], &[]),
    act(18, "reopen a decision, freeze a project", "PMD* INS*", &["ReviewService/ReopenFlag"], &[
        ("ReviewService/FreezeProject", "INS*",
            "a freeze needs no flag and one person; PMD decides flags and overrides, and is not to hold \
             works beside them by itself"),
        ("ReviewService/UnfreezeProject", "INS*", "only who froze takes it back"),
        ("ReviewService/DeclineReview", "PMD INS", "declining what was asked moves nothing"),
    ]),
    act(18, "ask for either", "CAM", &["ReviewService/AskReview"], &[]),
    act(19, "change the rules: two officials", "PMD*", &[
        "RuleSetService/ActivateRuleSet", "RuleSetService/ProposeRuleSet",
    ], &[
        ("RuleSetService/RescreenArea", "PMD", "applies rules that are in force already"),
    ]),
    act(20, "draft a payment request", "OP PKA", &[
        "SppService/CancelSpp", "SppService/CreateSpp", "SppService/UpdateSpp",
    ], &[
        ("SppService/PreviewSpp", "OP PKA SEK KEU KDS INS",
            "reads which rules the next step would meet, for whoever takes one"),
    ]),
    act(21, "submit it", "PKA*", &["SppService/SubmitSpp"], &[]),
    act(22, "verify it", "SEK*", &["SppService/VerifySpp"], &[
        ("SppService/ReturnSpp", "SEK* KDS*", "the return of 22 and that of 23 are one method"),
    ]),
    act(23, "approve it", "KDS*", &["SppService/ApproveSpp", "SppService/RejectSpp"], &[]),
    act(24, "pay", "KEU*", &["SppService/DisburseSpp", "SppService/SettlePanjar"], &[]),
    act(25, "reverse a payment: maker", "KEU*", &["SppService/ProposeReversal"], &[]),
    act(25, "reverse a payment: checker", "KDS*", &[
        "SppService/ConfirmReversal", "SppService/RejectReversal",
    ], &[]),
    act(26, "account for an advance: maker", "PKA", &["SppService/SubmitSpj"], &[]),
    act(26, "account for an advance: checker", "SEK", &["SppService/AcceptSpj"], &[]),
    act(27, "receipts, taxes, transfers", "KEU", &[
        "BookService/DepositTax", "BookService/RecordBankCharge", "BookService/RecordOpeningBalance",
        "BookService/RecordReceipt", "BookService/TransferCash",
    ], &[]),
    act(28, "close a month: maker", "KEU*", &["BookService/CloseMonth"], &[]),
    act(28, "close a month: checker", "SEK*", &["BookService/ConfirmMonthClose"], &[]),
    act(29, "reopen a month: maker", "KEU", &["BookService/ProposeMonthReopening"], &[]),
    act(29, "reopen a month: second", "KDS*", &["BookService/ConfirmMonthReopening"], &[
        ("BookService/RejectMonthReopening", "KDS CAM",
            "by either who is asked, and it leaves the month as it is"),
    ]),
    act(29, "reopen a month: third", "CAM*", &["BookService/AgreeMonthReopening"], &[]),
    act(30, "reports of the village", READERS, &[
        "BookService/GetBalance", "BookService/ListBku", "BookService/ListCorrections",
        "ReportService/GetLra", "ReportService/GetRealisationBySource", "SppService/GetSpp",
        "SppService/ListSpp",
    ], &[]),
    act(31, "look across villages", "CAM PMD INS", &[
        "OverlapService/ScanDistrict", "OverlapService/StreamOverlaps",
    ], &[
        ("ExchangeService/WatchEvents", "OP PKA SEK KEU KDS BPD CAM PMD INS SYS",
            "each for the area of the mandate; a system by its grant"),
    ]),
    act(32, "export", HEADS, &["OverlapService/ExportOverlaps"], &[]),
    act(33, "raise and close findings", "INS*", &[
        "FindingService/CloseFinding", "FindingService/RaiseFinding",
    ], &[
        ("FindingService/GetFinding", HEADS, "reading, by whom a finding may be about"),
        ("FindingService/ListFindings", HEADS, "as GetFinding"),
    ]),
    act(33, "answer a finding", "KDS", &["FindingService/AnswerFinding"], &[]),
    act(34, "propose people and mandates (35 as well): maker", "KDS* PMD*", &[], &[
        ("MandateService/ProposeMandate", "KDS* PMD* ADM*",
            "somebody must propose PMD, inspectorate and camat themselves: the platform, technically"),
        ("MandateService/EndMandate", "KDS* PMD* ADM*", "as ProposeMandate"),
        ("MandateService/RenewInvitation", "PMD* ADM*",
            "whoever gets the code makes the account, so the village asks PMD for it"),
    ]),
    act(34, "propose people and mandates (35 as well): checker", "CAM* PMD*", &[], &[
        ("MandateService/ConfirmMandate", "CAM* PMD* INS* ADM*",
            "the inspectorate confirms systems (37), the platform what it may propose"),
    ]),
    act(34, "read mandates", "INS", &[], &[
        ("MandateService/GetMandate", "SEK KDS BPD CAM PMD INS ADM",
            "who proposes or confirms must see; secretary and council see who holds office with them"),
        ("MandateService/ListMandates", "SEK KDS BPD CAM PMD INS ADM", "as GetMandate"),
    ]),
    act(36, "end others' sessions", "PMD* INS* ADM", &[], &[
        ("AccountService/SuspendAccount", "PMD* ADM*",
            "stopping an account is for those who can let it in again; the inspectorate asks them"),
        ("AccountService/RestoreAccount", "PMD* ADM*", "as SuspendAccount"),
    ]),
    act(36, "end own sessions", "own", &["SessionService/EndSession"], &[]),
    act(38, "read the audit log", "OP PKA SEK KEU KDS BPD CAM PMD INS ADM", &[
        "AuditService/ListAuditEntries",
    ], &[]),
    act(39, "heads, proofs, receipts", "open", &["AuditService/GetHead", "AuditService/VerifyReceipt"],
        &[]),
    act(0, "what the study does not name", "", &[], &[
        ("AccountService/ConfirmPasswordReset", "CAM* PMD* INS* ADM*",
            "as ConfirmMandate: a reset gives the account to somebody"),
        ("AccountService/GetAccount", "KDS CAM PMD INS ADM", "who proposes or confirms a reset must see"),
        ("AccountService/ProposePasswordReset", "KDS* PMD* ADM*", "as ProposeMandate"),
        ("BookService/ConfirmCorrection", "SEK*", "the second person over the books, as in 28"),
        ("BookService/ProposeCorrection", "KEU*", "who keeps the books, as in 25"),
        ("BookService/RejectCorrection", "SEK* KEU*",
            "as ConfirmCorrection, and back by who proposed it"),
        ("DpaService/ApproveDpa", "KDS*", "the head answers for spending, as in 23"),
        ("DpaService/ReturnDpa", "SEK* KDS*", "by either who reviews it"),
        ("DpaService/VerifyDpa", "SEK*", "the secretary verifies, as in 22"),
        ("ExchangeService/GetOutcome", "own", "what became of one's own request"),
        ("InboxService/ListInbox", "own", "what waits for the caller"),
        ("OverlapService/GetNeighbourhoodTile", "OP PKA SEK KDS CAM PMD INS",
            "for who drafts or judges works; it holds no money and no names of people"),
        ("PolicyService/GetPolicy", "open", "the law is public"),
        ("PolicyService/ListPolicies", "open", "the law is public"),
        ("RegistryService/GetBoundary", "open", "public codes and borders"),
        ("RegistryService/GetDesa", "open", "public codes and borders"),
        ("RegistryService/GetOffice", "open", "public codes and borders"),
        ("RegistryService/ListBoundaryVersions", "open", "public codes and borders"),
        ("RegistryService/ListDesa", "open", "public codes and borders"),
        ("RegistryService/ListKegiatan", "open", "public codes and borders"),
        ("RegistryService/ListRekening", "open", "public codes and borders"),
        ("RegistryService/ListSumberDana", "open", "public codes and borders"),
        ("RegistryService/ListWorkClass", "open", "public codes and borders"),
        ("RegistryService/LocateDesa", "open", "public codes and borders"),
        ("RegistryService/SetOffice", "PMD", "a fact about a village, by who keeps its codes"),
        ("ReviewService/ListReviews", "CAM PMD INS", "who asks and who answers"),
        ("RuleSetService/GetRuleQuality", "open", "by what rules works are compared is public"),
        ("RuleSetService/GetRuleSet", "open", "by what rules works are compared is public"),
        ("RuleSetService/GetScorecard", "open", "by what rules works are compared is public"),
        ("RuleSetService/ListRuleSets", "open", "by what rules works are compared is public"),
        ("RuleSetService/ScreenSite", "OP PKA SEK KDS CAM PMD INS", "as GetNeighbourhoodTile"),
        ("SessionService/ChangePassword", "own*", "one's own password"),
        ("SessionService/ClaimInvitation", "open", "whoever holds the code has no account yet"),
        ("SessionService/GetSession", "own", "one's own session"),
        ("SessionService/RefreshSession", "own", "one's own session"),
        ("SessionService/SignIn", "open", "nobody is signed in before it"),
        ("SessionService/StepUp", "own", "one's own password"),
    ]),
];
