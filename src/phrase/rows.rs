//! Many short rows in one place, each known by its number: read back at once, and walked without leaping about.

use bitcode::{Decode, Encode};

/// Rows of values, one after the other.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub(super) struct Rows<T> {
    all: Vec<T>,
    /// By row: where it ends.
    ends: Vec<u32>,
}

impl<T: Clone> Rows<T> {
    /// Adds a row; gives its number.
    pub(super) fn push(&mut self, row: &[T]) -> u32 {
        self.all.extend_from_slice(row);
        self.ends.push(narrow(self.all.len()));
        narrow(self.ends.len() - 1)
    }
}

impl<T> Rows<T> {
    /// A row; an empty one where there is none of this number.
    #[inline]
    pub(super) fn get(&self, row: u32) -> &[T] {
        let row = row as usize;
        let Some(&end) = self.ends.get(row) else { return &[] };
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start as usize..end as usize]
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { all: Vec::new(), ends: Vec::new() }
    }
}

impl<T: Clone> FromIterator<Vec<T>> for Rows<T> {
    fn from_iter<I: IntoIterator<Item = Vec<T>>>(rows: I) -> Self {
        let mut all = Self::default();
        for row in rows {
            all.push(&row);
        }
        all
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("fewer than 2^32 values are kept")
}
