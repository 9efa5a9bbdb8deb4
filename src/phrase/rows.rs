//! Many short rows in one place, each known by its number: had at once, and walked without leaping about.

use super::flat::{Flat, Keeper, Kept, Packed};

/// Rows of values, one after the other.
#[derive(Clone, Debug)]
pub(super) struct Rows<T, const N: usize> {
    all: Flat<T, N>,
    /// By row: where it ends.
    ends: Flat<u32, 1>,
}

impl<T: Packed<N>, const N: usize> Rows<T, N> {
    /// Adds a row; gives its number.
    pub(super) fn push(&mut self, row: impl IntoIterator<Item = T>) -> u32 {
        row.into_iter().for_each(|value| self.all.push(value));
        self.ends.push(narrow(self.all.len()));
        narrow(self.ends.len() - 1)
    }

    /// A row; an empty one where there is none of this number.
    #[inline]
    pub(super) fn get(&self, row: u32) -> &[[u32; N]] {
        let row = row as usize;
        if row >= self.ends.len() {
            return &[];
        }
        let start = row.checked_sub(1).map_or(0, |before| self.ends.at(before));
        self.all.row(start as usize..self.ends.at(row) as usize)
    }

    pub(super) fn keep(&self, keeper: &mut Keeper) {
        keeper.keep(&self.all);
        keeper.keep(&self.ends);
    }

    pub(super) fn take(kept: &mut Kept) -> Option<Self> {
        Some(Self { all: kept.take()?, ends: kept.take()? })
    }
}

impl<T, const N: usize> Default for Rows<T, N> {
    fn default() -> Self {
        Self { all: Flat::default(), ends: Flat::default() }
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("fewer than 2^32 values are kept")
}
