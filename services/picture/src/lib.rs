//! Pictures that strangers send, read where they can do no harm.
//!
//! Promises: the bytes of a picture are decoded in a child process alone, one that
//! holds a socket and nothing else and ends at its limits of memory and time; a file
//! that kills its reader is one refused file; what the child answers is checked like
//! any input from outside.

mod container;
mod examine;
mod exif;
pub mod hash;
mod limits;
mod reader;
mod report;
pub mod synth;
pub mod synth_exif;
pub mod worker;

pub use container::media_type;
pub use examine::examine;
pub use limits::{PICTURE_BYTES_MAX, PIXELS_MAX, SIDE_MAX_PX, SIDE_MIN_PX};
pub use reader::{ReadFailure, Reader};
pub use report::{Examined, Exif, Refused, Report};

#[cfg(test)]
mod exif_hostile_tests;
#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod likeness_tests;
#[cfg(test)]
mod reader_tests;
