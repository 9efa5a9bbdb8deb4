//! Where in a sentence a match may begin: every word it needs must stand at the right distance.

use bitcode::{Decode, Encode};

use crate::phrase::{classes::ClassId, emit::Witness};

/// The words of a sentence that have a property, as bits.
pub(super) type Places = u128;

/// The longest sentence that [`Places`] can tell of.
pub(super) const MOST_PLACES: usize = Places::BITS as usize;

/// Classes of which a match has a word, at least and at most so many words after its first.
#[derive(Clone, Debug, Encode, Decode)]
pub(super) struct Need {
    pub classes: Vec<ClassId>,
    pub from: u32,
    pub to: u32,
}

impl From<Witness> for Need {
    fn from(witness: Witness) -> Self {
        Self { classes: witness.classes, from: witness.from, to: witness.to }
    }
}

impl Need {
    /// Where matches may begin if the needed word stands at one of the places. `wide`: some values span more than a
    /// word, so gaps are longer than they say.
    pub(super) fn starts(&self, places: Places, wide: bool) -> Places {
        let places = places.checked_shr(self.from).unwrap_or(0);
        let spread = if wide && self.to > 0 { u32::MAX } else { self.to.saturating_sub(self.from) };
        if spread >= Places::BITS {
            return if places == 0 { 0 } else { Places::MAX >> places.leading_zeros() };
        }
        let (mut starts, mut covered) = (places, 1);
        while covered <= spread {
            let more = covered.min(spread + 1 - covered);
            starts |= starts >> more;
            covered += more;
        }
        starts
    }
}

/// The first place at or after a word.
pub(super) fn next(places: Places, at: usize) -> Option<usize> {
    let rest = u32::try_from(at).ok().and_then(|at| places.checked_shr(at)).unwrap_or(0);
    (rest != 0).then(|| at + rest.trailing_zeros() as usize)
}
