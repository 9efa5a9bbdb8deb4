//! Plain values in one place, each a few numbers: those that the program keeps are read where they lie in it, without
//! being copied; those that are added stand behind them.

use std::{marker::PhantomData, ops::Range};

/// A value that is `N` numbers where many of it are kept.
pub(super) trait Packed<const N: usize>: Copy {
    /// Its numbers.
    fn pack(self) -> [u32; N];
    /// The value of these numbers.
    fn unpack(numbers: [u32; N]) -> Self;
}

impl Packed<1> for u32 {
    #[inline]
    fn pack(self) -> [u32; 1] {
        [self]
    }

    #[inline]
    fn unpack([number]: [u32; 1]) -> Self {
        number
    }
}

/// A number, or none, as a number.
pub(super) fn optional(number: Option<u32>) -> u32 {
    number.unwrap_or(u32::MAX)
}

/// The number, or none, that [`optional`] made one of.
#[inline]
pub(super) fn option(number: u32) -> Option<u32> {
    (number != u32::MAX).then_some(number)
}

/// Values, one after the other.
#[derive(Clone, Debug)]
pub(super) struct Flat<T, const N: usize> {
    kept: &'static [[u32; N]],
    added: Vec<[u32; N]>,
    of: PhantomData<T>,
}

impl<T, const N: usize> Default for Flat<T, N> {
    fn default() -> Self {
        Self { kept: &[], added: Vec::new(), of: PhantomData }
    }
}

impl<T: Packed<N>, const N: usize> Flat<T, N> {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.kept.len() + self.added.len()
    }

    /// How many of them the program keeps; they come first.
    pub(super) fn kept(&self) -> usize {
        self.kept.len()
    }

    /// Adds one.
    pub(super) fn push(&mut self, value: T) {
        self.added.push(value.pack());
    }

    /// The one at a place.
    ///
    /// # Panics
    /// If there is none.
    #[inline]
    pub(super) fn at(&self, at: usize) -> T {
        T::unpack(match self.kept.get(at) {
            Some(kept) => *kept,
            None => self.added[at - self.kept.len()],
        })
    }

    /// Some that were added together.
    #[inline]
    pub(super) fn row(&self, range: Range<usize>) -> &[[u32; N]] {
        match range.start.checked_sub(self.kept.len()) {
            None => &self.kept[range],
            Some(start) => &self.added[start..start + range.len()],
        }
    }

    /// Puts those that were added in order.
    pub(super) fn sort_added_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        self.added.sort_by_key(|numbers| key(&T::unpack(*numbers)));
    }
}

/// Values in some order, to be kept.
#[derive(Default)]
pub(super) struct Keeper(Vec<u8>);

impl Keeper {
    /// Puts values behind those that it has.
    pub(super) fn keep<T: Packed<N>, const N: usize>(&mut self, values: &Flat<T, N>) {
        self.number(u32::try_from(values.len() * N).expect("fewer than 2^32 numbers are kept"));
        values.kept.iter().chain(&values.added).flatten().for_each(|&number| self.number(number));
    }

    /// What is to be written.
    pub(super) fn bytes(self) -> Vec<u8> {
        self.0
    }

    fn number(&mut self, number: u32) {
        self.0.extend(number.to_le_bytes());
    }
}

/// Values that were kept, to be had in the order they were kept in.
pub(super) struct Kept(&'static [u32]);

impl Kept {
    /// What a [`Keeper`] has written. It is read where it lies if its place and the machine allow it, else copied for good.
    pub(super) fn new(bytes: &'static [u8]) -> Self {
        match bytemuck::try_cast_slice(bytes) {
            Ok(numbers) if cfg!(target_endian = "little") => Self(numbers),
            _ => {
                let numbers = bytes.as_chunks().0.iter().map(|&number| u32::from_le_bytes(number));
                Self(numbers.collect::<Vec<_>>().leak())
            }
        }
    }

    /// The next values; `None` if nothing of that length is left.
    pub(super) fn take<T, const N: usize>(&mut self) -> Option<Flat<T, N>> {
        let (&length, rest) = self.0.split_first()?;
        let (numbers, rest) = rest.split_at_checked(length as usize)?;
        self.0 = rest;
        Some(Flat { kept: numbers.as_chunks().0, ..Flat::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_had_again_and_what_is_added_stands_behind_it() {
        let (mut some, mut more) = (Flat::<u32, 1>::default(), Flat::<u32, 1>::default());
        [5, 6].into_iter().for_each(|number| some.push(number));
        more.push(9);
        let mut keeper = Keeper::default();
        keeper.keep(&some);
        keeper.keep(&more);
        let mut kept = Kept::new(keeper.bytes().leak());
        let mut again: Flat<u32, 1> = kept.take().unwrap();
        again.push(4);
        again.push(3);
        again.sort_added_by_key(|&number| number);
        assert_eq!((again.kept(), again.len()), (2, 4));
        assert_eq!((0..4).map(|at| again.at(at)).collect::<Vec<_>>(), [5, 6, 3, 4]);
        assert_eq!([again.row(0..2), again.row(2..4)].map(<[[u32; 1]]>::as_flattened), [[5, 6], [3, 4]]);
        assert_eq!(kept.take::<u32, 1>().unwrap().at(0), 9);
        assert!(kept.take::<u32, 1>().is_none());
    }

    #[test]
    fn bytes_that_lie_askew_are_copied() {
        let mut bytes = vec![0];
        bytes.extend([1, 0, 0, 0, 7, 0, 0, 0]);
        let bytes: &'static [u8] = bytes.leak();
        assert_eq!(Kept::new(&bytes[1..]).take::<u32, 1>().unwrap().at(0), 7);
    }
}
