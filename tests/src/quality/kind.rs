//! The kinds of true duplicates and of honest look-alikes, with their weights.

/// How one work came to be claimed twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Twin {
    CrossBorder,
    TwoFunds,
    RenamedNextYear,
    PartialOverlap,
    SplitHalves,
    OppositeEnds,
    Redigitised,
    MixedGeometry,
    OfficeSnapped,
    SwappedAxes,
    LostSign,
    ZeroCoordinates,
    UtmMetres,
    CopiedCoordinates,
    CofundedDouble,
    RebuildTwice,
    MaintenanceTwice,
    ReusedPhoto,
}

impl Twin {
    /// All of them; the weights are the pairs among the 401 of the default world.
    pub const ALL: [(Self, f64); 18] = [
        (Self::CrossBorder, 36.0),
        (Self::TwoFunds, 44.0),
        (Self::RenamedNextYear, 44.0),
        (Self::PartialOverlap, 40.0),
        (Self::SplitHalves, 30.0),
        (Self::OppositeEnds, 30.0),
        (Self::Redigitised, 30.0),
        (Self::MixedGeometry, 40.0),
        (Self::OfficeSnapped, 22.0),
        (Self::SwappedAxes, 5.0),
        (Self::LostSign, 5.0),
        (Self::ZeroCoordinates, 3.0),
        (Self::UtmMetres, 3.0),
        (Self::CopiedCoordinates, 8.0),
        (Self::CofundedDouble, 18.0),
        (Self::RebuildTwice, 18.0),
        (Self::MaintenanceTwice, 10.0),
        (Self::ReusedPhoto, 15.0),
    ];

    /// The kind as `truth.jsonl` writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CrossBorder => "cross_border",
            Self::TwoFunds => "two_funds",
            Self::RenamedNextYear => "renamed_next_year",
            Self::PartialOverlap => "partial_overlap",
            Self::SplitHalves => "split_halves",
            Self::OppositeEnds => "opposite_ends",
            Self::Redigitised => "redigitised",
            Self::MixedGeometry => "mixed_geometry",
            Self::OfficeSnapped => "office_snapped",
            Self::SwappedAxes => "swapped_axes",
            Self::LostSign => "lost_sign",
            Self::ZeroCoordinates => "zero_coordinates",
            Self::UtmMetres => "utm_metres",
            Self::CopiedCoordinates => "copied_coordinates",
            Self::CofundedDouble => "cofunded_double",
            Self::RebuildTwice => "rebuild_twice",
            Self::MaintenanceTwice => "maintenance_twice",
            Self::ReusedPhoto => "reused_photo",
        }
    }
}

/// Why honest works look like one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lookalike {
    GangNeighbours,
    HousingBeneficiaries,
    Phases,
    EndToEnd,
    ParallelDrains,
    RoadAndDrain,
    YearlyMaintenance,
    RebuildAfterLife,
    LayerUpgrade,
    OpenCofunding,
    OfficeDefaultPin,
    CopiedCoordinates,
    LightsCloseBy,
    WellsCloseBy,
    ToiletAtSchool,
    EqualCost,
    BorderNeighbours,
    StockPhoto,
}

impl Lookalike {
    /// All of them, with how many groups there are of each for a hundred.
    pub const ALL: [(Self, f64); 18] = [
        (Self::GangNeighbours, 12.0),
        (Self::HousingBeneficiaries, 6.0),
        (Self::Phases, 10.0),
        (Self::EndToEnd, 9.0),
        (Self::ParallelDrains, 7.0),
        (Self::RoadAndDrain, 8.0),
        (Self::YearlyMaintenance, 8.0),
        (Self::RebuildAfterLife, 5.0),
        (Self::LayerUpgrade, 5.0),
        (Self::OpenCofunding, 6.0),
        (Self::OfficeDefaultPin, 3.0),
        (Self::CopiedCoordinates, 3.0),
        (Self::LightsCloseBy, 4.0),
        (Self::WellsCloseBy, 3.0),
        (Self::ToiletAtSchool, 3.0),
        (Self::EqualCost, 4.0),
        (Self::BorderNeighbours, 2.0),
        (Self::StockPhoto, 2.0),
    ];

    /// The kind as `lookalike.jsonl` writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GangNeighbours => "gang_neighbours",
            Self::HousingBeneficiaries => "housing_beneficiaries",
            Self::Phases => "phases",
            Self::EndToEnd => "end_to_end",
            Self::ParallelDrains => "parallel_drains",
            Self::RoadAndDrain => "road_and_drain",
            Self::YearlyMaintenance => "yearly_maintenance",
            Self::RebuildAfterLife => "rebuild_after_life",
            Self::LayerUpgrade => "layer_upgrade",
            Self::OpenCofunding => "open_cofunding",
            Self::OfficeDefaultPin => "office_default_pin",
            Self::CopiedCoordinates => "copied_coordinates",
            Self::LightsCloseBy => "lights_close_by",
            Self::WellsCloseBy => "wells_close_by",
            Self::ToiletAtSchool => "toilet_at_school",
            Self::EqualCost => "equal_cost",
            Self::BorderNeighbours => "border_neighbours",
            Self::StockPhoto => "stock_photo",
        }
    }
}
