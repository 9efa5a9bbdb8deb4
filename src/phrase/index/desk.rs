//! Working memory of an index, handed from document to document: what one taught it of words serves the next.

use std::sync::{Mutex, PoisonError};

use super::{Index, Scratch};
use crate::phrase::word::Words;

/// What reading a document needs beside its index.
#[derive(Default, Debug)]
pub struct Desk {
    /// The words of a sentence.
    pub words: Words,
    /// The memory of a scan.
    pub scratch: Scratch,
}

/// The desks that nobody works at.
#[derive(Default, Debug)]
pub(super) struct Desks(Mutex<Vec<Desk>>);

impl Index {
    /// Does some work at a desk of this index; there are as many as are at work at once.
    pub fn work<T>(&self, work: impl FnOnce(&mut Desk) -> T) -> T {
        let desks = || self.desks.0.lock().unwrap_or_else(PoisonError::into_inner);
        let free = desks().pop();
        let mut desk = free.unwrap_or_default();
        let done = work(&mut desk);
        desks().push(desk);
        done
    }
}
